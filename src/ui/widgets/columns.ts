import type {StyleName} from '../theme/theme.ts';

/** A column of a table; widths in cells. */
export interface Column<Row> {
	readonly id: string;
	readonly title: string;
	readonly width: number;
	/** Share of the room that is left over. */
	readonly grow?: number;
	/** It does not grow beyond this. */
	readonly most?: number;
	readonly align?: 'left' | 'right';
	/** Where it is narrow, columns with the highest number go first; without one they stay. */
	readonly drop?: number;
	/** Safe text, or text that `Line` will escape; `cells` are what it has on the screen. */
	readonly text: (row: Row, cells?: number) => string;
	readonly style?: (row: Row) => StyleName;
	/** What sorting compares; numbers come largest first. */
	readonly sort?: (row: Row) => number | string | bigint;
}

export interface PlacedColumn<Row> {
	readonly column: Column<Row>;
	readonly cells: number;
}

/** Cells that the longest text of a column needs, by the column's id. */
export type WidestTexts = ReadonlyMap<string, number>;

/** Blank cells between columns. */
export const GAP = 2;

/** Which columns fit into the width, and how wide each is. */
export function placeColumns<Row>(columns: readonly Column<Row>[], width: number, widest: WidestTexts = new Map()): PlacedColumn<Row>[] {
	let kept = [...columns];
	const needed = (): number => kept.reduce((sum, column) => sum + column.width, 0) + GAP * (kept.length - 1);
	while (needed() > width) {
		const next = kept.reduce<Column<Row> | undefined>(
			(most, column) => ((column.drop ?? 0) >= (most?.drop ?? 1) ? column : most),
			undefined,
		);
		if (next === undefined) break;
		kept = kept.filter((column) => column !== next);
	}
	return even(share(kept, Math.max(0, width - needed())), widest);
}

/** By their shares; what a column may not take goes to the others. */
function share<Row>(columns: readonly Column<Row>[], spare: number): PlacedColumn<Row>[] {
	let left = spare;
	let weightLeft = columns.reduce((sum, column) => sum + (column.grow ?? 0), 0);
	const cells = new Map<Column<Row>, number>();
	// Those with a limit first: only so the others get the rest.
	for (const column of [...columns].sort((a, b) => (a.most ?? Infinity) - (b.most ?? Infinity) || 0)) {
		const grow = column.grow ?? 0;
		const extra = weightLeft === 0 || grow === 0 ? 0 : Math.floor((left * grow) / weightLeft);
		const taken = Math.min(extra, (column.most ?? Infinity) - column.width);
		cells.set(column, column.width + taken);
		left -= taken;
		weightLeft -= grow;
	}
	return columns.map((column) => ({column, cells: cells.get(column)!}));
}

/** Where one column has more than its texts need and another less, the room goes there: no text is cut while there is room. */
function even<Row>(placed: readonly PlacedColumn<Row>[], widest: WidestTexts): PlacedColumn<Row>[] {
	const wanted = ({column, cells}: PlacedColumn<Row>): number => (column.grow === undefined ? cells : (widest.get(column.id) ?? cells));
	const needs = placed.map((place) => Math.max(0, wanted(place) - place.cells));
	const spares = placed.map((place) => Math.max(0, place.cells - Math.max(wanted(place), place.column.width)));
	const given = pour(total(spares), needs);
	const taken = pour(total(given), spares);
	return placed.map(({column, cells}, at) => ({column, cells: cells + given[at] - taken[at]}));
}

const total = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

/** To each the same, and none more than it can hold. */
function pour(amount: number, holds: readonly number[]): number[] {
	const filled = holds.map(() => 0);
	let left = amount;
	const byRoom = holds.map((_, at) => at).sort((a, b) => holds[a] - holds[b]);
	byRoom.forEach((at, turn) => {
		filled[at] = Math.min(holds[at], Math.floor(left / (holds.length - turn)));
		left -= filled[at];
	});
	return filled;
}
