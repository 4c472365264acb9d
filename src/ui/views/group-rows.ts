import type {Alert} from '../../alerts/alert.ts';
import {type KeyParts, keyParts} from '../../tuning/key-fields.ts';
import type {NoiseGroup} from '../../tuning/noise-group.ts';
import type {ExceptionState} from '../store/exceptions.ts';
import {showBytes} from '../terminal/sanitize.ts';
import type {Column} from '../widgets/columns.ts';
import {formatAgo, formatCount, formatRate, formatShort} from '../widgets/numbers.ts';
import {sparkline} from '../widgets/sparkline.ts';
import {containerName, priorityLetter, priorityStyle} from './words.ts';

/** What quiets a group: a trial in memory, or an exception in the local rules. */
export type GroupState = Exclude<ExceptionState, 'undone'>;

/** A noise group as it stood when the frame was made. */
export interface GroupRow {
	readonly group: NoiseGroup;
	readonly count: number;
	readonly perSecond: number;
	readonly trend: readonly number[];
	readonly agoMs: number;
	readonly lastSeenNs: bigint;
	readonly title: string;
	readonly container: string;
	readonly state: GroupState | undefined;
	/** The newest of its alerts, kept back or not. */
	readonly latest: Alert;
	/** What tells it from groups that look the same: where the program lies, what it runs, its parent. */
	readonly apart?: string;
	/** What keeps its alerts back, where they are; of these `count` tells the ones that were kept. */
	readonly silencedBy?: string;
}

const TREND_CELLS = 10;
const SECONDS_PER_CELL = 6;
const RATE_WINDOW_MS = 30_000;

export interface GroupRowOptions {
	readonly nowMs: number;
	readonly state: GroupState | undefined;
	readonly containerName: string;
	readonly silencedBy?: string;
	/** Of its alerts those that were kept back since. */
	readonly silenced?: NoiseGroup;
}

export function groupRow(group: NoiseGroup, options: GroupRowOptions): GroupRow {
	const {nowMs, silenced} = options;
	const newest = silenced ?? group;
	return {
		group,
		latest: newest.latest,
		silencedBy: options.silencedBy,
		count: group.count + (silenced?.count ?? 0),
		// Whole seconds: the running one would make the figure tremble.
		perSecond: newest.rate.perSecond(Math.floor(nowMs / 1000) * 1000 - 1, RATE_WINDOW_MS),
		trend: trendOf(newest, nowMs),
		agoMs: Math.max(0, nowMs - Number(newest.lastSeenNs / 1_000_000n)),
		lastSeenNs: newest.lastSeenNs,
		title: group.titleParts.map(showBytes).join(' → '),
		container: containerName(group.containerId, options.containerName),
		state: options.state,
	};
}

/** About a minute in ten cells. All but the newest stand for fixed intervals, so that they do not flicker while the time goes on. */
function trendOf(group: NoiseGroup, nowMs: number): number[] {
	const cellMs = SECONDS_PER_CELL * 1000;
	const seconds = group.rate.read(Math.floor(nowMs / cellMs) * cellMs - 1);
	const cells = new Array<number>(TREND_CELLS).fill(0);
	const first = seconds.length - (TREND_CELLS - 1) * SECONDS_PER_CELL;
	for (let at = first; at < seconds.length; at++) cells[Math.floor((at - first) / SECONDS_PER_CELL)] += seconds[at];
	cells[TREND_CELLS - 1] = group.rate.perSecond(nowMs, cellMs) * SECONDS_PER_CELL;
	return cells;
}

function keyText({title, apart, silencedBy}: GroupRow): string {
	const whole = apart === undefined ? title : `${title}  ${apart}`;
	return silencedBy === undefined ? whole : `${whole}  ~ ${silencedBy}`;
}

/** Two programs of one name are two groups: where nothing else in their rows differs, the key says what does. */
export function tellApart(rows: readonly GroupRow[]): GroupRow[] {
	const looks = rows.map(({group, title, container}) => `${group.rule}\0${title}\0${container}`);
	const alike = new Map<string, GroupRow[]>();
	rows.forEach((row, at) => {
		const others = alike.get(looks[at]);
		if (others === undefined) alike.set(looks[at], [row]);
		else others.push(row);
	});
	return rows.map((row, at) => {
		const others = alike.get(looks[at])!;
		return others.length === 1 ? row : {...row, apart: whatDiffers(row, others)};
	});
}

const CAUSES = ['program', 'script', 'parent'] as const;
const causes = new WeakMap<NoiseGroup, KeyParts>();

function causesOf({group}: GroupRow): KeyParts {
	let known = causes.get(group);
	if (known === undefined) {
		known = keyParts(group.latest);
		causes.set(group, known);
	}
	return known;
}

function whatDiffers(row: GroupRow, others: readonly GroupRow[]): string | undefined {
	const own = causesOf(row);
	const differing = CAUSES.filter((cause) => others.some((other) => causesOf(other)[cause] !== own[cause]));
	return differing.length === 0 ? undefined : differing.map((cause) => showBytes(own[cause]) || '–').join(', ');
}

export const GROUP_COLUMNS: readonly Column<GroupRow>[] = [
	{
		id: 'count',
		title: 'COUNT',
		width: 7,
		align: 'right',
		text: (row) => (row.count < 1e6 ? formatCount(row.count) : formatShort(row.count)),
		style: () => 'strong',
		sort: (row) => row.count,
	},
	{id: 'rate', title: 'RATE', width: 7, align: 'right', drop: 3, text: (row) => formatRate(row.perSecond), sort: (row) => row.perSecond},
	{id: 'trend', title: 'TREND', width: TREND_CELLS, drop: 4, text: (row) => sparkline(row.trend, TREND_CELLS), style: () => 'spark'},
	{
		id: 'priority',
		title: 'P',
		width: 1,
		text: (row) => priorityLetter(row.group.priority),
		style: (row) => priorityStyle(row.group.priority),
		sort: (row) => -row.group.priority,
	},
	{id: 'rule', title: 'RULE', width: 20, grow: 3, text: (row) => row.group.rule, sort: (row) => row.group.rule},
	{id: 'key', title: 'KEY', width: 18, grow: 4, text: keyText, style: () => 'value', sort: (row) => row.title},
	{
		id: 'container',
		title: 'CONTAINER',
		width: 12,
		grow: 1,
		drop: 2,
		text: (row) => row.container,
		style: () => 'container',
		sort: (row) => row.container,
	},
	{
		id: 'last',
		title: 'LAST',
		width: 5,
		align: 'right',
		drop: 1,
		text: (row) => (row.silencedBy === undefined || row.state === 'trial' ? row.state : undefined) ?? formatAgo(row.agoMs),
		style: () => 'muted',
		sort: (row) => row.lastSeenNs,
	},
];
