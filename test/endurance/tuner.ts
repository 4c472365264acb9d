import {setTimeout as pause} from 'node:timers/promises';
import type {Terminal} from '../terminal/terminal.ts';
import {type FormReading, readForm, readHeader, readNoise} from './noise-screen.ts';
import type {Random} from './scene.ts';

export interface TunedException extends FormReading {
	readonly silences: number;
	readonly keys: number;
	readonly atMs: number;
}

export interface Tuning {
	readonly exceptions: readonly TunedException[];
	readonly keys: number;
	/** From the first key to the last save. */
	readonly seconds: number;
	readonly saves: number;
	/** Rows that were left alone, as the screen had them at the end. */
	readonly left: readonly string[];
}

export interface TunerOptions {
	readonly dashboard: Terminal;
	readonly random: Random;
	readonly log: (text: string) => void;
	/** What came less often is no noise: a person would look into it. */
	readonly leastAlerts: number;
	readonly limitMs: number;
	readonly saved: () => void;
}

const KEY_MS = {least: 150, most: 300};
const READING_MS = {least: 400, most: 1_100};
/** After a save: what other rules say of what was silenced, and what comes seldom. */
const LOOK_AGAIN_MS = 20_000;

/** Somebody at the keyboard who tunes what the Noise view shows. Decides on nothing but the screen. */
export class Tuner {
	readonly #exceptions: TunedException[] = [];
	readonly #startedAt = performance.now();
	#keys = 0;
	#saves = 0;
	#savedAfterMs = 0;

	constructor(private readonly options: TunerOptions) {}

	async tune(): Promise<Tuning> {
		const {dashboard, log} = this.options;
		await this.#press('2');
		await dashboard.until(/one exception a program/);
		for (;;) {
			await this.#tuneRows();
			if (readHeader(dashboard.lines[0]).unsaved > 0) await this.#save();
			if (!(await this.#moreComes())) break;
		}
		const left = readNoise(dashboard.lines).map(({silences, text}) => `${silences} ${text}`);
		const seconds = this.#savedAfterMs / 1000;
		log(`tuned: ${this.#exceptions.length} exceptions, ${this.#keys} keys, ${this.#saves} saves, ${seconds.toFixed(0)} s`);
		return {exceptions: this.#exceptions, keys: this.#keys, seconds, saves: this.#saves, left};
	}

	get #elapsedMs(): number {
		return performance.now() - this.#startedAt;
	}

	/** From the top while there is something that comes again and again. */
	async #tuneRows(): Promise<void> {
		const {dashboard, leastAlerts, limitMs} = this.options;
		for (;;) {
			await this.#read();
			const row = readNoise(dashboard.lines).find(({selected}) => selected);
			if (row === undefined || row.silences < leastAlerts || this.#elapsedMs > limitMs) return;
			await this.#accept(row.silences);
		}
	}

	async #accept(silences: number): Promise<void> {
		const {dashboard, log} = this.options;
		const keysBefore = this.#keys;
		await this.#press('Enter');
		await dashboard.until(/PREVIEW[\s\S]*silences /);
		await this.#read();
		let form = readForm(dashboard.lines)!;
		// What else would be silenced is not what this is made for: another place.
		for (let place = 0; form.others > 0 && place < 4; place++) {
			await this.#press('Tab');
			await this.#read();
			form = readForm(dashboard.lines)!;
		}
		await this.#press('Enter');
		await dashboard.until((screen) => screen.includes('one exception a program') || /^\s+✗ /m.test(screen));
		if (readForm(dashboard.lines) !== undefined) {
			log(`refused: ${form.rule}: ${dashboard.lines.find((line) => /✗/.test(line))?.trim()}`);
			await this.#press('Esc');
			await dashboard.until(/one exception a program/);
			await this.#press('Down');
			return;
		}
		const exception = {...form, silences, keys: this.#keys - keysBefore, atMs: Date.now()};
		this.#exceptions.push(exception);
		log(`${silences} × ${form.rule} · ${form.condition}${form.warnings.map((warning) => `\n        ! ${warning}`).join('')}`);
	}

	async #save(): Promise<void> {
		const {dashboard, log} = this.options;
		await this.#press('S');
		await dashboard.until(/Write/);
		await this.#read();
		await this.#press('Enter');
		// What an agent that runs here made of it may stand in the same line.
		await dashboard.until(/saved[ ,]/);
		this.#saves++;
		this.#savedAfterMs = this.#elapsedMs;
		this.options.saved();
		log('saved');
		await dashboard.until(/one exception a program/);
	}

	/** Looks on for a while: whether something else comes again and again. */
	async #moreComes(): Promise<boolean> {
		const {dashboard, leastAlerts, limitMs} = this.options;
		const until = performance.now() + LOOK_AGAIN_MS;
		while (performance.now() < until && this.#elapsedMs < limitMs) {
			const [first] = readNoise(dashboard.lines);
			if (first !== undefined && first.silences >= leastAlerts) {
				await this.#press('Home');
				return true;
			}
			await pause(500);
		}
		return false;
	}

	async #press(key: string): Promise<void> {
		await pause(KEY_MS.least + this.options.random.number(KEY_MS.most - KEY_MS.least));
		this.options.dashboard.press(key);
		this.#keys++;
	}

	async #read(): Promise<void> {
		await pause(READING_MS.least + this.options.random.number(READING_MS.most - READING_MS.least));
	}
}
