import type {EventClass} from '../../engine/counts.ts';
import {UNKNOWN_CONTAINER} from '../../tuning/alert-value.ts';
import {EVENT_CLASSES} from '../store/container-rates.ts';
import type {Store} from '../store/store.ts';
import {Line} from '../terminal/line.ts';
import {showBytes} from '../terminal/sanitize.ts';
import type {Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import type {Column} from '../widgets/columns.ts';
import {formatCount, formatRate, formatShort} from '../widgets/numbers.ts';
import {sparkline} from '../widgets/sparkline.ts';
import {exportRate} from './export-rows.ts';
import {TableView} from './table-view.ts';

export interface ContainerRow {
	readonly id: string;
	readonly name: string;
	readonly perSecond: number;
	readonly byClass: Readonly<Record<EventClass, number>>;
	/** Events in each second of the last minute. */
	readonly history: readonly number[];
	readonly alerts: number;
}

/** Below that names of containers matter more. */
const LEAST_HISTORY_CELLS = 10;
/** A minute in seconds: more is not kept. */
const MOST_HISTORY_CELLS = 60;
const SECONDS_IN_CELL: readonly number[] = [1, 2, 3, 4, 6];
const RATE_WINDOW_MS = 5000;

const classColumn = (name: EventClass): Column<ContainerRow> => ({
	id: name,
	title: `${name.toUpperCase()}/S`,
	width: 7,
	align: 'right',
	drop: 2,
	text: (row) => (row.byClass[name] < 0.05 ? '–' : formatShort(row.byClass[name])),
	sort: (row) => row.byClass[name],
});

/** The whole minute in the cells there are: one to six seconds in a cell. */
function historyText({history}: ContainerRow, cells = LEAST_HISTORY_CELLS): string {
	const seconds = SECONDS_IN_CELL.find((one) => MOST_HISTORY_CELLS / one <= cells) ?? SECONDS_IN_CELL[SECONDS_IN_CELL.length - 1];
	const sums = Array.from({length: MOST_HISTORY_CELLS / seconds}, (_, at) =>
		history.slice(at * seconds, (at + 1) * seconds).reduce((sum, count) => sum + count, 0),
	);
	return sparkline(sums, sums.length);
}

/** Where no name is known the id stands for it: once is enough. */
function idText(row: ContainerRow): string {
	const id = showBytes(row.id);
	return id === row.name ? '' : id;
}

const COLUMNS: readonly Column<ContainerRow>[] = [
	{
		id: 'name',
		title: 'CONTAINER',
		width: 20,
		grow: 1,
		most: 48,
		text: (row) => row.name,
		style: () => 'container',
		sort: (row) => row.name,
	},
	{id: 'id', title: 'ID', width: 12, drop: 3, text: idText, style: () => 'muted', sort: (row) => row.id},
	{
		id: 'events',
		title: 'EVENTS',
		width: 8,
		align: 'right',
		text: (row) => formatRate(row.perSecond),
		style: () => 'strong',
		sort: (row) => row.perSecond,
	},
	{
		id: 'trend',
		title: 'LAST MINUTE',
		width: LEAST_HISTORY_CELLS,
		grow: 2,
		most: MOST_HISTORY_CELLS,
		drop: 4,
		text: (row, cells) => historyText(row, cells),
		style: () => 'spark',
	},
	...EVENT_CLASSES.map(classColumn),
	{
		id: 'alerts',
		title: 'ALERTS',
		width: 8,
		align: 'right',
		text: (row) => (row.alerts === 0 ? '–' : formatCount(row.alerts)),
		style: (row) => (row.alerts === 0 ? 'muted' : 'warn'),
		sort: (row) => row.alerts,
	},
];

/** Event rates of each container by class, and its alerts. */
export function createContainersView(store: Store): TableView<ContainerRow> {
	return new TableView<ContainerRow>({
		id: 'containers',
		title: 'Containers',
		shortTitle: 'Cont.',
		columns: COLUMNS,
		sortBy: 'events',
		// A log of alerts counts no events.
		tieBy: 'alerts',
		nowMs: store.wallMs,
		derive: () => containerRows(store),
		keyOf: (row) => row.id,
		searchText: (row) => `${row.name} ${row.id}`,
		cellTerms: (row, column) =>
			column === 'name' || column === 'id' ? [{field: 'container.id', value: row.id === '' ? 'host' : row.id}] : undefined,
		paintHead: (box, theme) => logNotes(store).map((text) => new Line(theme, box.width).skip(1).put(text, 'muted').end()),
		paintEmpty: (box, theme) => paintEmpty(store, box, theme),
		copiesOf: (row) => [
			{label: 'container id', text: row.id},
			{label: 'container name', text: row.name},
		],
		exportRow: ({id, name, perSecond, byClass, alerts}) => ({
			name,
			id: id === '' ? 'host' : showBytes(id),
			eventsPerSecond: exportRate(perSecond),
			...Object.fromEntries(EVENT_CLASSES.map((one) => [`${one}PerSecond`, exportRate(byClass[one])])),
			alerts,
		}),
	});
}

function containerRows(store: Store): ContainerRow[] {
	const nowMs = store.nowMs;
	const names = new Map<string, number>();
	for (const {name} of store.containers.values()) names.set(name, (names.get(name) ?? 0) + 1);
	return [...store.containers.values()].map((state) => {
		const seconds = state.total.read(nowMs);
		const rate = (name: EventClass): number => state.byClass[name].perSecond(nowMs, RATE_WINDOW_MS);
		return {
			id: state.id,
			// Replicas share a name.
			name:
				state.id === ''
					? 'host'
					: showBytes((names.get(state.name) ?? 0) > 1 && state.name !== '' ? `${state.name} ${state.id}` : state.name || state.id),
			perSecond: state.total.perSecond(nowMs, RATE_WINDOW_MS),
			byClass: {exec: rate('exec'), file: rate('file'), net: rate('net'), other: rate('other')},
			history: seconds,
			alerts: state.alerts,
		};
	});
}

/** Why the rates stay empty where only alerts come, and what `?` is. */
function logNotes({source, containers}: Store): readonly string[] {
	if (source?.kind !== 'log' || containers.size === 0) return [];
	const isUnknown = containers.has(UNKNOWN_CONTAINER);
	return [
		'A log tells alerts only: events are not counted here.',
		...(isUnknown ? [`${UNKNOWN_CONTAINER}: alerts that do not tell container.id; w on one of them adds it to its rule.`] : []),
	];
}

function paintEmpty({source}: Store, box: Box, theme: Theme): string[] {
	const text = source?.kind === 'log' ? 'No alerts yet: a log tells no other containers.' : 'No counts yet: they come four times a second.';
	return ['', new Line(theme, box.width).skip(4).put(text, 'muted').end()];
}
