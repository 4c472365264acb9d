import type {Alert} from '../../alerts/alert.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import type {Column} from '../widgets/columns.ts';
import type {CopyOffer, ExceptionSeed} from './view.ts';

/** What a table is made of: rows from the store, their columns, and what can be done with them. */
export interface TableSpec<Row> {
	readonly id: string;
	readonly title: string;
	readonly shortTitle?: string;
	readonly columns: readonly Column<Row>[];
	readonly sortBy?: string;
	/** The column that decides between rows that are alike in the one chosen; without it `sortBy`. */
	readonly tieBy?: string;
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
	/** For a spreadsheet, where `exportRow` tells more than has room in columns: values by column, and others that are always told. */
	readonly sheetRow?: (row: Row) => SheetRow;
}

export interface SheetRow {
	/** By the column's id: told where the column is shown. */
	readonly byColumn: Readonly<Record<string, unknown>>;
	readonly always: Readonly<Record<string, unknown>>;
}

/** A field that has this value in the row. */
export interface CellTerm {
	readonly field: string;
	readonly value: string;
}
