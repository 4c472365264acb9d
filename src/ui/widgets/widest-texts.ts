import {showText} from '../terminal/sanitize.ts';
import {cellWidth} from '../terminal/width.ts';
import type {Column, WidestTexts} from './columns.ts';

/** No column needs more: what is longer is read in the detail. */
const MOST_CELLS = 100;

/** The longest texts that a table has shown. They only grow, so that columns do not move to and fro. */
export class WidestTextsSeen<Row> {
	private readonly cells = new Map<string, number>();

	get widest(): WidestTexts {
		return this.cells;
	}

	/** Looks at the rows that are about to be painted. */
	see(columns: readonly Column<Row>[], rows: readonly Row[], from: number, to: number): void {
		for (const column of columns) {
			if (column.grow === undefined) continue;
			let widest = this.cells.get(column.id) ?? 0;
			for (let at = from; at < to && widest < MOST_CELLS; at++) {
				const text = column.text(rows[at]);
				// A character is seldom wider than two cells: a short text need not be measured.
				if (text.length * 2 > widest) widest = Math.max(widest, cellWidth(showText(text.slice(0, MOST_CELLS))));
			}
			this.cells.set(column.id, Math.min(MOST_CELLS, widest));
		}
	}
}
