import path from 'node:path';
import {Terminal as Emulator} from '@xterm/headless';
import {type IPty, spawn} from 'node-pty';
import {PROJECT} from '../live/agent-process.ts';
import {bytesOf} from './keys.ts';

const PROGRAM = path.join(PROJECT, 'bin/falconer');

const FRAME_BEGIN = '\x1b[?2026h';
/** The end of a synchronized update: a frame is on the screen. */
const FRAME_END = '\x1b[?2026l';
/** A frame that does not build upon the one before. */
const WHOLE_FRAME = '\x1b[0m\x1b[2J';

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
	/** All bytes the program wrote, for what a screen does not show. */
	raw = '';
	/** When frames arrived. */
	readonly framesAtMs: number[] = [];
	readonly exit: Promise<{exitCode: number; signal?: number}>;
	exited = false;
	/** Units of `raw` that the screen shows. */
	#parsed = 0;

	constructor(args: readonly string[], {command = PROGRAM, cols = 120, rows = 36, env = {}, cwd = PROJECT}: TerminalOptions = {}) {
		this.#screen = new Emulator({cols, rows, allowProposedApi: true, scrollback: 500});
		const environment = Object.fromEntries(
			Object.entries({...process.env, TERM: 'xterm-256color', CI: undefined, NO_COLOR: undefined, ...env}).filter(
				(entry): entry is [string, string] => entry[1] !== undefined,
			),
		);
		this.#pty = spawn(command, [...args], {cols, rows, cwd, env: environment, name: environment.TERM});
		this.#pty.onData((data) => {
			this.raw += data;
			if (data.includes(FRAME_END)) this.framesAtMs.push(performance.now());
			this.#screen.write(data, () => {
				this.#parsed += data.length;
				this.#wake();
			});
		});
		this.exit = new Promise((resolve) => {
			this.#pty.onExit((how) => {
				this.exited = true;
				resolve(how);
				this.#wake();
			});
		});
	}

	get pid(): number {
		return this.#pty.pid;
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
		const rows = Array.from({length: this.#screen.rows}, (_, row) => {
			const line = buffer.getLine(buffer.viewportY + row);
			return Array.from({length: this.#screen.cols}, (_unused, column) => {
				const cell = line?.getCell(column);
				return cell && [cell.getFgColor(), cell.getBgColor(), cell.isBold(), cell.isDim(), cell.isInverse(), cell.isUnderline()].join();
			}).join(';');
		});
		return rows.join('\n');
	}

	/** What a program must give back: the normal screen, no mouse reports, no bracketed paste. */
	get isRestored(): boolean {
		const {mouseTrackingMode, bracketedPasteMode} = this.#screen.modes;
		return this.#screen.buffer.active.type === 'normal' && mouseTrackingMode === 'none' && !bracketedPasteMode && this.#cursorShown;
	}

	get #cursorShown(): boolean {
		return this.raw.lastIndexOf('\x1b[?25h') >= this.raw.lastIndexOf('\x1b[?25l');
	}

	/** Presses keys by name (`Enter`, `Down`, `F7`); anything else is typed as it is. */
	press(...keys: readonly string[]): void {
		for (const key of keys) this.#pty.write(bytesOf(key));
	}

	resize(cols: number, rows: number): void {
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

	/** Whether the screen has taken half a frame: a terminal that knows synchronized updates shows it when it is whole. */
	get #isFrameOpen(): boolean {
		if (this.exited) return false;
		const begunAt = this.raw.lastIndexOf(FRAME_BEGIN, this.#parsed - FRAME_BEGIN.length);
		const endedAt = this.raw.lastIndexOf(FRAME_END, this.#parsed - FRAME_END.length);
		return this.#parsed > FRAME_BEGIN.length && begunAt > endedAt;
	}

	/** Waits until the screen shows it; gives the screen's text. */
	async until(wanted: string | RegExp | ((screen: string) => boolean), timeoutMs = 40_000): Promise<string> {
		const fits =
			typeof wanted === 'function'
				? wanted
				: (screen: string) => (typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen));
		const deadline = performance.now() + timeoutMs;
		while (this.#isFrameOpen || !fits(this.text)) {
			const leftMs = deadline - performance.now();
			if (leftMs <= 0) throw new Error(`not on the screen within ${timeoutMs} ms: ${wanted}\n${this.text}`);
			await this.#change(leftMs);
		}
		return this.text;
	}

	/**
	 * Waits until the program has dealt with all keys so far: it takes them in order, and answers Ctrl-L by drawing the
	 * whole screen.
	 */
	async idle(timeoutMs = 40_000): Promise<void> {
		const from = this.raw.length;
		this.press('Ctrl-L');
		const deadline = performance.now() + timeoutMs;
		const isDrawn = (): boolean => {
			const at = this.raw.indexOf(WHOLE_FRAME, from);
			return at >= 0 && this.raw.indexOf(FRAME_END, at) >= 0 && this.#parsed >= this.raw.length;
		};
		while (!isDrawn()) {
			const leftMs = deadline - performance.now();
			if (this.exited) throw new Error(`the program has ended\n${this.text}`);
			if (leftMs <= 0) throw new Error(`the program answers no key\n${this.text}`);
			await this.#change(leftMs);
		}
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
