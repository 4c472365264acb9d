import type {Priority} from '../../alerts/alert.ts';
import type {ProcessRow} from '../../engine/process-rows.ts';
import {shortPrefix, type TreeRow, treeOf} from '../store/process-tree.ts';
import type {Store} from '../store/store.ts';
import {Line} from '../terminal/line.ts';
import {showBytes} from '../terminal/sanitize.ts';
import type {Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import type {Column} from '../widgets/columns.ts';
import {formatCount, formatShort} from '../widgets/numbers.ts';
import {exportRate} from './export-rows.ts';
import type {CellTerm} from './table-spec.ts';
import {TableView} from './table-view.ts';
import {priorityLetter, priorityName} from './words.ts';

interface ProcessLine extends TreeRow {
	readonly perSecond: number;
	readonly container: string;
	readonly worst: Priority | undefined;
}

const columnsOf = (isTree: () => boolean): readonly Column<ProcessLine>[] => [
	{
		id: 'pid',
		title: 'PID',
		width: 7,
		align: 'right',
		text: (row) => String(row.process.pid),
		style: () => 'muted',
		sort: (row) => -row.process.pid,
	},
	{
		id: 'user',
		title: 'USER',
		width: 9,
		drop: 2,
		text: (row) => showBytes(row.process.user) || String(row.process.uid),
		style: () => 'muted',
		sort: (row) => row.process.user,
	},
	{
		id: 'process',
		title: 'PROCESS',
		width: 26,
		grow: 1,
		text: (row) => (isTree() ? shortPrefix(row) : '') + title(row.process),
		style: (row) => (row.process.alerts > 0 ? 'strong' : 'text'),
		sort: (row) => title(row.process),
	},
	{
		id: 'container',
		title: 'CONTAINER',
		width: 14,
		drop: 3,
		text: (row) => row.container,
		style: () => 'container',
		sort: (row) => row.container,
	},
	{
		id: 'threads',
		title: 'THR',
		width: 4,
		align: 'right',
		drop: 4,
		text: (row) => String(row.process.threads),
		style: () => 'muted',
		sort: (row) => row.process.threads,
	},
	{
		id: 'events',
		title: 'EV/S',
		width: 6,
		align: 'right',
		text: (row) => (row.perSecond < 0.5 ? '–' : formatShort(row.perSecond)),
		sort: (row) => row.perSecond,
	},
	{
		id: 'alerts',
		title: 'ALERTS',
		width: 9,
		align: 'right',
		text: (row) =>
			row.process.alerts === 0 ? '' : `${row.worst === undefined ? '' : `${priorityLetter(row.worst)} `}${formatCount(row.process.alerts)}`,
		style: () => 'warn',
		sort: (row) => row.process.alerts,
	},
];

const title = (process: ProcessRow): string => showBytes(process.cmdline) || showBytes(process.name);

/** The processes of the machine as a tree; containers and alerting processes stand out. */
export interface ProcessesView extends TableView<ProcessLine> {
	toggleTree(): boolean;
}

/** A list of processes that was opened from elsewhere. */
export interface ProcessesOf {
	/** `Processes of `, and who that is, escaped. */
	readonly title: string;
	readonly name: string;
	/** Only those of this container. */
	readonly containerId?: string;
}

/** Of the whole machine, or what was opened, under a heading that says so. */
export function createProcessesView(store: Store, of?: ProcessesOf): ProcessesView {
	const rates = new ProcessRates();
	let isTree = true;
	const view: TableView<ProcessLine> = new TableView<ProcessLine>({
		id: 'processes',
		title: 'Processes',
		shortTitle: 'Procs',
		columns: columnsOf(() => isTree && view.order.by === undefined),
		tieBy: 'events',
		nowMs: store.wallMs,
		derive: () => processLines(store, rates, of?.containerId),
		keyOf: (row) => String(row.process.pid),
		searchText: (row) => `${row.process.pid} ${showBytes(row.process.name)} ${title(row.process)} ${row.container}`,
		mark: (row) => (row.process.alerts > 0 ? {text: '!', style: 'warn'} : undefined),
		...(of !== undefined && {paintHead: (box: Box, theme: Theme) => paintHead(of, box, theme)}),
		cellTerms: processTerms,
		paintEmpty: (box: Box, theme: Theme) => paintEmpty(store, box, theme),
		copiesOf: (row) => [
			{label: 'command line', text: title(row.process)},
			{label: 'process id', text: String(row.process.pid)},
			{label: 'executable', text: showBytes(row.process.exepath)},
		],
		exportRow: ({process, perSecond, container, worst}) => ({
			pid: process.pid,
			ppid: process.ppid,
			user: showBytes(process.user) || String(process.uid),
			name: showBytes(process.name),
			cmdline: title(process),
			exepath: showBytes(process.exepath),
			container,
			threads: process.threads,
			eventsPerSecond: exportRate(perSecond),
			alerts: process.alerts,
			worst: worst === undefined ? '' : priorityName(worst),
		}),
	});
	return Object.assign(view, {
		toggleTree: () => {
			isTree = !isTree || view.order.by !== undefined;
			view.order.by = isTree ? undefined : 'events';
			view.order.release();
			return isTree;
		},
	});
}

function paintEmpty({source}: Store, box: Box, theme: Theme): string[] {
	const text = (words: string): string => new Line(theme, box.width).skip(4).put(words, 'muted').end();
	if (source?.kind !== 'log') return ['', text('Asking the engine for the processes …')];
	return ['', text('No processes here.'), text('A log tells alerts only: an alert (1) shows what it knows of its process.')];
}

/** What a cell says of the process, as alerts can be asked it. */
function processTerms({process}: ProcessLine, column: string): readonly CellTerm[] | undefined {
	switch (column) {
		case 'pid':
			return [{field: 'proc.pid', value: String(process.pid)}];
		case 'user':
			return [{field: 'user.name', value: process.user}];
		case 'process':
			return [{field: 'proc.name', value: process.name}];
		case 'container':
			return [{field: 'container.id', value: process.containerId === '' ? 'host' : process.containerId}];
		default:
			return undefined;
	}
}

const paintHead = ({title: words, name, containerId}: ProcessesOf, box: Box, theme: Theme): string[] => [
	new Line(theme, box.width)
		.skip(1)
		.put(words, 'title')
		.put(name, containerId === undefined ? 'strong' : 'container')
		.end(),
	'',
];

function processLines(store: Store, rates: ProcessRates, containerId: string | undefined): ProcessLine[] {
	rates.update(store.processes, store.processesAtMs);
	const worst = worstPriorities(store);
	const shown = containerId === undefined ? store.processes : store.processes.filter((process) => process.containerId === containerId);
	return treeOf(shown).map((row) => ({
		...row,
		perSecond: rates.of(row.process.pid),
		container:
			row.process.containerId === '' ? '' : showBytes(store.containers.get(row.process.containerId)?.name || row.process.containerId),
		worst: worst.get(row.process.pid),
	}));
}

/** The highest priority among the kept samples of each process. */
function worstPriorities(store: Store): Map<number, Priority> {
	const worst = new Map<number, Priority>();
	for (const group of store.groups.groups()) {
		for (const alert of group.samples) {
			const before = worst.get(alert.pid);
			if (before === undefined || alert.priority < before) worst.set(alert.pid, alert.priority);
		}
	}
	return worst;
}

/** Events a second of each process, from two answers of the engine. */
class ProcessRates {
	private rows: readonly ProcessRow[] = [];
	private atMs = 0;
	private before = new Map<number, number>();
	private rates = new Map<number, number>();

	update(rows: readonly ProcessRow[], atMs: number): void {
		if (rows === this.rows) return;
		const seconds = (atMs - this.atMs) / 1000;
		this.rates = new Map();
		if (this.rows.length > 0 && seconds > 0) {
			for (const row of rows) this.rates.set(row.pid, Math.max(0, row.events - (this.before.get(row.pid) ?? row.events)) / seconds);
		}
		this.before = new Map(rows.map((row) => [row.pid, row.events]));
		this.rows = rows;
		this.atMs = atMs;
	}

	of(pid: number): number {
		return this.rates.get(pid) ?? 0;
	}
}
