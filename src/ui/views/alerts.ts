import type {Alert} from '../../alerts/alert.ts';
import {alertValue, readerOf} from '../../tuning/alert-value.ts';
import {groupKeyText} from '../../tuning/key-fields.ts';
import type {NoiseGroup} from '../../tuning/noise-group.ts';
import type {CommandId} from '../keys/commands.ts';
import type {Store} from '../store/store.ts';
import {Line} from '../terminal/line.ts';
import {showBytes} from '../terminal/sanitize.ts';
import {wrapCells} from '../terminal/width.ts';
import type {Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import type {Column} from '../widgets/columns.ts';
import {formatCount, formatTimeCell, plural} from '../widgets/numbers.ts';
import {alertCopies} from './alert-copies.ts';
import {paintAlertSummary} from './alert-summary.ts';
import {exportAlert, exportGroup} from './export-rows.ts';
import {GROUP_COLUMNS, type GroupRow, type GroupState, groupRow, tellApart} from './group-rows.ts';
import {silencerName} from './silencer-text.ts';
import type {CellTerm} from './table-spec.ts';
import {TableView} from './table-view.ts';
import {containerName, priorityLetter, priorityName, priorityStyle} from './words.ts';

export type AlertTest = (alert: Alert) => boolean;

export interface AlertsOptions {
	readonly store: Store;
	/** The view filter; undefined lets everything through. */
	readonly filter: () => AlertTest | undefined;
	readonly stateOf: (group: NoiseGroup) => GroupState | undefined;
	/** Whether what exceptions keep back is shown, too, and whether an exception is only tried. */
	readonly showsSilenced: () => boolean;
	readonly isTrial: (exceptionKey: string) => boolean;
	/** The key that shows or hides it. */
	readonly hint: (id: CommandId) => string;
	/** What the empty view tells: how to get alerts. */
	readonly emptyLines: () => readonly string[];
}

/** Noise groups: one row for all alerts of a rule that share their key. */
export function createGroupsView(options: AlertsOptions): TableView<GroupRow> {
	const {store} = options;
	return new TableView<GroupRow>({
		id: 'alerts',
		title: 'Alerts',
		columns: GROUP_COLUMNS,
		sortBy: 'count',
		nowMs: store.wallMs,
		derive: () => groupRows(options),
		keyOf: (row) => (store.groups.get(row.group.id) === row.group ? row.group.id : `~${row.group.id}`),
		searchText: (row) => `${row.group.rule} ${row.title} ${row.apart ?? ''} ${row.container} ${row.silencedBy ?? ''}`,
		mark: (row) =>
			row.state === undefined ? undefined : {text: row.state === 'trial' || row.silencedBy !== undefined ? '~' : '✓', style: 'trial'},
		rowStyle: (row) => (row.state === undefined ? undefined : 'trial'),
		paintHead: (box, theme) => paintSilencedHead(options, box, theme),
		paintSide: (row, box, theme) => paintAlertSummary({alert: row.latest, group: row, store}, box, theme),
		paintEmpty: (box, theme) => paintEmpty(options, box, theme),
		alertOf: (row) => row.latest,
		alertsOf: (row) => row.group.samples,
		similarityOf: (row) => `${row.group.rule}\0${String(alertValue(row.latest, 'proc.name') ?? '')}`,
		cellTerms: (row, column) => (column === 'key' ? likeTerms(row.group) : alertCellTerms(row.latest, column)),
		copiesOf: (row) => alertCopies(row.latest, store),
		exportRow: exportGroup,
	});
}

function groupRows(options: AlertsOptions): GroupRow[] {
	const {store, stateOf} = options;
	const test = options.filter();
	const nowMs = store.nowMs;
	const passes = (group: NoiseGroup): boolean => test === undefined || group.samples.some(test);
	const containerOf = (group: NoiseGroup): string => store.containers.get(group.containerId)?.name ?? '';
	const silencedGroups = options.showsSilenced() ? store.silenced.groups : undefined;
	const rows: GroupRow[] = [];
	const joined = new Set<NoiseGroup>();
	for (const group of store.groups.groups()) {
		if (!passes(group)) continue;
		const state = stateOf(group);
		// A group that an exception made quiet goes on as what is kept back of it.
		const silenced = state === undefined ? undefined : silencedGroups?.get(group.id);
		if (silenced !== undefined) joined.add(silenced);
		const silencedBy = silenced && nameOfSilencer(silenced, store);
		rows.push(groupRow(group, {nowMs, state, containerName: containerOf(group), silenced, silencedBy}));
	}
	for (const group of silencedGroups?.groups() ?? []) {
		if (joined.has(group) || !passes(group)) continue;
		const state = store.silenced.byOf(group.latest).some(({key}) => options.isTrial(key)) ? 'trial' : 'saved';
		rows.push(groupRow(group, {nowMs, state, containerName: containerOf(group), silencedBy: nameOfSilencer(group, store)}));
	}
	return tellApart(rows);
}

const nameOfSilencer = (group: NoiseGroup, store: Store): string => silencerName(group.latest, store) ?? 'an exception';

/** One line, once there is something: how much is kept back, and how one sees it. */
function paintSilencedHead({store, showsSilenced, hint}: AlertsOptions, box: Box, theme: Theme): string[] {
	const {total = 0, notShown} = store.silenced;
	if (total === 0) return [];
	const line = new Line(theme, box.width)
		.skip(1)
		.put('~', 'trial')
		.skip(1)
		.put(`${formatCount(total)} silenced by exceptions`, 'muted');
	line.put(`  ${hint('silenced')} ${showsSilenced() ? 'hides' : 'shows'} them`, 'faint');
	if (showsSilenced() && notShown > 0) line.put(`  ${formatCount(notShown)} of them only counted`, 'warn');
	return [line.end()];
}

const containerOf = (alert: Alert, store: Store): string => containerName(alert.containerId, store.containers.get(alert.containerId)?.name);

export const rawColumns = (store: Store): readonly Column<Alert>[] => [
	{
		id: 'time',
		title: 'TIME',
		width: 12,
		text: (alert) => formatTimeCell(alert.tsNs, store.nowMs),
		style: () => 'muted',
		sort: (alert) => alert.seq,
	},
	{
		id: 'priority',
		title: 'P',
		width: 1,
		text: (alert) => priorityLetter(alert.priority),
		style: (alert) => priorityStyle(alert.priority),
		sort: (alert) => -alert.priority,
	},
	{id: 'rule', title: 'RULE', width: 20, grow: 1, text: (alert) => alert.rule, sort: (alert) => alert.rule},
	{
		id: 'message',
		title: 'MESSAGE',
		width: 24,
		grow: 4,
		text: (alert) => showBytes(alert.message),
		style: () => 'value',
		sort: (alert) => alert.message,
	},
	{
		id: 'container',
		title: 'CONTAINER',
		width: 12,
		grow: 1,
		drop: 1,
		text: (alert) => containerOf(alert, store),
		style: () => 'container',
		sort: (alert) => containerOf(alert, store),
	},
];

/** Single alerts, the newest first. */
export function createRawView(options: AlertsOptions): TableView<Alert> {
	const {store} = options;
	const kept = new KeptTests();
	const keptBack = new KeptTests();
	return new TableView<Alert>({
		id: 'alerts',
		title: 'Alerts',
		columns: rawColumns(store),
		nowMs: store.wallMs,
		derive: () => {
			const alerts = kept.newestFirst(store.history, options.filter());
			return options.showsSilenced() ? byTime(alerts, keptBack.newestFirst(store.silenced.history, options.filter())) : alerts;
		},
		keyOf: (alert) => (store.silenced.isSilenced(alert) ? `~${alert.seq}` : String(alert.seq)),
		searchText: (alert) => `${alert.rule} ${showBytes(alert.message)}`,
		mark: (alert) => (store.silenced.isSilenced(alert) ? {text: '~', style: 'trial'} : undefined),
		rowStyle: (alert) => (store.silenced.isSilenced(alert) ? 'trial' : undefined),
		paintHead: (box, theme) => paintSilencedHead(options, box, theme),
		paintSide: (alert, box, theme) => paintAlertSummary({alert, group: undefined, store}, box, theme),
		paintEmpty: (box, theme) => paintEmpty(options, box, theme),
		alertOf: (alert) => alert,
		alertsOf: (alert) => [alert],
		similarityOf: (alert) => groupKeyText(alert),
		cellTerms: alertCellTerms,
		copiesOf: (alert) => alertCopies(alert, store),
		exportRow: (alert) => exportAlert(alert, store),
	});
}

/** Both are in order, the newest first. */
function byTime(a: readonly Alert[], b: readonly Alert[]): Alert[] {
	const rows: Alert[] = [];
	for (let i = 0, j = 0; i < a.length || j < b.length; )
		rows.push(j >= b.length || (i < a.length && a[i].tsNs >= b[j].tsNs) ? a[i++] : b[j++]);
	return rows;
}

/** A filter's answers for alerts it has seen: an alert never changes. */
class KeptTests {
	private test: AlertTest | undefined;
	private answers = new WeakMap<Alert, boolean>();

	newestFirst(history: Store['history'], test: AlertTest | undefined): Alert[] {
		if (test !== this.test) {
			this.test = test;
			this.answers = new WeakMap();
		}
		const rows: Alert[] = [];
		for (let at = history.size - 1; at >= 0; at--) {
			const alert = history.at(at)!;
			if (test === undefined || this.passes(alert, test)) rows.push(alert);
		}
		return rows;
	}

	private passes(alert: Alert, test: AlertTest): boolean {
		let answer = this.answers.get(alert);
		if (answer === undefined) {
			answer = test(alert);
			this.answers.set(alert, answer);
		}
		return answer;
	}
}

function paintEmpty(options: AlertsOptions, box: Box, theme: Theme): string[] {
	const {store, filter} = options;
	const lines =
		filter() !== undefined && store.alerts > 0
			? [
					`The filter hides all ${plural(store.alerts, 'alert')}.`,
					`${options.hint('clear')} removes it, ${options.hint('filter')} changes it.`,
				]
			: options.emptyLines();
	const rows = lines.flatMap((text, at) =>
		wrapCells(text, box.width - 6).map((part) =>
			new Line(theme, box.width)
				.skip(4)
				.put(part, at === 0 ? 'strong' : 'muted')
				.end(),
		),
	);
	const top = Math.max(0, Math.floor((box.height - rows.length) / 3));
	return [...new Array<string>(top).fill(''), ...rows];
}

/** What the cell of an alert's row says, as a filter asks it. */
function alertCellTerms(alert: Alert, column: string): readonly CellTerm[] | undefined {
	switch (column) {
		case 'rule':
			return [{field: 'alert.rule', value: alert.rule}];
		case 'priority':
			return [{field: 'alert.priority', value: priorityName(alert.priority)}];
		case 'container':
			return [{field: 'container.id', value: alert.containerId === '' ? 'host' : alert.containerId}];
		default:
			return undefined;
	}
}

/** A condition for what is like this alert: the values of its group's key. */
export function likeTerms(group: NoiseGroup): {readonly field: string; readonly value: string}[] {
	const alert = group.latest;
	return group.key.fields.flatMap((field) => {
		const value = readerOf(field)(alert);
		return typeof value === 'string' ? [{field, value}] : [];
	});
}
