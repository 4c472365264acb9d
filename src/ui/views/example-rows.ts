import type {Alert} from '../../alerts/alert.ts';
import {groupKey} from '../../tuning/key-fields.ts';
import {cellWidth, cutCells} from '../terminal/width.ts';
import {showValue} from './words.ts';

const GAP = '   ';
/** An example that is cut shorter says nothing. */
const LEAST_CELLS = 18;

/** Examples of alerts in so many rows: none is broken between two rows, long ones are cut where that lets all of them stand there. */
export function exampleRows(alerts: readonly Alert[], cells: number, rows: number): string[] {
	if (alerts.length === 0) return ['nothing that was kept'];
	const texts = alerts.map((alert) => cutCells(exampleText(alert), cells));
	let fits = Math.min(LEAST_CELLS, cells);
	if (pack(texts, fits, cells).length > rows) return withRest(pack(texts, fits, cells), cells, rows);
	// The longest that all may be: shorter ones never need more rows.
	for (let above = cells + 1; above - fits > 1; ) {
		const most = (fits + above) >> 1;
		if (pack(texts, most, cells).length <= rows) fits = most;
		else above = most;
	}
	return pack(texts, fits, cells).map((row) => row.join(GAP));
}

/** `backup-agent → /etc/shadow`. */
function exampleText(alert: Alert): string {
	const {fields, values} = groupKey(alert);
	return values.map((value, at) => showValue(value, fields[at])).join(' → ');
}

/** Each in at most `most` cells, as many in a row as fit. */
function pack(texts: readonly string[], most: number, cells: number): string[][] {
	const rows: string[][] = [];
	let rest = 0;
	for (const text of texts) {
		const cut = cutCells(text, most);
		const needed = cellWidth(cut) + GAP.length;
		const last = rows.at(-1);
		if (last !== undefined && needed <= rest) last.push(cut);
		else rows.push([cut]);
		rest = (last !== undefined && needed <= rest ? rest : cells) - needed;
	}
	return rows;
}

/** The last row says how many there is no room for. */
function withRest(packed: readonly (readonly string[])[], cells: number, rows: number): string[] {
	const shown = packed.slice(0, rows);
	const left = packed.slice(rows).reduce((sum, row) => sum + row.length, 0);
	const last = [...shown.at(-1)!];
	const rest = (more: number): string => `${GAP}… ${more} more`;
	let more = left;
	for (; last.length > 1 && cellWidth(last.join(GAP) + rest(more)) > cells; more++) last.pop();
	const end = cutCells(last.join(GAP), cells - rest(more).length) + rest(more);
	return [...shown.slice(0, -1).map((row) => row.join(GAP)), end];
}
