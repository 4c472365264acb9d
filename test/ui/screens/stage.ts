import {Chrome} from '../../../src/ui/chrome/mount.tsx';
import {Dashboard} from '../../../src/ui/dashboard.ts';
import {Composer} from '../../../src/ui/frame/composer.ts';
import type {DashboardOptions} from '../../../src/ui/options.ts';
import type {ColourDepth} from '../../../src/ui/terminal/colour.ts';
import {Compositor} from '../../../src/ui/terminal/compositor.ts';
import {InputDecoder} from '../../../src/ui/terminal/input-decoder.ts';
import {loadTheme} from '../../../src/ui/theme/load-theme.ts';
import {compileTheme} from '../../../src/ui/theme/theme.ts';
import {bytesOf} from '../../terminal/keys.ts';
import {FakeEngine} from '../fixtures/feed.ts';
import {Emulator, type Grid} from './grid.ts';

export interface StageOptions {
	readonly columns: number;
	readonly rows: number;
	readonly themeName?: string;
	readonly depth?: ColourDepth;
	readonly changes?: Partial<DashboardOptions>;
}

/** When everything on these screens happens. */
export const NOON_MS = Date.UTC(2026, 10, 22, 12, 0, 0);
const THEMES = new URL('../../../themes', import.meta.url).pathname;
const MOST_TURNS = 500;

/** The dashboard with the parts that paint it, but without clocks and timers: a frame is made when it is asked for. */
export class Stage {
	readonly engine = new FakeEngine();
	readonly dashboard: Dashboard;
	readonly composer: Composer;
	nowMs = NOON_MS;
	/** Rows as they were composed, before anything cuts them to the screen. */
	composed: readonly string[] = [];
	/** Everything that was written to the terminal. */
	written = '';
	/** What was written beside frames: the clipboard's sequence. */
	readonly aside: string[] = [];
	exitCode: number | undefined;
	private readonly chrome: Chrome;
	private readonly compositor: Compositor;
	private readonly decoder = new InputDecoder();
	private emulator: Emulator;

	constructor(readonly options: StageOptions) {
		const {columns, rows, themeName = 'dark', depth = 24} = options;
		this.emulator = new Emulator(columns, rows);
		this.chrome = new Chrome((error) => {
			throw error;
		});
		this.compositor = new Compositor({write: (text) => this.take(text), once: () => undefined}, () => 0);
		this.dashboard = new Dashboard(this.dashboardOptions(), {
			redraw: () => undefined,
			invalidate: () => this.compositor.invalidate(),
			suspend: () => undefined,
			exit: (code) => {
				this.exitCode = code;
			},
			writeTerminal: (text) => void this.aside.push(text),
			figures: () => ({frames: 812, skippedFrames: 0, lastBytes: 934, lastWriteMs: 0.4}),
			size: () => ({columns: this.options.columns, rows: this.options.rows}),
			themes: () => [themeName],
			themeName: () => themeName,
			setTheme: () => [],
		});
		this.composer = new Composer(this.dashboard, this.chrome, compileTheme(loadTheme(THEMES, themeName).theme, depth));
	}

	/** Names of keys and text to type. */
	press(...keys: readonly string[]): void {
		for (const key of keys) {
			const events = [...this.decoder.feed(Buffer.from(bytesOf(key))), ...this.decoder.flush()];
			for (const event of events) event.kind === 'mouse' ? this.composer.mouse(event) : this.dashboard.handle(event);
		}
	}

	/** Paints the frame of this moment. */
	async paint(): Promise<void> {
		const {columns, rows} = this.options;
		this.composed = this.composer.compose({columns, rows});
		this.compositor.paint(this.composed, columns, () => undefined);
		await this.pending;
	}

	/** The screen after the frame of this moment. */
	async frame(): Promise<Grid> {
		await this.paint();
		return this.emulator.grid();
	}

	/** The same frame on a terminal that showed nothing before. */
	async freshGrid(): Promise<Grid> {
		const {columns, rows} = this.options;
		const emulator = new Emulator(columns, rows);
		const written: string[] = [];
		const compositor = new Compositor({write: (text) => written.push(text) > 0, once: () => undefined}, () => 0);
		compositor.paint(this.composed, columns, () => undefined);
		await emulator.write(written.join(''));
		const grid = emulator.grid();
		emulator.dispose();
		return grid;
	}

	/** Lets what is under way come to its end, turn by turn of the loop, until the screen shows it. */
	async until(wanted: string | RegExp | ((text: string) => boolean)): Promise<void> {
		const fits = (text: string): boolean =>
			typeof wanted === 'function' ? wanted(text) : typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
		await this.paint();
		for (let turn = 0; turn < MOST_TURNS && !fits(this.emulator.text); turn++) {
			await new Promise((resolve) => setImmediate(resolve));
			await this.paint();
		}
		if (!fits(this.emulator.text)) throw new Error(`not on the screen: ${String(wanted)}\n${this.emulator.text}`);
	}

	async go(keys: readonly string[], wanted: string | RegExp): Promise<void> {
		this.press(...keys);
		return this.until(wanted);
	}

	close(): void {
		this.chrome.close();
		this.emulator.dispose();
	}

	private pending: Promise<void> = Promise.resolve();

	private take(text: string): boolean {
		this.written += text;
		this.pending = this.emulator.write(text);
		return true;
	}

	private dashboardOptions(): DashboardOptions {
		return {
			engine: this.engine,
			themesFolder: THEMES,
			themeName: this.options.themeName ?? 'dark',
			colour: 'truecolor',
			rulesFiles: [],
			localRulesPath: '/etc/falco/falco_rules.local.yaml',
			workFolder: '/nowhere',
			usage: {cpuUsage: () => ({user: 0, system: 0}), memoryUsage: {rss: () => 96 * 1024 * 1024}},
			env: {TERM: 'xterm-256color'},
			version: '0.1.0',
			clipboard: undefined,
			demo: undefined,
			nowMs: () => this.nowMs,
			reportCrash: (error) => {
				throw error;
			},
			...this.options.changes,
		} as DashboardOptions;
	}
}
