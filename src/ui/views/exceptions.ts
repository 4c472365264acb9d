import {type Expiry, expiringExceptions, expiryDigest} from '../../tuning/expiry.ts';
import type {KeyMap} from '../keys/key-map.ts';
import {type DeadFacts, deadOf} from '../store/dead-rows.ts';
import type {ExceptionDesk} from '../store/exception-desk.ts';
import type {ExceptionRecord} from '../store/exception-record.ts';
import type {ExceptionRow, ExceptionRows} from '../store/exceptions.ts';
import type {Store} from '../store/store.ts';
import {Line} from '../terminal/line.ts';
import {showBytes, showText} from '../terminal/sanitize.ts';
import {cellWidth} from '../terminal/width.ts';
import type {Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import type {Column} from '../widgets/columns.ts';
import {formatAgo, formatCount, formatMoment, plural} from '../widgets/numbers.ts';
import {DocumentPane, type Paragraph} from './document-pane.ts';
import {exceptionName} from './silencer-text.ts';
import {TableView} from './table-view.ts';
import {pathIn} from './words.ts';

export interface Row extends ExceptionRow {
	/** Kept alerts it would have silenced. */
	readonly kept: number | undefined;
	/** What the engine counted, in earlier runs too; undefined where nobody can know. */
	readonly hits: number | undefined;
	/** When it kept something back last, milliseconds since the epoch. */
	readonly lastMs: number | undefined;
	readonly agoMs: number | undefined;
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
		drop: 4,
		text: (row) => (row.kept === undefined ? '–' : formatCount(row.kept)),
		sort: (row) => row.kept ?? -1,
	},
	{
		id: 'hits',
		title: 'HITS',
		width: 7,
		align: 'right',
		text: (row) => (row.hits === undefined ? '–' : formatCount(row.hits)),
		style: () => 'strong',
		sort: (row) => row.hits ?? -1,
	},
	{
		id: 'last',
		title: 'LAST',
		width: 5,
		align: 'right',
		drop: 2,
		text: (row) => (row.agoMs === undefined ? '–' : formatAgo(row.agoMs)),
		style: () => 'muted',
		sort: (row) => row.lastMs ?? 0,
	},
	{id: 'ends', title: 'ENDS', width: 7, drop: 1, text: (row) => row.ends ?? '', style: () => 'accent', sort: (row) => row.ends ?? ''},
	{
		id: 'condition',
		title: 'SILENCES',
		width: 22,
		grow: 3,
		text: (row) => showBytes(row.exception.condition),
		style: () => 'value',
		sort: (row) => row.exception.condition,
	},
	{id: 'rules', title: 'RULE', width: 14, grow: 2, text: (row) => row.rules.join(', ') || '–', sort: (row) => row.rules.join()},
	{
		id: 'macro',
		title: 'PLACE',
		width: 16,
		grow: 1,
		drop: 3,
		text: (row) => exceptionName(row.exception),
		style: () => 'muted',
		sort: (row) => exceptionName(row.exception),
	},
];

/** Exceptions of the local rules: on trial, saved, and those taken back but still in the file. */
export function createExceptionsView({store, desk, rows, record, keys}: ExceptionsModel & {readonly keys: KeyMap}): TableView<Row> {
	const counts = new Map<string, Counted>();
	const facts = new TextFacts(store, desk, record);
	return new TableView<Row>({
		id: 'exceptions',
		title: 'Exceptions',
		shortTitle: 'Except.',
		columns: COLUMNS,
		nowMs: store.wallMs,
		derive: (nowMs) => {
			facts.update(nowMs);
			return rows.of(desk.changes.savedText, desk.text, store.rules, store.silenced.exceptions).map((row) => {
				const {kept} = countKept(row, store, counts, nowMs);
				const {hits, lastMs} = hitsOf(row, desk, record) ?? {};
				const isSeen = lastMs !== undefined && lastMs > 0;
				return {
					...row,
					kept,
					hits,
					lastMs: isSeen ? lastMs : undefined,
					agoMs: isSeen ? Math.max(0, store.nowMs - lastMs) : undefined,
					ends: facts.endOf(row, nowMs),
					dead: row.state === 'undone' ? undefined : facts.deathOf(row),
				};
			});
		},
		keyOf: (row) => `${row.state} ${row.exception.key}`,
		searchText: (row) => `${row.rules.join(' ')} ${row.exception.name} ${row.exception.condition}`,
		mark: (row) => (row.dead === undefined ? undefined : {text: '!', style: 'warn'}),
		paintHead: (box, theme) => paintHead({store, desk, record, keys}, box, theme),
		paintSide: (row, box, theme) =>
			new DocumentPane('detail', exceptionHeading(row), () => exceptionParagraphs(row, keys, store.nowMs)).paint(box, theme),
		paintEmpty: (box, theme) => paintEmpty(keys, box, theme),
		copiesOf: (row) => [
			{label: 'condition', text: showBytes(row.exception.condition)},
			{label: 'name of its place', text: showBytes(row.exception.name)},
		],
		exportRow: ({state, kept, hits, lastMs, ends, dead, rules, elsewhere, exception: {kind, name, condition, line}}) => ({
			state,
			kind,
			name: showBytes(name),
			exception: showBytes(condition),
			rules: rules.join(', '),
			...(elsewhere !== undefined && {file: showText(elsewhere)}),
			line,
			keptAlerts: kept ?? null,
			hits: hits ?? null,
			lastSeen: lastMs === undefined ? null : new Date(lastMs).toISOString(),
			ends: ends ?? null,
			dead: dead ?? null,
		}),
	});
}

/** The hits of a row; one that was taken back has those from before. */
const hitsOf = ({exception, elsewhere}: ExceptionRow, desk: ExceptionDesk, record: ExceptionRecord) =>
	record.hitsOf({file: elsewhere ?? desk.localPath, key: exception.key});

export interface ExceptionsModel {
	readonly store: Store;
	readonly desk: ExceptionDesk;
	readonly rows: ExceptionRows;
	readonly record: ExceptionRecord;
}

const DEAD_EVERY_MS = 10_000;

/** What the text says beside the exceptions themselves: looked up once a text. */
class TextFacts {
	private text: string | undefined;
	private rules: Store['rules'] = [];
	private ends: ReadonlyMap<string, Expiry> = new Map();
	private deaths: ReadonlyMap<string, string> = new Map();
	private updatedAtMs = Number.NEGATIVE_INFINITY;

	constructor(
		private readonly store: Store,
		private readonly desk: ExceptionDesk,
		private readonly record: ExceptionRecord,
	) {}

	update(nowMs: number): void {
		const {desk, store, record} = this;
		// What is hit at last is not dead any more.
		if (this.text === desk.text && this.rules === store.rules && nowMs - this.updatedAtMs < DEAD_EVERY_MS) return;
		this.updatedAtMs = nowMs;
		this.text = desk.text;
		this.rules = store.rules;
		this.ends = new Map(expiringExceptions(desk.text).map(({exception, expiry}) => [expiryDigest(exception), expiry]));
		const dead = deadOf(desk.text, deadFacts({store, desk, record}, nowMs));
		this.deaths = new Map(dead.map(({exception, explanation}) => [exception.id, explanation]));
	}

	endOf({exception}: ExceptionRow, nowMs: number): string | undefined {
		const expiry = this.ends.get(expiryDigest(exception));
		if (expiry === undefined) return undefined;
		return expiry.kind === 'restart' ? 'restart' : `in ${formatAgo(Math.max(0, expiry.atMs - nowMs))}`;
	}

	deathOf({exception}: ExceptionRow): string | undefined {
		return this.deaths.get(exception.id);
	}
}

/** What says which exceptions may go. */
export function deadFacts({store, desk, record}: Omit<ExceptionsModel, 'rows'>, nowMs: number): DeadFacts {
	return {
		rules: store.rules,
		exceptions: store.silenced.exceptions,
		hitsOf: (key) => record.watchOf({file: desk.localPath, key}),
		nowMs,
	};
}

const exceptionHeading =
	(row: Row) =>
	(width: number, theme: Theme): string =>
		new Line(theme, width)
			.skip(1)
			.put(row.state, STATE_STYLES[row.state])
			.put(' · ', 'faint')
			.put(exceptionName(row.exception), 'strong')
			.end();

function exceptionParagraphs({exception, rules, kept, hits, lastMs, ends, dead, elsewhere}: Row, keys: KeyMap, nowMs: number): Paragraph[] {
	const removal = `${keys.hint('exception.remove')} removes it, ${keys.hint('exception.removeDead')} all such`;
	const comment = exception.comment === '' ? [] : [{label: 'comment', text: exception.comment, style: 'muted' as const}];
	return [
		...(dead === undefined ? [] : [{text: `! ${showText(dead)}: ${removal}`, style: 'warn' as const}]),
		{label: 'silences', text: showBytes(exception.condition), style: 'value'},
		{
			label: 'hits',
			text: hitsText(hits, lastMs === undefined ? undefined : formatMoment(BigInt(Math.floor(lastMs)) * 1_000_000n, nowMs), keys),
			style: 'value',
		},
		{label: 'kept alerts', text: kept === undefined ? 'not countable: more than checks joined by and' : formatCount(kept), style: 'value'},
		{label: 'rules', text: rules.join(', ') || '–', style: 'value'},
		{label: 'line', text: `${exception.line}${elsewhere === undefined ? '' : ` of ${elsewhere}: edit it there`}`, style: 'muted'},
		...(ends === undefined ? [] : [{label: 'ends', text: ends, style: 'accent' as const}]),
		...comment,
	];
}

function hitsText(hits: number | undefined, last: string | undefined, keys: KeyMap): string {
	if (hits === undefined) return '– nobody can know: the source shows alerts only';
	const when = last === undefined ? '' : `, the last at ${last}`;
	return `${formatCount(hits)}${when}${hits === 0 ? '' : `: ${keys.hint('open')} shows what is kept`}`;
}

const COUNT_EVERY_MS = 2000;

interface Counted {
	readonly atMs: number;
	readonly kept: number | undefined;
}

/** Counting asks every kept alert: seldom enough to cost nothing. */
function countKept(row: ExceptionRow, store: Store, counts: Map<string, Counted>, nowMs: number): Counted {
	const {key} = row.exception;
	const known = counts.get(key);
	if (known !== undefined && nowMs - known.atMs < COUNT_EVERY_MS) return known;
	let kept: number | undefined;
	if (row.test !== undefined) {
		kept = 0;
		for (const alert of store.history) {
			if (row.rules.includes(alert.rule) && row.test(alert)) kept++;
		}
	}
	const counted = {atMs: nowMs, kept};
	counts.set(key, counted);
	return counted;
}

function paintHead({store, desk, record, keys}: Omit<ExceptionsModel, 'rows'> & {readonly keys: KeyMap}, box: Box, theme: Theme): string[] {
	const isSaved = desk.unsaved === 0;
	const keysOfIt = `: ${keys.hint('save')} saves, ${keys.hint('undo')} undoes`;
	const state = isSaved ? '  all changes are saved' : `  ${plural(desk.unsaved, 'change')} not saved${keysOfIt}`;
	const line = new Line(theme, box.width).skip(1);
	// What is to be done comes before the folder it is in.
	line.put(pathIn(desk.localPath, line.rest - cellWidth(state)), 'muted').put(state, isSaved ? 'ok' : 'warn');
	if (store.silenced.total !== undefined) line.put(`  ${formatCount(store.silenced.total)} silenced in this run`, 'muted');
	if (record.failure !== undefined) line.put(`  hits are not kept for later: ${showText(record.failure)}`, 'warn');
	return [line.end(), ''];
}

function paintEmpty(keys: KeyMap, box: Box, theme: Theme): string[] {
	const text = (words: string, style: 'strong' | 'muted'): string => new Line(theme, box.width).skip(4).put(words, style).end();
	return [
		'',
		text('No exceptions in the local rules.', 'strong'),
		text(`Select an alert (${keys.hint('view.1')}) and press ${keys.hint('whitelist')} to write one.`, 'muted'),
	];
}
