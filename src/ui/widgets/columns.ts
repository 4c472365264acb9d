import type {StyleName} from '../theme/theme.ts';

/** A column of a table; widths in cells. */
export interface Column<Row> {
	readonly id: string;
	readonly title: string;
	readonly width: number;
	/** Share of the room that is left over. */
	readonly grow?: number;
	readonly align?: 'left' | 'right';
	/** Where it is narrow, columns with the highest number go first; without one they stay. */
	readonly drop?: number;
	/** Safe text, or text that `Line` will escape. */
	readonly text: (row: Row) => string;
	readonly style?: (row: Row) => StyleName;
	/** What sorting compares; numbers come largest first. */
	readonly sort?: (row: Row) => number | string | bigint;
}

export interface PlacedColumn<Row> {
	readonly column: Column<Row>;
	readonly cells: number;
}

/** Blank cells between columns. */
export const GAP = 2;

/** Which columns fit into the width, and how wide each is. */
export function placeColumns<Row>(columns: readonly Column<Row>[], width: number): PlacedColumn<Row>[] {
	let kept = [...columns];
	const needed = (): number => kept.reduce((sum, column) => sum + column.width, 0) + GAP * (kept.length - 1);
	while (needed() > width) {
		const next = kept.reduce<Column<Row> | undefined>(
			(most, column) => ((column.drop ?? 0) > (most?.drop ?? 0) ? column : most),
			undefined,
		);
		if (next === undefined) break;
		kept = kept.filter((column) => column !== next);
	}
	return share(kept, Math.max(0, width - needed()));
}

function share<Row>(columns: readonly Column<Row>[], spare: number): PlacedColumn<Row>[] {
	const weight = columns.reduce((sum, column) => sum + (column.grow ?? 0), 0);
	let left = spare;
	let weightLeft = weight;
	return columns.map((column) => {
		const grow = column.grow ?? 0;
		const extra = weightLeft === 0 || grow === 0 ? 0 : Math.floor((left * grow) / weightLeft);
		left -= extra;
		weightLeft -= grow;
		return {column, cells: column.width + extra};
	});
}
