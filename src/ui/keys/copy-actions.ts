import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Dashboard} from '../dashboard.ts';
import {csvOf, type ExportForm, jsonOf, PLAIN_THEME} from '../store/export.ts';

/** Offers what can be copied of the selection, one digit each. */
export function menu(dashboard: Dashboard): void {
	const offers = (dashboard.pane.copies?.() ?? []).slice(0, 9);
	dashboard.dialog = {
		model: {
			title: 'Copy',
			lines: [],
			items: [...offers.map((offer, at) => ({key: String(at + 1), label: offer.label})), {key: 'Esc', label: 'nothing'}],
		},
		keys: Object.fromEntries(offers.map((offer, at) => [String(at + 1), () => void dashboard.copy(offer.label, offer.text)])),
	};
}

/** Asks for the form, then writes the view beside where the dashboard was started. */
export function exportView(dashboard: Dashboard): void {
	const write = (form: ExportForm) => () => writeExport(dashboard, form);
	dashboard.dialog = {
		model: {
			title: `Export ${dashboard.view.title}`,
			lines: [],
			items: [
				{key: 'j', label: 'JSON: every row with all its columns'},
				{key: 'c', label: 'CSV: every row, for a spreadsheet'},
				{key: 't', label: 'text: what is on the screen'},
				{key: 'Esc', label: 'nothing'},
			],
		},
		keys: {j: write('json'), c: write('csv'), t: write('txt')},
	};
}

function writeExport(dashboard: Dashboard, form: ExportForm): void {
	const {view, options, store} = dashboard;
	const stamp = new Date(options.nowMs()).toISOString().replace(/[:.]/g, '-');
	const path = join(options.workFolder, `falconer-${view.id}-${stamp}.${form}`);
	const rows = view.exportRows?.() ?? [];
	try {
		const text = form === 'txt' ? screenText(dashboard) : form === 'csv' ? csvOf(rows) : jsonOf(rows);
		writeFileSync(path, text, {flag: 'wx', mode: 0o600});
		store.log.add('info', form === 'txt' ? `exported the screen to ${path}` : `exported ${rows.length} rows to ${path}`);
	} catch (error) {
		store.log.add('bad', `cannot export: ${error instanceof Error ? error.message : String(error)}`);
	}
}

const SGR = /\x1b\[[\d;]*m/g;

/** The view as it was painted last, without its colours. */
function screenText({host, view, options}: Dashboard): string {
	const {columns, rows} = host.size();
	const lines = view.paint({width: columns, height: rows}, PLAIN_THEME).map((line) => line.replace(SGR, '').trimEnd());
	return `${view.title}, ${new Date(options.nowMs()).toISOString()}\n${lines.join('\n').trimEnd()}\n`;
}
