import {type Expiry, exceptionDigest, expiringExceptions} from '../../tuning/expiry.ts';
import {deadOf} from '../store/dead-rows.ts';
import type {ExceptionDesk} from '../store/exception-desk.ts';
import type {ExceptionRow, ExceptionRows} from '../store/exceptions.ts';
import type {Store} from '../store/store.ts';
import {Line} from '../terminal/line.ts';
import {showBytes, showText} from '../terminal/sanitize.ts';
import type {Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import type {Column} from '../widgets/columns.ts';
import {formatAgo, formatCount, formatTime, plural} from '../widgets/numbers.ts';
import {DocumentPane, type Paragraph} from './document-pane.ts';
import {TableView} from './table-view.ts';

export interface Row extends ExceptionRow {
	/** Kept alerts it would have silenced. */
	readonly kept: number | undefined;
	/** Newest kept alert it would have silenced. */
	readonly lastNs: bigint | undefined;
	/** When it ends; undefined: never. */
	readonly ends: string | undefined;
	/** Why it may go. */
	readonly dead: string | undefined;
}

const STATE_STYLES = {trial: 'warn', saved: 'ok', undone: 'muted'} as const;

const COLUMNS: readonly Column<Row>[] = [
	{id: 'state', title: 'STATE', width: 6, text: (row) => row.state, style: (row) => STATE_STYLES[row.state], sort: (row) => row.state},
	{
		id: 'kept',
		title: 'ALERTS',
		width: 7,
		align: 'right',
		text: (row) => (row.kept === undefined ? '–' : formatCount(row.kept)),
		sort: (row) => row.kept ?? -1,
	},
	{
		id: 'last',
		title: 'LAST',
		width: 5,
		align: 'right',
		drop: 3,
		text: (row) => (row.lastNs === undefined ? '–' : formatTime(row.lastNs).slice(0, 5)),
		style: () => 'muted',
		sort: (row) => row.lastNs ?? 0n,
	},
	{id: 'ends', title: 'ENDS', width: 7, drop: 1, text: (row) => row.ends ?? '', style: () => 'accent', sort: (row) => row.ends ?? ''},
	{
		id: 'condition',
		title: 'SILENCES',
		width: 24,
		grow: 3,
		text: (row) => showBytes(row.exception.condition),
		style: () => 'value',
		sort: (row) => row.exception.condition,
	},
	{id: 'rules', title: 'RULE', width: 18, grow: 2, text: (row) => row.rules.join(', ') || '–', sort: (row) => row.rules.join()},
	{
		id: 'macro',
		title: 'MACRO',
		width: 16,
		grow: 1,
		drop: 2,
		text: (row) => row.exception.macro,
		style: () => 'muted',
		sort: (row) => row.exception.macro,
	},
];

/** Exceptions of the local rules: on trial, saved, and those taken back but still in the file. */
export function createExceptionsView(store: Store, desk: ExceptionDesk, rows: ExceptionRows): TableView<Row> {
	const counts = new Map<string, Counted>();
	const facts = new TextFacts(store, desk);
	return new TableView<Row>({
		id: 'exceptions',
		title: 'Exceptions',
		shortTitle: 'Except.',
		columns: COLUMNS,
		nowMs: store.wallMs,
		derive: (nowMs) => {
			facts.update();
			return rows.of(desk.changes.savedText, desk.text, store.rules).map((row) => {
				const {kept, lastNs} = countKept(row, store, counts, nowMs);
				return {...row, kept, lastNs, ends: facts.endOf(row, nowMs), dead: row.state === 'undone' ? undefined : facts.deathOf(row)};
			});
		},
		keyOf: (row) => `${row.state} ${row.exception.macro} ${row.exception.condition}`,
		searchText: (row) => `${row.rules.join(' ')} ${row.exception.macro} ${row.exception.condition}`,
		mark: (row) => (row.dead === undefined ? undefined : {text: '!', style: 'warn'}),
		paintHead: (box, theme) => paintHead(desk, box, theme),
		paintSide: (row, box, theme) => new DocumentPane('detail', exceptionHeading(row), () => exceptionParagraphs(row)).paint(box, theme),
		paintEmpty,
		copiesOf: (row) => [
			{label: 'condition', text: showBytes(row.exception.condition)},
			{label: 'macro name', text: row.exception.macro},
		],
	});
}

/** What the text says beside the exceptions themselves: looked up once a text. */
class TextFacts {
	private text: string | undefined;
	private rules: Store['rules'] = [];
	private ends: ReadonlyMap<string, Expiry> = new Map();
	private deaths: ReadonlyMap<string, string> = new Map();

	constructor(
		private readonly store: Store,
		private readonly desk: ExceptionDesk,
	) {}

	update(): void {
		const {desk, store} = this;
		if (this.text === desk.text && this.rules === store.rules) return;
		this.text = desk.text;
		this.rules = store.rules;
		this.ends = new Map(expiringExceptions(desk.text).map(({exception, expiry}) => [exceptionDigest(exception), expiry]));
		const dead = deadOf(desk.text, store.rules, BigInt(store.wallMs()) * 1_000_000n);
		this.deaths = new Map(dead.map(({exception, explanation}) => [exception.id, explanation]));
	}

	endOf({exception}: ExceptionRow, nowMs: number): string | undefined {
		const expiry = this.ends.get(exceptionDigest(exception));
		if (expiry === undefined) return undefined;
		return expiry.kind === 'restart' ? 'restart' : `in ${formatAgo(Math.max(0, expiry.atMs - nowMs))}`;
	}

	deathOf({exception}: ExceptionRow): string | undefined {
		return this.deaths.get(exception.id);
	}
}

const exceptionHeading =
	(row: Row) =>
	(width: number, theme: Theme): string =>
		new Line(theme, width).skip(1).put(row.state, STATE_STYLES[row.state]).put(' · ', 'faint').put(row.exception.macro, 'strong').end();

function exceptionParagraphs({exception, rules, kept, ends, dead}: Row): Paragraph[] {
	const comment = exception.comment === '' ? [] : [{label: 'comment', text: exception.comment, style: 'muted' as const}];
	return [
		...(dead === undefined ? [] : [{text: `! ${showText(dead)}: x removes it, X all such`, style: 'warn' as const}]),
		{label: 'silences', text: showBytes(exception.condition), style: 'value'},
		{label: 'kept alerts', text: kept === undefined ? 'not countable: more than checks joined by and' : formatCount(kept), style: 'value'},
		{label: 'rules', text: rules.join(', ') || '–', style: 'value'},
		{label: 'line', text: String(exception.line), style: 'muted'},
		...(ends === undefined ? [] : [{label: 'ends', text: ends, style: 'accent' as const}]),
		...comment,
	];
}

const COUNT_EVERY_MS = 2000;

interface Counted {
	readonly atMs: number;
	readonly kept: number | undefined;
	readonly lastNs: bigint | undefined;
}

/** Counting asks every kept alert: seldom enough to cost nothing. */
function countKept(row: ExceptionRow, store: Store, counts: Map<string, Counted>, nowMs: number): Counted {
	const key = `${row.exception.macro}\0${row.exception.condition}`;
	const known = counts.get(key);
	if (known !== undefined && nowMs - known.atMs < COUNT_EVERY_MS) return known;
	let kept: number | undefined;
	let lastNs: bigint | undefined;
	if (row.test !== undefined) {
		kept = 0;
		for (const alert of store.history) {
			if (!row.rules.includes(alert.rule) || !row.test(alert)) continue;
			kept++;
			lastNs = alert.tsNs;
		}
	}
	const counted = {atMs: nowMs, kept, lastNs};
	counts.set(key, counted);
	return counted;
}

function paintHead(desk: ExceptionDesk, box: Box, theme: Theme): string[] {
	const line = new Line(theme, box.width).skip(1).put(desk.localPath, 'muted');
	if (desk.unsaved === 0) line.put('  all changes are saved', 'ok');
	else line.put(`  ${plural(desk.unsaved, 'change')} not saved: S saves, z undoes`, 'warn');
	return [line.end(), ''];
}

function paintEmpty(box: Box, theme: Theme): string[] {
	const text = (words: string, style: 'strong' | 'muted'): string => new Line(theme, box.width).skip(4).put(words, style).end();
	return ['', text('No exceptions in the local rules.', 'strong'), text('Select an alert (1) and press w to write one.', 'muted')];
}
