import Fuse from 'fuse.js';
import type {Alert} from '../../alerts/alert.ts';
import type {CommandId} from '../keys/commands.ts';
import type {ViewSettings} from '../settings/settings.ts';
import {cellWidth} from '../terminal/width.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import {fillLines} from '../widgets/box.ts';
import type {Column} from '../widgets/columns.ts';
import {ListControl, type RowKeys} from '../widgets/list-control.ts';
import {columnAt, paintTable} from '../widgets/table.ts';
import {RowOrder} from './order.ts';
import type {CopyOffer, ExceptionSeed, Step, View} from './view.ts';

export interface TableSpec<Row> {
	readonly id: string;
	readonly title: string;
	readonly shortTitle?: string;
	readonly columns: readonly Column<Row>[];
	readonly sortBy?: string;
	readonly nowMs: () => number;
	/** Fresh, unchanging rows of the present state. */
	readonly derive: (nowMs: number) => Row[];
	readonly keyOf: (row: Row) => string;
	readonly searchText: (row: Row) => string;
	readonly mark?: (row: Row) => {readonly text: string; readonly style: StyleName} | undefined;
	readonly rowStyle?: (row: Row) => StyleName | undefined;
	/** Above the table: problems, a summary. */
	readonly paintHead?: (box: Box, theme: Theme) => string[];
	/** Beside or below the table: the selected row at more length. */
	readonly paintSide?: (row: Row, box: Box, theme: Theme) => string[];
	/** Instead of rows, where there are none. */
	readonly paintEmpty: (box: Box, theme: Theme) => string[];
	readonly alertOf?: (row: Row) => Alert | undefined;
	/** Rows of equal text are similar: what `tag similar` takes along. With it rows can be tagged. */
	readonly similarityOf?: (row: Row) => string;
	/** What an exception for tagged rows is made from. */
	readonly alertsOf?: (row: Row) => readonly Alert[];
	/** What the value under the cursor is as a term of a filter; undefined where the column has no field. */
	readonly cellTerms?: (row: Row, column: string) => readonly CellTerm[] | undefined;
	readonly seedOf?: (row: Row) => ExceptionSeed | undefined;
	readonly copiesOf?: (row: Row) => readonly CopyOffer[];
	readonly exportRow?: (row: Row) => unknown;
}

/** A field that has this value in the row. */
export interface CellTerm {
	readonly field: string;
	readonly value: string;
}

const SIDE_MIN_WIDTH = 120;
const SIDE_SHARE = 0.34;
const SIDE_MAX_WIDTH = 68;
const BELOW_MIN_HEIGHT = 16;
const BELOW_HEIGHT = 7;

/** A view that is a table: rows from the store, order, search, selection, the selected row at more length. */
export class TableView<Row> implements View {
	readonly mode = 'view';
	readonly id: string;
	readonly title: string;
	readonly shortTitle: string | undefined;
	readonly list = new ListControl();
	readonly order: RowOrder<Row>;
	rows: readonly Row[] = [];
	/** Keys of tagged rows; they stay while rows come and go. */
	readonly tags = new Set<string>();
	/** Ids of the columns that are shown, in the user's order; undefined: all as they are. */
	private chosen: readonly string[] | undefined;
	/** The column the cursor is in; -1 for the whole row. */
	private column = -1;
	private query = '';
	private matches: ReadonlySet<string> = new Set();
	private headHeight = 0;
	private tableWidth = 0;

	constructor(readonly spec: TableSpec<Row>) {
		this.id = spec.id;
		this.title = spec.title;
		this.shortTitle = spec.shortTitle;
		this.order = new RowOrder(spec.columns, spec.keyOf, spec.sortBy);
	}

	get selected(): Row | undefined {
		return this.rows[this.list.index];
	}

	refresh(nowMs: number): void {
		this.rows = this.order.apply(this.spec.derive(nowMs), nowMs);
		this.list.setRows(this.keys());
		if (this.query !== '') this.matches = this.findMatches();
	}

	/** The index of keys is made when a key is looked for, and only once for these rows. */
	private keys(): RowKeys {
		const {rows, spec} = this;
		let index: Map<string, number> | undefined;
		return {
			length: rows.length,
			keyAt: (at) => spec.keyOf(rows[at]),
			indexOf: (key) => {
				index ??= new Map(rows.map((row, at) => [spec.keyOf(row), at]));
				return index.get(key) ?? -1;
			},
		};
	}

	paint(box: Box, theme: Theme): string[] {
		const head = this.spec.paintHead?.(box, theme) ?? [];
		this.headHeight = head.length;
		const rest = {width: box.width, height: Math.max(1, box.height - head.length)};
		return fillLines([...head, ...this.paintBody(rest, theme)], box.height);
	}

	private paintBody(box: Box, theme: Theme): string[] {
		const row = this.selected;
		if (row === undefined) return fillLines(this.spec.paintEmpty(box, theme), box.height);
		if (this.spec.paintSide === undefined) return this.paintRows(box, theme);
		if (box.width >= SIDE_MIN_WIDTH) return this.paintBeside(row, box, theme);
		if (box.height < BELOW_MIN_HEIGHT) return this.paintRows(box, theme);
		const below = this.spec.paintSide(row, {width: box.width, height: BELOW_HEIGHT}, theme);
		return [...this.paintRows({width: box.width, height: box.height - BELOW_HEIGHT - 1}, theme), '', ...fillLines(below, BELOW_HEIGHT)];
	}

	private paintBeside(row: Row, box: Box, theme: Theme): string[] {
		const sideWidth = Math.min(SIDE_MAX_WIDTH, Math.floor(box.width * SIDE_SHARE));
		const width = box.width - sideWidth - 2;
		const rows = this.paintRows({width, height: box.height}, theme);
		const side = fillLines(this.spec.paintSide!(row, {width: sideWidth, height: box.height}, theme), box.height);
		const border = theme.styles.border;
		// The table's lines may be short: the side begins at its own column whatever they hold.
		return rows.map((line, at) => `${padAnsi(line, width)}\x1b[${border || 0}m│\x1b[0m ${side[at]}`);
	}

	private paintRows(box: Box, theme: Theme): string[] {
		const {rowStyle, keyOf} = this.spec;
		const {columns} = this;
		this.tableWidth = box.width;
		const mark = (row: Row) => (this.tags.has(keyOf(row)) ? TAG_MARK : this.spec.mark?.(row));
		const cursor = this.columns[this.column]?.id;
		const isMatch = this.query === '' ? undefined : (row: Row) => this.matches.has(keyOf(row));
		const {by, reversed} = this.order;
		return paintTable({columns, rows: this.rows, list: this.list, sortedBy: by, reversed, mark, rowStyle, isMatch, cursor}, box, theme);
	}

	navigate(step: Step): void {
		this.order.hold(this.spec.nowMs());
		const {list} = this;
		if (step === 'first') list.pin();
		else if (step === 'last') list.moveTo(this.rows.length - 1);
		else list.move({up: -1, down: 1, pageUp: -list.height, pageDown: list.height}[step]);
	}

	/** A heading sorts by its column, again the other way round; a row is selected. */
	click(row: number, x: number): CommandId | undefined {
		const at = row - this.headHeight - 1;
		if (at === -1) {
			const column = columnAt(this.columns, this.tableWidth, x);
			if (column?.sort !== undefined) this.sortTo(column.id);
			this.refresh(this.spec.nowMs());
			return undefined;
		}
		const {list} = this;
		const index = list.offset + at;
		if (at < 0 || at >= list.height || index >= this.rows.length) return undefined;
		this.order.hold(this.spec.nowMs());
		// Where the first row is selected because nobody has moved, rows come and go under the pointer.
		const wasSelected = index === list.index && !list.isPinned;
		list.moveTo(index);
		return wasSelected ? 'open' : undefined;
	}

	/** Columns that can be sorted by. */
	get sortColumns(): readonly Column<Row>[] {
		return this.spec.columns.filter((column) => column.sort !== undefined);
	}

	sortTo(id: string): void {
		this.order.choose(id);
	}

	sortBy(step: 1 | -1): void {
		this.order.step(step);
	}

	reverse(): void {
		this.order.reverse();
	}

	/** Marks the rows that fit the query and goes to the nearest from the selected one on; returns how many there are. */
	search(query: string): number {
		this.query = query;
		this.matches = query === '' ? new Set() : this.findMatches();
		if (this.matches.size > 0 && !this.matches.has(this.list.selectedKey ?? '')) this.searchNext(1);
		return this.matches.size;
	}

	searchNext(direction: 1 | -1): void {
		if (this.matches.size === 0) return;
		this.order.hold(this.spec.nowMs());
		for (let step = 1; step <= this.rows.length; step++) {
			const at = (this.list.index + direction * step + this.rows.length * 2) % this.rows.length;
			if (!this.matches.has(this.spec.keyOf(this.rows[at]))) continue;
			this.list.moveTo(at);
			return;
		}
	}

	private findMatches(): Set<string> {
		const entries = this.rows.map((row) => ({key: this.spec.keyOf(row), text: this.spec.searchText(row)}));
		const fuse = new Fuse(entries, {keys: ['text'], threshold: 0.3, ignoreLocation: true, useExtendedSearch: false});
		return new Set(fuse.search(this.query).map((found) => found.item.key));
	}

	alert(): Alert | undefined {
		return this.selected === undefined ? undefined : this.spec.alertOf?.(this.selected);
	}

	get tagged(): readonly Row[] {
		return this.tags.size === 0 ? [] : this.rows.filter((row) => this.tags.has(this.spec.keyOf(row)));
	}

	/** Tags the selected row, or takes its tag off, and goes on to the next. */
	toggleTag(): void {
		const {selected} = this;
		if (selected === undefined) return;
		const key = this.spec.keyOf(selected);
		if (!this.tags.delete(key)) this.tags.add(key);
		this.navigate('down');
	}

	/** Tags every row that is like the selected one; returns how many are tagged now. */
	tagSimilar(): number {
		const {selected} = this;
		const {similarityOf, keyOf} = this.spec;
		if (selected === undefined || similarityOf === undefined) return this.tags.size;
		const like = similarityOf(selected);
		for (const row of this.rows) if (similarityOf(row) === like) this.tags.add(keyOf(row));
		return this.tags.size;
	}

	get columns(): readonly Column<Row>[] {
		return this.chosen === undefined ? this.spec.columns : this.chosen.map((id) => this.spec.columns.find((column) => column.id === id)!);
	}

	/** Ids of the columns that are shown, in their order. */
	get shownColumns(): readonly string[] {
		return this.chosen ?? this.spec.columns.map(({id}) => id);
	}

	/** Shows these columns in this order; told are the names of which there is no column. */
	showColumns(ids: readonly string[]): readonly string[] {
		const known = ids.filter((id, at) => this.spec.columns.some((column) => column.id === id) && ids.indexOf(id) === at);
		// The last column stays: a table of nothing helps nobody.
		if (known.length > 0) this.chosen = known;
		this.column = -1;
		return ids.filter((id) => !this.spec.columns.some((column) => column.id === id));
	}

	/** One that comes back stands where it stood in the table, as far as its neighbours are there. */
	toggleColumn(id: string): void {
		const shown = this.shownColumns;
		if (shown.includes(id)) {
			if (shown.length > 1) this.showColumns(shown.filter((other) => other !== id));
			return;
		}
		const all = this.spec.columns.map((column) => column.id);
		const before = all.slice(0, all.indexOf(id)).findLast((other) => shown.includes(other));
		const place = before === undefined ? 0 : shown.indexOf(before) + 1;
		this.showColumns([...shown.slice(0, place), id, ...shown.slice(place)]);
	}

	/** Changes places with the neighbour. */
	shiftColumn(id: string, step: 1 | -1): void {
		const shown = [...this.shownColumns];
		const at = shown.indexOf(id);
		if (at < 0 || at + step < 0 || at + step >= shown.length) return;
		[shown[at], shown[at + step]] = [shown[at + step], shown[at]];
		this.showColumns(shown);
	}

	/** What the user made of the view; nothing where it is as it came. */
	get settings(): ViewSettings {
		const {by, reversed} = this.order;
		const all = this.spec.columns.map(({id}) => id);
		return {
			...(this.chosen !== undefined && this.chosen.join() !== all.join() && {columns: this.chosen}),
			...(by !== undefined && (by !== this.spec.sortBy || reversed) && {sort: {by, reversed}}),
		};
	}

	/** Moves the cursor from cell to cell; left of the first it is the whole row again. */
	moveCell(step: 1 | -1): void {
		this.column = Math.max(-1, Math.min(this.column + step, this.columns.length - 1));
	}

	/** The terms of the cell under the cursor; undefined where the cursor is the whole row or the column has no field. */
	cellTerms(): readonly CellTerm[] | undefined {
		const column = this.columns[this.column];
		return column === undefined || this.selected === undefined ? undefined : this.spec.cellTerms?.(this.selected, column.id);
	}

	/** What the whole row says: of the first column that has a field. */
	get rowTerms(): readonly CellTerm[] | undefined {
		const row = this.selected;
		const {cellTerms, alertOf} = this.spec;
		if (row === undefined || cellTerms === undefined || alertOf !== undefined) return undefined;
		for (const {id} of this.spec.columns) {
			const terms = cellTerms(row, id);
			if (terms !== undefined) return terms;
		}
		return undefined;
	}

	get isSearching(): boolean {
		return this.query !== '';
	}

	get cellColumn(): Column<Row> | undefined {
		return this.columns[this.column];
	}

	/** Holds on to the selected row, also where it was the first. */
	follow(): void {
		this.list.moveTo(this.list.index);
	}

	/** Tagged rows first; an exception for them is made of all their alerts. */
	seed(): ExceptionSeed | undefined {
		const {alertsOf} = this.spec;
		if (alertsOf !== undefined && this.tags.size > 0) return {alerts: this.tagged.flatMap(alertsOf)};
		return this.selected === undefined ? undefined : this.spec.seedOf?.(this.selected);
	}

	copies(): readonly CopyOffer[] {
		return this.selected === undefined ? [] : (this.spec.copiesOf?.(this.selected) ?? []);
	}

	exportRows(): unknown[] {
		return this.rows.map((row) => this.spec.exportRow?.(row) ?? this.cellsOf(row));
	}

	private cellsOf(row: Row): Record<string, string> {
		return Object.fromEntries(this.spec.columns.map((column) => [column.id, column.text(row)]));
	}
}

const TAG_MARK = {text: '●', style: 'accent'} as const;
const SGR = /\x1b\[[\d;]*m/g;

function padAnsi(line: string, width: number): string {
	const plain = line.replace(SGR, '');
	return line + ' '.repeat(Math.max(0, width - cellWidth(plain)));
}
