import type {ColourDepth} from '../../../src/ui/terminal/colour.ts';
import {Compositor} from '../../../src/ui/terminal/compositor.ts';
import {loadTheme} from '../../../src/ui/theme/load-theme.ts';
import {compileTheme, type Theme} from '../../../src/ui/theme/theme.ts';
import {Emulator, type Grid} from './grid.ts';

export interface LookOptions {
	readonly themeName?: string;
	readonly depth?: ColourDepth;
}

export const THEMES = new URL('../../../themes', import.meta.url).pathname;

/** A theme in a colour depth, on a terminal of its own. */
export class Look {
	readonly theme: Theme;
	readonly compositor: Compositor;
	/** Rows as they were composed, before anything cuts them to the screen. */
	composed: readonly string[] = [];
	/** Everything that was written to the terminal. */
	written = '';
	private readonly emulator: Emulator;
	/** A terminal that is emptied before each frame; made when it is first asked for. */
	private empty: Emulator | undefined;
	private told = 0;
	private pending: Promise<void> = Promise.resolve();

	constructor(
		private readonly columns: number,
		private readonly rows: number,
		readonly options: LookOptions,
	) {
		const {themeName = 'dark', depth = 24} = options;
		this.theme = compileTheme(loadTheme(THEMES, themeName).theme, depth);
		this.emulator = new Emulator(columns, rows);
		this.compositor = new Compositor({write: (text) => this.take(text), once: () => undefined}, () => 0);
	}

	get text(): string {
		return this.emulator.text;
	}

	async paint(composed: readonly string[]): Promise<void> {
		this.composed = composed;
		this.compositor.paint(composed, this.columns, () => undefined);
		await this.pending;
	}

	grid(): Grid {
		return this.emulator.grid();
	}

	/** The same frame on a terminal that showed nothing before. */
	async freshGrid(): Promise<Grid> {
		this.empty ??= new Emulator(this.columns, this.rows);
		this.empty.clear();
		const written: string[] = [];
		const compositor = new Compositor({write: (text) => written.push(text) > 0, once: () => undefined}, () => 0);
		compositor.paint(this.composed, this.columns, () => undefined);
		await this.empty.write(written.join(''));
		return this.empty.grid();
	}

	/** What was written since this was last asked. */
	news(): string {
		const news = this.written.slice(this.told);
		this.told = this.written.length;
		return news;
	}

	close(): void {
		this.emulator.dispose();
		this.empty?.dispose();
	}

	private take(text: string): boolean {
		this.written += text;
		this.pending = this.emulator.write(text);
		return true;
	}
}
