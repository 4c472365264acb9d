import type {Alert} from '../../alerts/alert.ts';
import type {CommandId} from '../keys/commands.ts';
import type {ViewSettings} from '../settings/settings.ts';
import type {ExportForm} from '../store/export.ts';
import type {Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import {fillLines} from '../widgets/box.ts';
import type {Column} from '../widgets/columns.ts';
import {arrayKeys, ListControl} from '../widgets/list-control.ts';
import {columnAt, columnsWithRoom, paintTable} from '../widgets/table.ts';
import {WidestTextsSeen} from '../widgets/widest-texts.ts';
import {paintWithDetail} from '../widgets/with-detail.ts';
import {RowOrder} from './order.ts';
import {RowSearch} from './row-search.ts';
import {RowTags} from './row-tags.ts';
import {ShownColumns} from './shown-columns.ts';
import {exportTable} from './table-export.ts';
import type {CellTerm, TableSpec} from './table-spec.ts';
import type {CopyOffer, ExceptionSeed, Step, View} from './view.ts';

/** A view that is a table: rows from the store, order, search, selection, the selected row at more length. */
export class TableView<Row> implements View {
	readonly mode = 'view';
	readonly id: string;
	readonly title: string;
	readonly shortTitle: string | undefined;
	readonly list = new ListControl();
	readonly order: RowOrder<Row>;
	rows: readonly Row[] = [];
	readonly tags: RowTags<Row>;
	readonly shown: ShownColumns<Row>;
	private readonly found: RowSearch<Row>;
	private readonly seen = new WidestTextsSeen<Row>();
	private headHeight = 0;
	private tableWidth = 0;
	/** Something is to be painted that no key changed: more rows were found. */
	changed: () => void = () => {};

	constructor(readonly spec: TableSpec<Row>) {
		this.id = spec.id;
		this.title = spec.title;
		this.shortTitle = spec.shortTitle;
		this.order = new RowOrder(spec.columns, spec.keyOf, spec.sortBy, spec.tieBy);
		this.shown = new ShownColumns(spec.columns);
		this.tags = new RowTags(spec.keyOf);
		this.found = new RowSearch(spec, () => this.changed());
	}

	get selected(): Row | undefined {
		return this.rows[this.list.index];
	}

	refresh(nowMs: number): void {
		this.rows = this.order.apply(this.spec.derive(nowMs), nowMs);
		this.list.setRows(arrayKeys(this.rows, this.spec.keyOf));
		this.found.update(this.rows);
	}

	paint(box: Box, theme: Theme): string[] {
		const head = this.spec.paintHead?.(box, theme) ?? [];
		this.headHeight = head.length;
		const rest = {width: box.width, height: Math.max(1, box.height - head.length)};
		return fillLines([...head, ...this.paintBody(rest, theme)], box.height);
	}

	private paintBody(box: Box, theme: Theme): string[] {
		const row = this.selected;
		const {paintEmpty, paintSide} = this.spec;
		if (row === undefined) return fillLines(paintEmpty(box, theme), box.height);
		const list = (within: Box): string[] => this.paintRows(within, theme);
		return paintSide === undefined ? list(box) : paintWithDetail(list, (within) => paintSide(row, within, theme), box, theme);
	}

	/** Ids of columns that are chosen, and do not fit into the width the table was painted in last. */
	get withoutRoom(): readonly string[] {
		if (this.tableWidth === 0) return [];
		const fit = columnsWithRoom(this.columns as readonly Column<never>[], this.tableWidth);
		return this.shown.ids.filter((id) => !fit.has(id));
	}

	private paintRows(box: Box, theme: Theme): string[] {
		const {rowStyle} = this.spec;
		const {columns, found, rows, list, seen} = this;
		this.tableWidth = box.width;
		const mark = (row: Row) => (this.tags.has(row) ? TAG_MARK : this.spec.mark?.(row));
		const isMatch = found.isOn ? (row: Row) => found.has(row) : undefined;
		const {by, reversed} = this.order;
		const cursor = this.shown.cursor?.id;
		return paintTable({columns, rows, list, sortedBy: by, reversed, mark, rowStyle, isMatch, cursor, seen}, box, theme);
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
			const column = columnAt(this.columns, {width: this.tableWidth, x, widest: this.seen.widest});
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

	/** Marks the rows that fit the query and goes to the nearest from the selected one on. */
	search(query: string): void {
		const {found, list, spec} = this;
		const from = list.selectedKey;
		found.start(query, this.rows, list.index, (row) => {
			const key = spec.keyOf(row);
			// Who has gone elsewhere meanwhile stays there.
			if (key === from || list.selectedKey !== from) return;
			this.order.hold(spec.nowMs());
			list.select(key);
		});
	}

	/** How many rows fit what was searched for, and whether some are not asked yet. */
	get matches(): {readonly count: number; readonly isBusy: boolean} {
		return {count: this.found.size, isBusy: this.found.isBusy};
	}

	searchNext(direction: 1 | -1): void {
		const at = this.found.next(this.rows, this.list.index, direction);
		if (at === undefined) return;
		this.order.hold(this.spec.nowMs());
		this.list.moveTo(at);
	}

	alert(): Alert | undefined {
		return this.selected === undefined ? undefined : this.spec.alertOf?.(this.selected);
	}

	/** Tags the selected row, or takes its tag off, and goes on to the next. */
	toggleTag(): void {
		const {selected} = this;
		if (selected === undefined) return;
		this.tags.toggle(selected);
		this.navigate('down');
	}

	/** Tags every row that is like the selected one; returns how many are tagged now. */
	tagSimilar(): number {
		const {selected, tags} = this;
		const {similarityOf} = this.spec;
		if (selected === undefined || similarityOf === undefined) return tags.size;
		const like = similarityOf(selected);
		tags.add(this.rows.filter((row) => similarityOf(row) === like));
		return tags.size;
	}

	/** Whether an exception is made for tagged rows, of which none is left. */
	get isSeedGone(): boolean {
		return this.isSeedTagged && !this.tags.isAmong(this.rows);
	}

	private get isSeedTagged(): boolean {
		return this.spec.alertsOf !== undefined && this.tags.size > 0;
	}

	get columns(): readonly Column<Row>[] {
		return this.shown.columns;
	}

	/** What the user made of the view; nothing where it is as it came. */
	get settings(): ViewSettings {
		const {by, reversed} = this.order;
		const columns = this.shown.choice;
		return {
			...(columns !== undefined && {columns}),
			...(by !== undefined && (by !== this.spec.sortBy || reversed) && {sort: {by, reversed}}),
		};
	}

	/** The terms of the cell under the cursor; undefined where the cursor is the whole row or the column has no field. */
	cellTerms(): readonly CellTerm[] | undefined {
		const column = this.shown.cursor;
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
		return this.found.isOn;
	}

	/** Holds on to the selected row, also where it was the first. */
	follow(): void {
		this.list.moveTo(this.list.index);
	}

	/** Tagged rows first; an exception for them is made of all their alerts. */
	seed(): ExceptionSeed | undefined {
		const {alertsOf} = this.spec;
		if (alertsOf !== undefined && this.isSeedTagged) {
			const tagged = this.tags.among(this.rows);
			return {alerts: tagged.flatMap(alertsOf), taggedRows: tagged.length};
		}
		return this.selected === undefined ? undefined : this.spec.seedOf?.(this.selected);
	}

	copies(): readonly CopyOffer[] {
		return this.selected === undefined ? [] : (this.spec.copiesOf?.(this.selected) ?? []);
	}

	exportRows(form: ExportForm): unknown[] {
		return exportTable({spec: this.spec, rows: this.rows, shownIds: this.shown.ids}, form);
	}
}

const TAG_MARK = {text: '●', style: 'accent'} as const;
