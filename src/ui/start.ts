import {Chrome} from './chrome/mount.tsx';
import {Dashboard} from './dashboard.ts';
import {Composer} from './frame/composer.ts';
import {FrameLoop} from './frame/frame-loop.ts';
import {handleInput} from './keys/dispatch.ts';
import type {DashboardOptions} from './options.ts';
import {detectColourDepth} from './terminal/colour.ts';
import {Compositor} from './terminal/compositor.ts';
import {sinkFor} from './terminal/console-glyphs.ts';
import {InputDecoder, type InputEvent} from './terminal/input-decoder.ts';
import {Link} from './terminal/link.ts';
import {Screen} from './terminal/screen.ts';
import {watchWaysOut} from './terminal/ways-out.ts';
import {listThemes, loadTheme} from './theme/load-theme.ts';
import {compileTheme, type Theme} from './theme/theme.ts';

/** A lone Esc is told from the beginning of a sequence by this silence; slow links split sequences. ESCDELAY has another, as for htop. */
const ESCAPE_SILENCE_MS = 60;
/** The same while the terminal's answer may be on its way: what is cut off it would be typed. */
const ANSWER_SILENCE_MS = 200;
const MOST_ESCAPE_SILENCE_MS = 30_000;
const FRAME_INTERVAL_MS = 250;
const CRASH_CODE = 70;
const HANGUP_CODE = 129;

/** Runs the dashboard until someone leaves it; resolves with the exit status, the terminal as it was before. */
export function startDashboard(options: DashboardOptions): Promise<number> {
	const {theme, problems} = themeFor(options, options.themeName);
	return new Promise((resolve) => {
		const run = new Run(options, theme, resolve);
		for (const problem of problems) run.dashboard.store.log.add('warn', problem);
		run.start();
	});
}

/** A theme in the colours of this terminal, and what is wrong in its file. */
function themeFor(options: DashboardOptions, name: string): {readonly theme: Theme; readonly problems: readonly string[]} {
	const {theme, problems} = loadTheme(themeFolders(options), name);
	return {
		theme: compileTheme(theme, detectColourDepth(options.env, options.colour)),
		problems: problems.map(({file, line, column, message}) => `theme ${file}:${line}:${column}: ${message}`),
	};
}

function escapeSilenceMs({ESCDELAY}: DashboardOptions['env']): number {
	const wantedMs = Number(ESCDELAY);
	return wantedMs > 0 && wantedMs <= MOST_ESCAPE_SILENCE_MS ? wantedMs : ESCAPE_SILENCE_MS;
}

const themeFolders = ({themesFolder, userThemesFolder}: DashboardOptions): readonly string[] =>
	userThemesFolder === undefined ? [themesFolder] : [userThemesFolder, themesFolder];

/** One life of the dashboard on a terminal. */
class Run {
	readonly dashboard: Dashboard;
	private readonly screen: Screen;
	private readonly link: Link;
	private readonly compositor: Compositor;
	private readonly composer: Composer;
	private readonly chrome: Chrome;
	private readonly loop: FrameLoop;
	private readonly decoder = new InputDecoder(() => this.link.answered());
	private readonly waysOut: ReturnType<typeof watchWaysOut>;
	private escapeTimer: NodeJS.Timeout | undefined;
	private readonly escapeSilenceMs: number;
	private isOver = false;
	/** What is shown once the terminal is given back. */
	private crashed: {readonly error: unknown} | undefined;
	private themeName: string;

	constructor(
		private readonly options: DashboardOptions,
		theme: Theme,
		private readonly done: (code: number) => void,
	) {
		const {stdin, stdout} = options;
		this.themeName = options.themeName;
		this.escapeSilenceMs = escapeSilenceMs(options.env);
		this.screen = new Screen(stdin, stdout, options.user?.settings.values.mouse);
		this.link = new Link({
			output: sinkFor(stdout, options.env.TERM),
			nowMs: () => performance.now(),
			canAsk: stdout.isTTY && !/^(dumb)?$/.test(options.env.TERM ?? ''),
			onFree: () => this.loop.request(),
		});
		this.compositor = new Compositor(this.link, () => performance.now());
		this.chrome = new Chrome((error) => this.crash(error));
		this.dashboard = new Dashboard(options, {
			redraw: () => this.loop.request(),
			invalidate: () => this.compositor.invalidate(),
			suspend: () => this.waysOut.suspend(),
			exit: (code) => this.end(code),
			themes: () => listThemes(...themeFolders(options)),
			themeName: () => this.themeName,
			setTheme: (name) => this.setTheme(name),
			writeTerminal: (text) => this.link.write(text),
			figures: () => this.compositor,
			size: () => this.screen.size,
		});
		this.composer = new Composer(this.dashboard, this.chrome, theme);
		this.loop = new FrameLoop({
			paint: (isAskedFor) => this.paint(isAskedFor),
			intervalMs: options.intervalMs ?? FRAME_INTERVAL_MS,
			news: () => this.dashboard.news,
		});
		this.waysOut = watchWaysOut(options.process, {
			exit: (code) => this.end(code),
			crash: (error) => this.crash(error),
			restore: () => this.screen.leave(),
			settle: (then) => this.link.settle(then),
			reenter: () => this.reenter(),
		});
	}

	start(): void {
		const {stdin, stdout} = this.options;
		stdin.on('data', this.onData);
		stdin.on('end', this.onGone);
		stdin.on('close', this.onGone);
		stdin.on('error', this.onGone);
		stdout.on('error', this.onGone);
		stdout.on('resize', this.onResize);
		// A terminal that became smaller and large again has lost what was cut off, though its size is what it was.
		this.options.process.on('SIGWINCH', this.onResize);
		this.screen.enter();
		this.link.start();
		this.loop.request();
	}

	private readonly onData = (bytes: Uint8Array): void => {
		if (this.escapeTimer !== undefined) clearTimeout(this.escapeTimer);
		this.take(this.decoder.feed(bytes));
		if (!this.decoder.isWaiting) return;
		const silenceMs = this.link.isOpen ? Math.max(ANSWER_SILENCE_MS, this.escapeSilenceMs) : this.escapeSilenceMs;
		this.escapeTimer = setTimeout(() => this.take(this.decoder.flush()), silenceMs);
	};

	/** The terminal is gone: a closed window, a dropped connection. */
	private readonly onGone = (): void => this.endNow(HANGUP_CODE);

	private readonly onResize = (): void => {
		this.compositor.invalidate();
		this.loop.request();
	};

	private take(events: readonly InputEvent[]): void {
		// Half a sequence, or what the terminal answers: no frame is due for it.
		if (events.length === 0) return;
		try {
			for (const event of events) {
				if (this.isOver) return;
				if (event.kind === 'mouse') this.composer.mouse(event);
				else handleInput(this.dashboard, event);
			}
			this.loop.request();
		} catch (error) {
			this.crash(error);
		}
	}

	private paint(isAskedFor: boolean): number {
		// A stop may take a moment to come: until then the shell has the terminal.
		if (this.isOver || !this.screen.isEntered) return 0;
		if (this.link.holds(isAskedFor)) {
			this.compositor.skippedFrames++;
			return 0;
		}
		try {
			const size = this.screen.size;
			// While the terminal has not taken the last frame, making another would be for nothing.
			if (this.compositor.isBlocked) this.compositor.skippedFrames++;
			else this.compositor.paint(this.composer.compose(size), size.columns, () => this.loop.request());
			return this.compositor.lastWriteMs;
		} catch (error) {
			this.crash(error);
			return 0;
		}
	}

	/** Another theme from the next frame on; returns what is wrong in its file. */
	private setTheme(name: string): readonly string[] {
		const {theme, problems} = themeFor(this.options, name);
		this.themeName = name;
		this.composer.theme = theme;
		this.compositor.invalidate();
		return problems;
	}

	private reenter(): void {
		if (this.isOver) return;
		this.screen.enter();
		this.link.start();
		this.compositor.invalidate();
		this.loop.request();
	}

	private end(code: number): void {
		if (this.isOver) return;
		this.isOver = true;
		this.loop.close();
		if (this.screen.isEntered) this.link.settle(() => this.close(code));
		else this.close(code);
	}

	/** Who already waits for the terminal's last answer waits no longer. */
	private endNow(code: number): void {
		this.link.giveUp();
		this.end(code);
	}

	private close(code: number): void {
		const {stdin, stdout, demo, engine} = this.options;
		if (this.escapeTimer !== undefined) clearTimeout(this.escapeTimer);
		this.screen.leave();
		if (this.crashed !== undefined) this.options.reportCrash(this.crashed.error);
		const lastWords = this.dashboard.lastWords;
		if (lastWords !== undefined) this.options.printAtExit?.(lastWords);
		this.chrome.close();
		stdin.off('data', this.onData);
		stdin.off('end', this.onGone);
		stdin.off('close', this.onGone);
		stdout.off('resize', this.onResize);
		this.options.process.off('SIGWINCH', this.onResize);
		// A late error of a terminal that is gone must not become a crash: the error listeners stay.
		const closing = [demo?.running() ? demo.stop() : undefined, engine.close()];
		void Promise.allSettled(closing).then(() => {
			// Not before: Ink's own listeners end the program at once by a signal that nobody else listens to.
			this.waysOut.close();
			// Node aborts when it resets a terminal that is gone (an assertion on tcsetattr): a hangup ends as hangups do.
			if (code === HANGUP_CODE) this.options.process.kill(this.options.process.pid, 'SIGHUP');
			this.done(code);
		});
	}

	private crash(error: unknown): void {
		// What fails while the first failure is on its way out is not waited for.
		if (this.isOver) {
			this.link.giveUp();
			return;
		}
		this.crashed = {error};
		this.end(CRASH_CODE);
	}
}
