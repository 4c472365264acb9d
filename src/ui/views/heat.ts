import type {EventClass} from '../../engine/counts.ts';
import type {EngineTick} from '../../engine/engine-tick.ts';
import {EVENT_CLASSES} from '../store/container-rates.ts';
import {ALERTS_ROW, type HeatMap} from '../store/heat-map.ts';
import {Line} from '../terminal/line.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import {type Box, fillLines} from '../widgets/box.ts';
import {arrayKeys, ListControl} from '../widgets/list-control.ts';
import {formatCount, formatRate, formatShort, formatTime, plural} from '../widgets/numbers.ts';
import type {Pane, Step} from './view.ts';

/** A row of the map: an event type, a class of calls, or the alerts. */
export interface HeatRow {
	readonly kind: 'type' | 'class' | 'alerts';
	readonly name: string;
}

/** Where the cursor is. */
export interface HeatCell extends HeatRow {
	/** Seconds since the epoch, and how many from there on. */
	readonly second: number;
	readonly seconds: number;
	readonly count: number;
	readonly alerts: number;
}

export interface HeatOptions {
	/** `container web-7f9c`, `process 812 cron`, `this node`. */
	readonly title: string;
	readonly map: HeatMap;
	/** Live, the kernel counts every call by class; a recording holds only what was recorded. */
	readonly isLive: boolean;
	readonly isPaused: () => boolean;
	readonly nowMs: () => number;
}

/** Seconds in a cell. */
const STEPS: readonly number[] = [1, 5, 15, 60];
/** A decade of events a second for each sign: the same everywhere, so that maps can be compared. */
const SIGNS = [' ', '·', '░', '▒', '▓', '█'] as const;
const STYLES: readonly StyleName[] = ['faint', 'heat.1', 'heat.2', 'heat.3', 'heat.4', 'heat.5'];
const LEGEND: readonly string[] = ['', 'below 1', '1', '10', '100', '1k and more'];

const NAME_CELLS = 15;
const SUM_CELLS = 7;
const MARGIN = 3;
const HEAD_ROWS = 4;
/** Rows change places at most this often, and not while somebody moves. */
const SORT_EVERY_MS = 5000;
/** Cells between two times of the axis. */
const AXIS_EVERY = 15;

/** Events by type over time: each cell's sign and colour tell how many there were a second. */
export class HeatPane implements Pane {
	readonly mode = 'heat';
	private readonly list = new ListControl();
	private rows: readonly HeatRow[] = [];
	private sortedAtMs = Number.NEGATIVE_INFINITY;
	private movedAtMs = Number.NEGATIVE_INFINITY;
	private step = 0;
	/** Number of the cell under the cursor, counted from the epoch; undefined: the newest. */
	private column: number | undefined;
	private cells = 1;
	private newest = -1;

	constructor(readonly options: HeatOptions) {}

	/** A tick of the engine. */
	take(tick: EngineTick): void {
		this.options.map.take(tick);
	}

	clear(): void {
		this.options.map.clear();
	}

	close(): void {
		this.options.map.close();
	}

	navigate(step: Step): void {
		this.movedAtMs = this.options.nowMs();
		if (step === 'first') this.list.moveTo(0);
		else if (step === 'last') this.list.moveTo(this.rows.length - 1);
		else this.list.move({up: -1, down: 1, pageUp: -this.list.height, pageDown: this.list.height}[step]);
	}

	/** The cursor goes along the time; at the newest it stays with it. */
	moveTime(step: 1 | -1): void {
		const column = (this.column ?? this.lastColumn) + step;
		this.column = column >= this.lastColumn ? undefined : Math.max(column, this.firstColumn);
	}

	/** Whether a cell can hold more, or less, time. */
	canZoom(step: 1 | -1): boolean {
		return STEPS[this.step + step] !== undefined;
	}

	/** More or less time in a cell. */
	zoom(step: 1 | -1): void {
		const second = this.column === undefined ? undefined : this.column * this.seconds;
		this.step = Math.max(0, Math.min(STEPS.length - 1, this.step + step));
		this.column = second === undefined ? undefined : Math.floor(second / this.seconds);
	}

	click(row: number): undefined {
		const at = row - HEAD_ROWS;
		if (at < 0 || at >= this.list.height) return;
		this.movedAtMs = this.options.nowMs();
		this.list.moveTo(this.list.offset + at);
	}

	get cell(): HeatCell | undefined {
		const row = this.rows[this.list.index];
		if (row === undefined || this.newest < 0) return undefined;
		const {seconds} = this;
		const second = this.present * seconds;
		const alerts = this.options.map.sum('type', ALERTS_ROW, second, seconds);
		return {...row, second, seconds, count: this.sum(row, this.present), alerts};
	}

	/** What is on the screen, for an export. */
	exportRows(): unknown[] {
		return this.rows.map((row) => ({
			kind: row.kind,
			name: row.name,
			...Object.fromEntries(this.columns().map((column) => [new Date(column * this.seconds * 1000).toISOString(), this.sum(row, column)])),
		}));
	}

	paint(box: Box, theme: Theme): string[] {
		const {map, isPaused} = this.options;
		if (!isPaused() || this.newest < 0) this.newest = map.newest;
		this.cells = Math.max(1, box.width - MARGIN - NAME_CELLS - SUM_CELLS - 3);
		this.sortRows();
		this.list.resize(box.height - HEAD_ROWS - 2);
		if (this.column !== undefined) this.column = Math.max(this.column, this.firstColumn);
		const shown = this.rows.slice(this.list.offset, this.list.offset + this.list.height);
		const head = [
			this.paintTitle(box.width, theme),
			this.paintNote(box.width, theme),
			this.paintLegend(box.width, theme),
			this.paintAxis(box.width, theme),
		];
		const rows = fillLines(
			shown.map((row, at) => this.paintRow(row, this.list.offset + at === this.list.index, box.width, theme)),
			Math.max(0, box.height - HEAD_ROWS - 2),
		);
		return fillLines([...head, ...rows, '', this.paintCell(box.width, theme)], box.height);
	}

	private get seconds(): number {
		return STEPS[this.step];
	}

	private get lastColumn(): number {
		return Math.floor(this.newest / this.seconds);
	}

	private get firstColumn(): number {
		return this.lastColumn - this.cells + 1;
	}

	private get present(): number {
		return this.column ?? this.lastColumn;
	}

	private columns(): number[] {
		return Array.from({length: this.cells}, (_, at) => this.firstColumn + at);
	}

	private sum({kind, name}: HeatRow, column: number): number {
		return this.options.map.sum(kind === 'class' ? 'class' : 'type', name, column * this.seconds, this.seconds);
	}

	private sortRows(): void {
		const {map, isLive, nowMs} = this.options;
		const now = nowMs();
		const types = map.types();
		const isNew = types.length + (this.rows.length - this.typeRows) !== this.rows.length;
		if (!isNew && (now - this.sortedAtMs < SORT_EVERY_MS || now - this.movedAtMs < SORT_EVERY_MS)) return;
		this.sortedAtMs = now;
		const hasClasses = isLive && map.scope.kind !== 'process';
		this.rows = [
			{kind: 'alerts', name: ALERTS_ROW},
			...(hasClasses ? EVENT_CLASSES.map((name: EventClass): HeatRow => ({kind: 'class', name})) : []),
			...types.map((name): HeatRow => ({kind: 'type', name})),
		];
		this.list.setRows(arrayKeys(this.rows, ({kind, name}) => `${kind} ${name}`));
	}

	private get typeRows(): number {
		return this.rows.filter(({kind}) => kind === 'type').length;
	}

	private paintTitle(width: number, theme: Theme): string {
		const line = new Line(theme, width).skip(1).put('Heat map', 'title').put(` · ${this.options.title}`, 'strong');
		line.put(`  ${this.seconds === 1 ? 'a second' : `${this.seconds} seconds`} in a cell`, 'muted');
		return line.end();
	}

	private paintLegend(width: number, theme: Theme): string {
		const line = new Line(theme, width).skip(1).put('A second: ', 'muted');
		for (let level = 1; level < SIGNS.length; level++) line.put(SIGNS[level].repeat(2), STYLES[level]).put(` ${LEGEND[level]}  `, 'muted');
		return line.end();
	}

	/** What is counted, and what is not. */
	private paintNote(width: number, theme: Theme): string {
		const {map, isLive} = this.options;
		const line = new Line(theme, width).skip(1);
		if (!map.isPossible) return line.put('This source tells alerts only: there are no events to count.', 'warn').end();
		// What has passed before is not counted: an ended recording shows its alerts alone until one goes back in it.
		if (!isLive)
			line.putFirst(
				[
					'Every event of the recording by type, counted as it passes while the map is open.',
					'Events of the recording, counted as they pass.',
				],
				'muted',
			);
		else if (map.scope.kind === 'process') line.put('By type: events that rules and state ask for, no others.', 'muted');
		else if (width < 80) line.put('Classes: every call. Types: what rules and state ask for.', 'muted');
		else line.put('Classes: every call, by the kernel. Types: events that rules and state ask for.', 'muted');
		const since = map.oldest < 0 ? '' : `  Counted since ${clock(map.oldest)}; alerts as far back as they are kept.`;
		if (map.lost === 0 && since.length <= line.rest) line.put(since, 'muted');
		if (map.lost > 0) line.put(`  ${plural(map.lost, 'second')} passed too fast to be counted`, 'warn');
		return line.end();
	}

	private paintAxis(width: number, theme: Theme): string {
		const line = new Line(theme, width).skip(MARGIN).cell('EVENT', NAME_CELLS, 'muted').right('SUM', SUM_CELLS, 'muted').skip(2);
		if (this.newest < 0) return line.end();
		const start = MARGIN + NAME_CELLS + SUM_CELLS + 2;
		for (const column of this.columns()) {
			if (column % AXIS_EVERY !== 0) continue;
			if (start + column - this.firstColumn + 8 > width) break;
			line.to(start + column - this.firstColumn).put(clock(column * this.seconds), 'muted');
		}
		return line.end();
	}

	private paintRow(row: HeatRow, isSelected: boolean, width: number, theme: Theme): string {
		const line = new Line(theme, width).put(isSelected ? '▸' : ' ', 'focus').skip(MARGIN - 1);
		const columns = this.columns();
		const sum = columns.reduce((total, column) => total + this.sum(row, column), 0);
		const name = {class: `all ${row.name}`, alerts: 'ALERTS', type: row.name}[row.kind];
		line
			.cell(name, NAME_CELLS, isSelected ? 'selection' : NAME_STYLES[row.kind])
			.right(sum === 0 ? '–' : formatShort(sum), SUM_CELLS, 'value')
			.skip(2);
		// Neighbours of one style are one piece: a map that moves every second must not cost a line of codes for each cell.
		let run = '';
		let style: StyleName = 'faint';
		for (const column of columns) {
			const level = levelOf(this.sum(row, column) / this.seconds);
			const isCursor = isSelected && column === this.present;
			const own = isCursor ? 'cell' : row.kind === 'alerts' && level > 0 ? 'warn' : STYLES[level];
			if (own !== style) {
				line.put(run, style);
				run = '';
				style = own;
			}
			run += isCursor && level === 0 ? '+' : SIGNS[level];
		}
		return line.put(run, style).end();
	}

	private paintCell(width: number, theme: Theme): string {
		const {cell} = this;
		const line = new Line(theme, width).skip(1);
		if (cell === undefined) return line.put('No events yet.', 'muted').end();
		const {kind, name, second, seconds, count, alerts} = cell;
		line.put({class: `all ${name} calls`, alerts: 'alerts', type: name}[kind], 'strong');
		line.put(`  ${clock(second)}${seconds === 1 ? '' : `, ${seconds} s`}  `, 'muted').put(formatCount(count), 'value');
		line.put(seconds === 1 ? '' : ` (${formatRate(count / seconds)})`, 'muted');
		if (kind !== 'alerts')
			line.put(alerts === 0 ? '  no alerts then' : `  ${plural(alerts, 'alert')} then`, alerts === 0 ? 'muted' : 'warn');
		return line.end();
	}
}

const NAME_STYLES: Readonly<Record<HeatRow['kind'], StyleName>> = {class: 'accent', alerts: 'warn', type: 'text'};

export const clock = (second: number): string => formatTime(BigInt(second) * 1_000_000_000n).slice(0, 8);

/** 0 for nothing, 1 below one a second, then one more for each decade. */
export function levelOf(perSecond: number): number {
	if (perSecond <= 0) return 0;
	return perSecond < 1 ? 1 : Math.min(SIGNS.length - 1, 2 + Math.floor(Math.log10(perSecond) + 1e-9));
}
