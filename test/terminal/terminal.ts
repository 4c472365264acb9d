import path from 'node:path';
import {Terminal as Emulator, type IBufferCell} from '@xterm/headless';
import {type IPty, spawn} from 'node-pty';
import {PROJECT} from '../live/agent-process.ts';
import {bytesOf} from './keys.ts';

const PROGRAM = path.join(PROJECT, 'bin/falconer');

/** The marks of a synchronized update: behind the second a frame is on the screen. */
const FRAME_END = '\x1b[?2026l';
/** What tells of frames and the cursor: marks of an update, a frame that does not build upon the one before, the cursor shown or hidden. */
const MARKS = /\x1b\[(?:\?2026([hl])|\?25([hl])|0m\x1b\[2J)/g;
/** A mark that is cut in two by the end of what arrived is at most this long. */
const LONGEST_PART = 7;

/** For a machine that does ten other things meanwhile. */
const ANSWER_TIMEOUT_MS = 60_000;

/** With the numbers that the emulator keeps of how a cell is painted: asked one by one, a screen takes ten milliseconds. */
type PaintedCell = IBufferCell & {readonly fg: number; readonly bg: number};

export interface TerminalOptions {
	readonly command?: string;
	readonly cols?: number;
	readonly rows?: number;
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** Where it is started: exports are written there. */
	readonly cwd?: string;
}

/** A program in a real PTY, its screen kept by a terminal emulator. Waits for what is on the screen, never for time. */
export class Terminal {
	readonly #pty: IPty;
	readonly #screen: Emulator;
	readonly #watchers = new Set<() => void>();
	/** What arrived, piece by piece: joined only where somebody asks. */
	readonly #pieces: string[] = [];
	/** When frames arrived. */
	readonly framesAtMs: number[] = [];
	readonly exit: Promise<{exitCode: number; signal?: number}>;
	exited = false;
	/** Units of `raw` that have arrived, and that the screen shows. */
	#received = 0;
	#parsed = 0;
	/** The end of what the screen shows, where it may be the beginning of a mark. */
	#rest = '';
	/** The screen has taken half a frame: a terminal that knows synchronized updates shows it when it is whole. */
	#isFrameOpen = false;
	#isCursorShown = true;
	/** Where in `raw` the last frame began that does not build upon the one before; of those that are on the screen, and of all. */
	#wholeFrameAt = -1;
	#newestWholeFrameAt = -1;
	/** Where `raw` ended when the terminal got another size: the program answers with a whole frame. */
	#resizedAt: number | undefined;

	constructor(args: readonly string[], {command = PROGRAM, cols = 120, rows = 36, env = {}, cwd = PROJECT}: TerminalOptions = {}) {
		this.#screen = new Emulator({cols, rows, allowProposedApi: true, scrollback: 500});
		const environment = Object.fromEntries(
			Object.entries({...process.env, TERM: 'xterm-256color', CI: undefined, NO_COLOR: undefined, ...env}).filter(
				(entry): entry is [string, string] => entry[1] !== undefined,
			),
		);
		this.#pty = spawn(command, [...args], {cols, rows, cwd, env: environment, name: environment.TERM});
		this.#pty.onData((data) => {
			this.#pieces.push(data);
			this.#received += data.length;
			if (data.includes(FRAME_END)) this.framesAtMs.push(performance.now());
			this.#screen.write(data, () => {
				this.#follow(data);
				this.#wake();
			});
		});
		this.exit = new Promise((resolve) => {
			this.#pty.onExit((how) => {
				// Its last words are on their way through the emulator.
				this.#screen.write('', () => {
					this.exited = true;
					resolve(how);
					this.#wake();
				});
			});
		});
	}

	get pid(): number {
		return this.#pty.pid;
	}

	/** All bytes the program wrote, for what a screen does not show. */
	get raw(): string {
		if (this.#pieces.length > 1) this.#pieces.splice(0, this.#pieces.length, this.#pieces.join(''));
		return this.#pieces[0] ?? '';
	}

	/** How much it wrote. */
	get rawLength(): number {
		return this.#received;
	}

	/** What it wrote since there was so much. */
	rawSince(length: number): string {
		let at = this.#pieces.length;
		for (let from = this.#received; from > length; from -= this.#pieces[at].length) at--;
		const text = this.#pieces.slice(at).join('');
		return text.slice(text.length - (this.#received - length));
	}

	/** The visible lines, without trailing blanks. */
	get lines(): string[] {
		const buffer = this.#screen.buffer.active;
		return Array.from(
			{length: this.#screen.rows},
			(_, row) =>
				buffer
					.getLine(buffer.viewportY + row)
					?.translateToString(true)
					.trimEnd() ?? '',
		);
	}

	get text(): string {
		return this.lines.join('\n');
	}

	/** How every cell is painted: colours, weight, inverse. */
	get styles(): string {
		const buffer = this.#screen.buffer.active;
		const cell = buffer.getNullCell() as PaintedCell;
		let styles = '';
		for (let row = 0; row < this.#screen.rows; row++) {
			const line = buffer.getLine(buffer.viewportY + row);
			for (let column = 0, before = ''; column < this.#screen.cols; column++) {
				line?.getCell(column, cell);
				const style = `${cell.fg},${cell.bg}`;
				// Only where it changes.
				if (style !== before) styles += `${column}:${style};`;
				before = style;
			}
			styles += '\n';
		}
		return styles;
	}

	/** What a program must give back: the normal screen, no mouse reports, no bracketed paste. */
	get isRestored(): boolean {
		const {mouseTrackingMode, bracketedPasteMode} = this.#screen.modes;
		return this.#screen.buffer.active.type === 'normal' && mouseTrackingMode === 'none' && !bracketedPasteMode && this.#isCursorShown;
	}

	/** Presses keys by name (`Enter`, `Down`, `F7`); anything else is typed as it is. */
	press(...keys: readonly string[]): void {
		for (const key of keys) this.#pty.write(bytesOf(key));
	}

	resize(cols: number, rows: number): void {
		if (cols !== this.#screen.cols || rows !== this.#screen.rows) this.#resizedAt = this.#received;
		this.#screen.resize(cols, rows);
		this.#pty.resize(cols, rows);
	}

	kill(signal: NodeJS.Signals): void {
		process.kill(this.#pty.pid, signal);
	}

	/** Goes to a view by the number that stands before its name. */
	tab(title: string): void {
		const number = new RegExp(`(\\d+) ${title}`).exec(this.lines[1])?.[1];
		if (number === undefined) throw new Error(`no view ${title} among: ${this.lines[1]}`);
		this.press(number);
	}

	/** Reads nothing more for now: what the program writes fills the terminal's buffer. */
	holdOutput(): void {
		this.#pty.pause();
	}

	releaseOutput(): void {
		this.#pty.resume();
	}

	/** Takes the terminal away from the program, as a closed window does. */
	disconnect(): void {
		(this.#pty as unknown as {destroy(): void}).destroy();
	}

	/** Closes the terminal under the program, as a dropped connection does. */
	hangUp(): void {
		this.#pty.kill('SIGHUP');
	}

	/** Waits until the screen shows it; gives the screen's text. */
	async until(wanted: string | RegExp | ((screen: string) => boolean), timeoutMs = ANSWER_TIMEOUT_MS): Promise<string> {
		const fits =
			typeof wanted === 'function'
				? wanted
				: (screen: string) => (typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen));
		const deadline = performance.now() + timeoutMs;
		while ((this.#isFrameOpen && !this.exited) || !fits(this.text)) {
			const leftMs = deadline - performance.now();
			if (this.exited) throw new Error(`the program has ended; not on the screen: ${wanted}\n${this.text}`);
			if (leftMs <= 0) throw new Error(`not on the screen within ${timeoutMs} ms: ${wanted}\n${this.text}`);
			await this.#change(leftMs);
		}
		return this.text;
	}

	/**
	 * Presses keys, and waits until the program has dealt with all so far: it takes them in order, and answers Ctrl-L by
	 * drawing the whole screen.
	 */
	async idle(...keys: readonly string[]): Promise<void> {
		if (this.#resizedAt !== undefined) await this.#wholeFrame(this.#resizedAt);
		this.#resizedAt = undefined;
		const from = this.#received;
		// In one piece: no frame comes between the last key and its answer.
		this.#pty.write(`${keys.map(bytesOf).join('')}${bytesOf('Ctrl-L')}`);
		await this.#wholeFrame(from);
	}

	/** Waits until the screen shows a frame that began behind so much of `raw` and does not build upon the one before, and all that followed it. */
	async #wholeFrame(from: number): Promise<void> {
		const deadline = performance.now() + ANSWER_TIMEOUT_MS;
		while (this.#wholeFrameAt < from || this.#parsed < this.#received) {
			const leftMs = deadline - performance.now();
			if (this.exited) throw new Error(`the program has ended\n${this.text}`);
			if (leftMs <= 0) throw new Error(`the program answers no key\n${this.text}`);
			await this.#change(leftMs);
		}
	}

	/** The screen shows so much more. */
	#follow(data: string): void {
		const text = this.#rest + data;
		const start = this.#parsed - this.#rest.length;
		let end = 0;
		for (const mark of text.matchAll(MARKS)) {
			end = mark.index + mark[0].length;
			if (mark[1] !== undefined) this.#isFrameOpen = mark[1] === 'h';
			else if (mark[2] !== undefined) this.#isCursorShown = mark[2] === 'h';
			else this.#newestWholeFrameAt = start + mark.index;
			if (mark[1] === 'l') this.#wholeFrameAt = this.#newestWholeFrameAt;
		}
		this.#parsed += data.length;
		this.#rest = text.slice(Math.max(end, text.length - LONGEST_PART));
	}

	async close(): Promise<void> {
		if (!this.exited) this.#pty.kill('SIGKILL');
		await this.exit;
		this.#screen.dispose();
	}

	#wake(): void {
		for (const watcher of this.#watchers) watcher();
	}

	#change(timeoutMs: number): Promise<void> {
		return new Promise((resolve) => {
			const done = () => {
				clearTimeout(timer);
				this.#watchers.delete(done);
				resolve();
			};
			const timer = setTimeout(done, timeoutMs);
			this.#watchers.add(done);
		});
	}
}
