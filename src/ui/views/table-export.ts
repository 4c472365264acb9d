import type {ExportForm} from '../store/export.ts';
import type {SheetRow, TableSpec} from './table-spec.ts';

/** What an export tells of a table: the rows, and the columns that are shown, in their order. */
export interface ExportedTable<Row> {
	readonly spec: TableSpec<Row>;
	readonly rows: readonly Row[];
	readonly shownIds: readonly string[];
}

/** Each row with all it has; for a spreadsheet the shown columns, where that would be too much for one. */
export function exportTable<Row>({spec, rows, shownIds}: ExportedTable<Row>, form: ExportForm): unknown[] {
	const {exportRow, sheetRow, columns} = spec;
	if (form === 'csv' && sheetRow !== undefined) return rows.map((row) => sheetCells(sheetRow(row), shownIds));
	return rows.map((row) => exportRow?.(row) ?? Object.fromEntries(columns.map((column) => [column.id, column.text(row)])));
}

const sheetCells = ({byColumn, always}: SheetRow, ids: readonly string[]): Record<string, unknown> => ({
	...Object.fromEntries(ids.map((id) => [id, byColumn[id]])),
	...always,
});
