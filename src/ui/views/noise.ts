import type {Priority} from '../../alerts/alert.ts';
import type {KeyMap} from '../keys/key-map.ts';
import {NoiseRanker} from '../store/noise-ranker.ts';
import type {NoiseCandidate} from '../store/noise-ranking.ts';
import {NOISE_SCOPES, type NoiseScope} from '../store/noise-scopes.ts';
import type {QuietAlerts} from '../store/quiet-alerts.ts';
import type {Store} from '../store/store.ts';
import {Line} from '../terminal/line.ts';
import {showBytes} from '../terminal/sanitize.ts';
import type {Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import type {Column} from '../widgets/columns.ts';
import {formatAgo, formatCount, formatPercent, plural} from '../widgets/numbers.ts';
import {shareBar} from '../widgets/share-bar.ts';
import {paintAlertSummary} from './alert-summary.ts';
import {exportTime} from './export-rows.ts';
import type {CellTerm} from './table-spec.ts';
import {TableView} from './table-view.ts';
import {containerName, priorityLetter, priorityName, priorityStyle} from './words.ts';

interface NoiseRow extends NoiseCandidate {
	readonly priority: Priority;
	readonly container: string;
	/** It began within a day before the newest alert, and older ones are known: it is no news where nothing else is older. */
	readonly isNew: boolean;
	/** Between its first alert and now. */
	readonly firstAgoMs: number;
	/** Of the alerts that are kept whole. */
	readonly lastSeenNs: bigint;
}

const BAR_CELLS = 16;
const DAY_NS = 86_400_000_000_000n;
const SCOPE_TITLES: Readonly<Record<NoiseScope, string>> = {
	program: 'one exception a program',
	rule: 'one exception a rule',
	container: 'one exception a container',
	image: 'one exception an image',
};

const COLUMNS: readonly Column<NoiseRow>[] = [
	{
		id: 'silenced',
		title: 'SILENCES',
		width: 9,
		align: 'right',
		text: (row) => formatCount(row.silenced),
		style: () => 'strong',
		sort: (row) => row.silenced,
	},
	{id: 'share', title: 'SHARE', width: 6, align: 'right', drop: 1, text: (row) => formatPercent(row.share), sort: (row) => row.share},
	{id: 'bar', title: '', width: BAR_CELLS, drop: 4, text: (row) => shareBar(row.share, BAR_CELLS), style: () => 'spark'},
	{id: 'sum', title: 'SUM', width: 6, align: 'right', text: (row) => formatPercent(row.cumulative), style: () => 'muted'},
	{
		id: 'priority',
		title: 'P',
		width: 1,
		text: (row) => priorityLetter(row.priority),
		style: (row) => priorityStyle(row.priority),
		sort: (row) => -row.priority,
	},
	{id: 'rule', title: 'RULE', width: 16, grow: 2, text: (row) => row.rule, sort: (row) => row.rule},
	{
		id: 'condition',
		title: 'EXCEPTION',
		width: 24,
		grow: 4,
		text: (row) => showBytes(row.condition),
		style: () => 'value',
		sort: (row) => row.condition,
	},
	{
		id: 'container',
		title: 'CONTAINER',
		width: 12,
		drop: 2,
		text: (row) => row.container,
		style: () => 'container',
		sort: (row) => row.container,
	},
	{
		id: 'first',
		title: 'FIRST',
		width: 5,
		align: 'right',
		drop: 3,
		text: (row) => formatAgo(row.firstAgoMs),
		style: (row) => (row.isNew ? 'accent' : 'muted'),
		sort: (row) => -row.firstAgoMs,
	},
];

export interface NoiseView extends TableView<NoiseRow> {
	readonly scope: NoiseScope;
	/** The next of: by program, by rule, by container, by image. */
	nextScope(): void;
}

interface NoiseModel {
	readonly store: Store;
	/** What exceptions in force silence. */
	readonly quiet: Pick<QuietAlerts, 'test'>;
	readonly keys: KeyMap;
	/** The list is another: it is ranked beside the keys. */
	readonly changed: () => void;
}

/** Which exception would buy most silence. */
export function createNoiseView({store, quiet, keys, changed}: NoiseModel): NoiseView {
	const ranker = new NoiseRanker<NoiseRow>({
		store,
		isQuiet: () => quiet.test,
		changed,
		rowMaker: () => rowMaker(store),
	});
	const derive = (nowMs: number): NoiseRow[] => {
		ranker.update(nowMs);
		return [...ranker.rows];
	};
	const view = new TableView<NoiseRow>({
		id: 'noise',
		title: 'Noise',
		columns: COLUMNS,
		sortBy: 'silenced',
		nowMs: store.wallMs,
		derive,
		keyOf: (row) => row.id,
		searchText: (row) => `${row.rule} ${showBytes(row.condition)} ${row.container}`,
		paintHead: (box, theme) => paintHead(ranker.rows, `${SCOPE_TITLES[ranker.scope]} (${keys.hint('noise.scope')})`, store, box, theme),
		mark: (row) => (row.isNew ? {text: '+', style: 'accent'} : undefined),
		paintSide: (row, box, theme) =>
			paintAlertSummary({alert: row.origin.at(-1)!, group: undefined, seen: row, store, exception: showBytes(row.condition)}, box, theme),
		paintEmpty: (box, theme) =>
			ranker.isBusy
				? paintBusy(`${formatCount(store.history.size)} kept alerts, ${SCOPE_TITLES[ranker.scope]}`, box, theme)
				: paintEmpty(box, theme),
		alertsOf: (row) => row.origin,
		similarityOf: (row) => row.rule,
		cellTerms: noiseTerms,
		seedOf: (row) => ({alerts: row.origin, terms: row.terms}),
		copiesOf: (row) => [
			{label: 'condition of the exception', text: showBytes(row.condition)},
			{label: 'rule name', text: row.rule},
		],
		exportRow: ({rule, priority, condition, silenced, share, cumulative, groups, container, firstSeenNs, lastSeenNs, isNew}) => ({
			rule,
			priority: priorityName(priority),
			exception: showBytes(condition),
			silenced,
			share,
			cumulative,
			groups,
			container,
			firstSeen: exportTime(firstSeenNs),
			lastSeen: exportTime(lastSeenNs),
			new: isNew,
		}),
	});
	const scoped = Object.defineProperty(view, 'scope', {get: () => ranker.scope}) as TableView<NoiseRow> & {readonly scope: NoiseScope};
	return Object.assign(scoped, {
		nextScope: () => {
			ranker.use(NOISE_SCOPES[(NOISE_SCOPES.indexOf(ranker.scope) + 1) % NOISE_SCOPES.length]);
			view.list.pin();
		},
	});
}

/** What a cell says of the alerts that the exception would silence. */
function noiseTerms({rule, priority, origin}: NoiseRow, column: string): readonly CellTerm[] | undefined {
	if (column === 'silenced' || column === 'rule') return [{field: 'alert.rule', value: rule}];
	if (column === 'priority') return [{field: 'alert.priority', value: priorityName(priority)}];
	if (column !== 'container' || new Set(origin.map(({containerId}) => containerId)).size !== 1) return undefined;
	return [{field: 'container.id', value: origin[0].containerId || 'host'}];
}

function rowMaker(store: Store): (candidate: NoiseCandidate) => NoiseRow {
	const newFromNs = newFrom(store);
	return (candidate) => ({
		...candidate,
		isNew: newFromNs !== undefined && candidate.firstSeenNs >= newFromNs,
		// Time goes on between two rankings.
		get firstAgoMs() {
			return Math.max(0, store.nowMs - Number(candidate.firstSeenNs / 1_000_000n));
		},
		lastSeenNs: candidate.origin.reduce((last, {tsNs}) => (tsNs > last ? tsNs : last), 0n),
		priority: candidate.origin.reduce<Priority>((worst, alert) => (alert.priority < worst ? alert.priority : worst), 7),
		container: containersOf(candidate, store),
	});
}

function containersOf({origin}: NoiseCandidate, store: Store): string {
	const ids = new Set(origin.map((alert) => alert.containerId));
	const [first] = ids;
	return ids.size === 1 ? containerName(first, store.containers.get(first)?.name) : `${ids.size} containers`;
}

/** Where a day before the newest alert was; undefined while nothing older is known. */
function newFrom({groups}: Store): bigint | undefined {
	let first: bigint | undefined;
	let last = 0n;
	for (const {firstSeenNs, lastSeenNs} of groups.groups()) {
		if (first === undefined || firstSeenNs < first) first = firstSeenNs;
		if (lastSeenNs > last) last = lastSeenNs;
	}
	return first === undefined || first >= last - DAY_NS ? undefined : last - DAY_NS;
}

function paintHead(rows: readonly NoiseRow[], title: string, {history}: Store, box: Box, theme: Theme): string[] {
	if (rows.length === 0) return [];
	const most = rows.findIndex((row) => row.cumulative >= 0.8) + 1;
	const line = new Line(theme, box.width).skip(1).put(title, 'muted');
	if (most > 0) line.putFirst([`  ${plural(most, 'exception')} would silence 80% of the alerts`, `  ${most} would silence 80%`], 'accent');
	const news = rows.filter(({isNew}) => isNew).length;
	const below = new Line(theme, box.width).skip(1);
	if (history.evicted > 0) below.put(`counted are the newest ${formatCount(history.size)} alerts, older ones made room  `, 'muted');
	if (news > 0) below.put(`+ ${formatCount(news)} new since a day before the last alert`, 'accent');
	return [line.end(), below.end()];
}

const paintBusy = (what: string, box: Box, theme: Theme): string[] => [
	'',
	new Line(theme, box.width).skip(4).put(`Ranking ${what} …`, 'muted').end(),
];

function paintEmpty(box: Box, theme: Theme): string[] {
	const text = (words: string, style: 'strong' | 'muted'): string => new Line(theme, box.width).skip(4).put(words, style).end();
	return [
		'',
		text('No noise.', 'strong'),
		text('Once there are alerts, the exceptions stand here', 'muted'),
		text('that would silence most of them.', 'muted'),
	];
}
