/** What of Node's terminal streams the dashboard uses; tests hand in streams of their own. */
export type TerminalInput = Pick<NodeJS.ReadStream, 'isTTY' | 'setRawMode' | 'on' | 'off' | 'resume' | 'pause'>;
export type TerminalOutput = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'rows' | 'write' | 'on' | 'off' | 'once'>;

/** Alternate screen, no cursor, no wrapping, bracketed paste. */
const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h';
/** Clicks and the wheel as input. */
const MOUSE = '\x1b[?1000h\x1b[?1006h';
const CLEAR = '\x1b[0m\x1b[2J';
/**
 * The same backwards; the end of a synchronized update first, in case one was cut short. What has no alternate screen (the
 * console of Linux, GNU screen as it comes) is left empty: the shell would write across the last frame.
 */
const LEAVE = '\x1b[?2026l\x1b[0m\x1b[2J\x1b[H\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l';

const FALLBACK = {columns: 80, rows: 24};

/** The terminal while the dashboard has it. `enter` and `leave` may be called any number of times. */
export class Screen {
	private entered = false;

	constructor(
		private readonly input: TerminalInput,
		private readonly output: TerminalOutput,
		private readonly hasMouse = true,
	) {}

	/** `kubectl exec` may say 0×0 at first. */
	get size(): {columns: number; rows: number} {
		return {columns: this.output.columns || FALLBACK.columns, rows: this.output.rows || FALLBACK.rows};
	}

	/** Whether the terminal is ours now: nothing may be painted while it is not. */
	get isEntered(): boolean {
		return this.entered;
	}

	enter(): void {
		if (this.entered) return;
		this.entered = true;
		this.input.setRawMode?.(true);
		this.input.resume();
		this.output.write(ENTER + (this.hasMouse ? MOUSE : '') + CLEAR);
	}

	/** Gives the terminal back. Never throws: it runs on every way out, also when the terminal is gone. */
	leave(): void {
		if (!this.entered) return;
		this.entered = false;
		attempt(() => this.output.write(LEAVE));
		attempt(() => this.input.setRawMode?.(false));
		attempt(() => this.input.pause());
	}
}

function attempt(action: () => unknown): void {
	try {
		action();
	} catch {
		// The terminal is closed: there is nothing left to restore.
	}
}
