import {Line} from '../terminal/line.ts';
import {cellWidth} from '../terminal/width.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import {type Box, fillLines} from './box.ts';
import {type Column, GAP, type PlacedColumn, placeColumns, type WidestTexts} from './columns.ts';
import type {ListControl} from './list-control.ts';
import type {WidestTextsSeen} from './widest-texts.ts';

export interface TableModel<Row> {
	readonly columns: readonly Column<Row>[];
	readonly rows: readonly Row[];
	readonly list: ListControl;
	readonly sortedBy?: string;
	readonly reversed?: boolean;
	/** One character before the row: tagged, trial, problem. */
	readonly mark?: (row: Row) => {readonly text: string; readonly style: StyleName} | undefined;
	/** The whole row in one style: dim for what is silenced. */
	readonly rowStyle?: (row: Row) => StyleName | undefined;
	readonly isMatch?: (row: Row) => boolean;
	readonly hasFocus?: boolean;
	/** Id of the column the cursor is in. */
	readonly cursor?: string;
	/** What its columns needed so far; without it they get their shares. */
	readonly seen?: WidestTextsSeen<Row>;
}

/** Cells before the first column: the selection's mark, the row's mark. */
const MARGIN = 3;

/** A heading and the visible rows; nothing else is looked at. */
export function paintTable<Row>(model: TableModel<Row>, box: Box, theme: Theme): string[] {
	model.list.resize(box.height - 1);
	const end = Math.min(model.rows.length, model.list.offset + model.list.height);
	model.seen?.see(model.columns, model.rows, model.list.offset, end);
	const placed = placeColumns(model.columns, box.width - MARGIN - 1, model.seen?.widest);
	const lines = [paintHeading(model, placed, box.width, theme)];
	for (let at = model.list.offset; at < end; at++) lines.push(paintRow(model, placed, at, box.width, theme));
	return fillLines(lines, box.height);
}

/** Ids of the columns for which there is room in a table so wide. */
export const columnsWithRoom = (columns: readonly Column<never>[], width: number): ReadonlySet<string> =>
	new Set(placeColumns(columns, width - MARGIN - 1).map(({column}) => column.id));

/** The column that stands at a cell of a table so wide, its gap to the next included. */
export function columnAt<Row>(
	columns: readonly Column<Row>[],
	{width, x, widest}: {readonly width: number; readonly x: number; readonly widest: WidestTexts},
): Column<Row> | undefined {
	const placed = placeColumns(columns, width - MARGIN - 1, widest);
	const at = placed.findLastIndex((_, place) => x >= offsetOf(placed, place));
	return placed[at]?.column;
}

function paintHeading<Row>(model: TableModel<Row>, placed: readonly PlacedColumn<Row>[], width: number, theme: Theme): string {
	const line = new Line(theme, width).skip(MARGIN);
	placed.forEach(({column, cells}, place) => {
		line.to(offsetOf(placed, place));
		const isSorted = model.sortedBy === column.id;
		const arrow = isSorted ? (model.reversed ? '▴' : '▾') : '';
		// Behind a title at the right the arrow stands in the gap, so that no title moves.
		const isInGap = column.align === 'right' || cellWidth(column.title) >= cells;
		line.cell(isInGap ? column.title : column.title + arrow, cells, isSorted ? 'accent' : 'muted', column.align);
		if (isInGap) line.put(arrow, 'accent');
	});
	return line.end();
}

function paintRow<Row>(model: TableModel<Row>, placed: readonly PlacedColumn<Row>[], at: number, width: number, theme: Theme): string {
	const row = model.rows[at];
	const isSelected = at === model.list.index && model.hasFocus !== false;
	const line = new Line(theme, width, isSelected ? 'selection' : 'text');
	const mark = model.mark?.(row);
	line
		.put(isSelected ? '▸' : ' ', 'focus')
		.put(mark?.text ?? ' ', mark?.style)
		.skip(1);
	const whole = model.rowStyle?.(row);
	const isMatch = model.isMatch?.(row) === true;
	placed.forEach(({column, cells}, place) => {
		if (place > 0) line.to(offsetOf(placed, place));
		if (isSelected && column.id === model.cursor) {
			line.cell(column.text(row, cells), cells, 'cell', column.align);
			return;
		}
		const style = whole ?? (isMatch && column.grow !== undefined ? 'match' : column.style?.(row));
		line.cell(column.text(row, cells), cells, style, column.align);
	});
	return line.end();
}

function offsetOf<Row>(placed: readonly PlacedColumn<Row>[], place: number): number {
	let offset = MARGIN;
	for (let at = 0; at < place; at++) offset += placed[at].cells + GAP;
	return offset;
}
