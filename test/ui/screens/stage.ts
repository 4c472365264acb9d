import {Chrome} from '../../../src/ui/chrome/mount.tsx';
import {Dashboard} from '../../../src/ui/dashboard.ts';
import {Composer} from '../../../src/ui/frame/composer.ts';
import {handleInput} from '../../../src/ui/keys/dispatch.ts';
import type {DashboardOptions} from '../../../src/ui/options.ts';
import {InputDecoder} from '../../../src/ui/terminal/input-decoder.ts';
import {bytesOf} from '../../terminal/keys.ts';
import {FakeEngine} from '../fixtures/feed.ts';
import type {Grid} from './grid.ts';
import {Look, type LookOptions, THEMES} from './look.ts';

export interface StageOptions extends LookOptions {
	readonly columns: number;
	readonly rows: number;
	/** What else the same screens are looked at in, each in a theme of its own. */
	readonly others?: readonly LookOptions[];
	readonly changes?: Partial<DashboardOptions>;
}

/** When everything on these screens happens. */
export const NOON_MS = Date.UTC(2026, 10, 22, 12, 0, 0);
const MOST_TURNS = 500;

/** The dashboard with the parts that paint it, but without clocks and timers: a frame is made when it is asked for. */
export class Stage {
	readonly engine = new FakeEngine();
	readonly dashboard: Dashboard;
	readonly composer: Composer;
	nowMs = NOON_MS;
	/** The one that is worked in, and the others. */
	readonly looks: readonly [Look, ...Look[]];
	/** What was written beside frames: the clipboard's sequence. */
	readonly aside: string[] = [];
	exitCode: number | undefined;
	private readonly chrome: Chrome;
	private readonly decoder = new InputDecoder();

	constructor(readonly options: StageOptions) {
		const {columns, rows, themeName = 'dark', depth = 24, others = []} = options;
		const look = (own: LookOptions): Look => new Look(columns, rows, own);
		this.looks = [look({themeName, depth}), ...others.map(look)];
		this.chrome = new Chrome((error) => {
			throw error;
		});
		this.dashboard = new Dashboard(this.dashboardOptions(), {
			redraw: () => undefined,
			invalidate: () => {
				for (const look of this.looks) look.compositor.invalidate();
			},
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
		this.composer = new Composer(this.dashboard, this.chrome, this.looks[0].theme);
	}

	/** Names of keys and text to type. */
	press(...keys: readonly string[]): void {
		for (const key of keys) {
			const events = [...this.decoder.feed(Buffer.from(bytesOf(key))), ...this.decoder.flush()];
			for (const event of events) event.kind === 'mouse' ? this.composer.mouse(event) : handleInput(this.dashboard, event);
		}
	}

	/** Everything that was written to the terminal that is worked in. */
	get written(): string {
		return this.looks[0].written;
	}

	/** Paints the frame of this moment. */
	async paint(look = this.looks[0]): Promise<void> {
		const {columns, rows} = this.options;
		this.composer.theme = look.theme;
		await look.paint(this.composer.compose({columns, rows}));
	}

	/** The screen after the frame of this moment. */
	async frame(look = this.looks[0]): Promise<Grid> {
		await this.paint(look);
		return look.grid();
	}

	/** Lets what is under way come to its end, turn by turn of the loop, until the screen shows it. */
	async until(wanted: string | RegExp | ((text: string) => boolean)): Promise<void> {
		// A ranking or a count that takes several turns is under way, too.
		const fits = (text: string): boolean => !/(?:(?:Ranking|counting) [\d,]+ kept|Reading [\d,]+) alerts?…?/.test(text) && isWanted(text);
		const isWanted = (text: string): boolean =>
			typeof wanted === 'function' ? wanted(text) : typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
		await this.paint();
		for (let turn = 0; turn < MOST_TURNS && !fits(this.looks[0].text); turn++) {
			await new Promise((resolve) => setImmediate(resolve));
			await this.paint();
		}
		if (!fits(this.looks[0].text)) throw new Error(`not on the screen: ${String(wanted)}\n${this.looks[0].text}`);
	}

	async go(keys: readonly string[], wanted: string | RegExp): Promise<void> {
		this.press(...keys);
		return this.until(wanted);
	}

	close(): void {
		this.chrome.close();
		for (const look of this.looks) look.close();
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
