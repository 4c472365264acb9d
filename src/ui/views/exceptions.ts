import type {ExceptionDesk} from '../store/exception-desk.ts';
import type {ExceptionRow, ExceptionRows} from '../store/exceptions.ts';
import type {Store} from '../store/store.ts';
import {Line} from '../terminal/line.ts';
import {showBytes} from '../terminal/sanitize.ts';
import type {Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import type {Column} from '../widgets/columns.ts';
import {formatCount, plural} from '../widgets/numbers.ts';
import {TableView} from './table-view.ts';

export interface Row extends ExceptionRow {
	/** Kept alerts it would have silenced. */
	readonly kept: number | undefined;
}

const STATE_STYLES = {trial: 'warn', saved: 'ok', undone: 'muted'} as const;

const COLUMNS: readonly Column<Row>[] = [
	{id: 'state', title: 'STATE', width: 6, text: (row) => row.state, style: (row) => STATE_STYLES[row.state], sort: (row) => row.state},
	{
		id: 'kept',
		title: 'ALERTS',
		width: 7,
		align: 'right',
		drop: 1,
		text: (row) => (row.kept === undefined ? '–' : formatCount(row.kept)),
		sort: (row) => row.kept ?? -1,
	},
	{
		id: 'condition',
		title: 'SILENCES',
		width: 30,
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
	const counts = new Map<string, {readonly atMs: number; readonly kept: number | undefined}>();
	return new TableView<Row>({
		id: 'exceptions',
		title: 'Exceptions',
		shortTitle: 'Except.',
		columns: COLUMNS,
		nowMs: store.wallMs,
		derive: (nowMs) =>
			rows.of(desk.changes.savedText, desk.text, store.rules).map((row) => ({...row, kept: countKept(row, store, counts, nowMs)})),
		keyOf: (row) => `${row.state} ${row.exception.macro} ${row.exception.condition}`,
		searchText: (row) => `${row.rules.join(' ')} ${row.exception.macro} ${row.exception.condition}`,
		paintHead: (box, theme) => paintHead(desk, box, theme),
		paintEmpty,
		copiesOf: (row) => [
			{label: 'condition', text: showBytes(row.exception.condition)},
			{label: 'macro name', text: row.exception.macro},
		],
	});
}

const COUNT_EVERY_MS = 2000;

/** Counting asks every kept alert: seldom enough to cost nothing. */
function countKept(
	row: ExceptionRow,
	store: Store,
	counts: Map<string, {readonly atMs: number; readonly kept: number | undefined}>,
	nowMs: number,
): number | undefined {
	const key = `${row.exception.macro}\0${row.exception.condition}`;
	const known = counts.get(key);
	if (known !== undefined && nowMs - known.atMs < COUNT_EVERY_MS) return known.kept;
	let kept: number | undefined;
	if (row.test !== undefined) {
		kept = 0;
		for (const alert of store.history) if (row.rules.includes(alert.rule) && row.test(alert)) kept++;
	}
	counts.set(key, {atMs: nowMs, kept});
	return kept;
}

function paintHead(desk: ExceptionDesk, box: Box, theme: Theme): string[] {
	const line = new Line(theme, box.width).skip(1).put(desk.localPath, 'muted');
	if (desk.unsaved === 0) line.put('  all changes are saved', 'ok');
	else line.put(`  ${plural(desk.unsaved, 'change')} not saved: S shows the diff and writes it, z takes the last one back`, 'warn');
	return [line.end(), ''];
}

function paintEmpty(box: Box, theme: Theme): string[] {
	const text = (words: string, style: 'strong' | 'muted'): string => new Line(theme, box.width).skip(4).put(words, style).end();
	return ['', text('No exceptions in the local rules.', 'strong'), text('Select an alert (1) and press w to write one.', 'muted')];
}
