import {showText} from '../terminal/sanitize.ts';
import {STYLE_NAMES, type StyleName, type Theme} from '../theme/theme.ts';

export type ExportForm = 'json' | 'csv' | 'txt';

/** No colours at all: for text that goes to a file. */
export const PLAIN_THEME: Theme = {
	name: 'plain',
	depth: 0,
	styles: Object.fromEntries(STYLE_NAMES.map((name) => [name, ''])) as Record<StyleName, string>,
};

/** Text is escaped as on the screen: files end up in terminals. */
export function jsonOf(rows: readonly unknown[]): string {
	return `${JSON.stringify(rows, (_, value) => plain(value), '\t')}\n`;
}

/** JSON knows no large numbers: what a number cannot hold exactly is told as text. */
function plain(value: unknown): unknown {
	if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
	return typeof value === 'string' ? showText(value) : value;
}

/** RFC 4180, with the union of the rows' keys as its heading. */
export function csvOf(rows: readonly unknown[]): string {
	const records = rows.map((row) => row as Readonly<Record<string, unknown>>);
	const keys = [...new Set(records.flatMap((record) => Object.keys(record)))];
	const lines = [keys, ...records.map((record) => keys.map((key) => record[key]))];
	return lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** What a spreadsheet would take for a formula is told apart by an apostrophe: names are chosen by attackers. */
function csvCell(value: unknown): string {
	const text =
		value === undefined || value === null
			? ''
			: typeof value === 'object'
				? JSON.stringify(value, (_, item) => plain(item))
				: showText(String(value));
	const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
