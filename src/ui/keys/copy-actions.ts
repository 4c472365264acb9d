import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {copyText} from '../clipboard/copy.ts';
import type {Dashboard} from '../dashboard.ts';
import {csvOf, type ExportForm, jsonOf, PLAIN_THEME} from '../store/export.ts';
import type {CopyOffer} from '../views/view.ts';
import {plural} from '../widgets/numbers.ts';

/** Offers what can be copied of the selection, one digit each. */
export function menu(dashboard: Dashboard): void {
	const offers = (dashboard.pane.copies?.() ?? []).slice(0, 9);
	dashboard.dialog = {
		model: {
			title: 'Copy',
			lines: [],
			items: [
				...offers.map((offer, at) => ({key: String(at + 1), label: offer.label})),
				{key: dashboard.keys.hint('back'), label: 'nothing'},
			],
		},
		keys: Object.fromEntries(offers.map((offer, at) => [String(at + 1), () => void copy(dashboard, offer)])),
	};
}

/** Copies safe text and says where it went. */
async function copy({options, host, store}: Dashboard, {label, text}: CopyOffer): Promise<void> {
	const {clipboard, env} = options;
	const outcome = await copyText({text, clipboard, env, writeTerminal: host.writeTerminal});
	store.log.add(outcome.ok ? 'info' : 'bad', outcome.ok ? `copied ${label} ${outcome.how}` : outcome.message);
	host.redraw();
}

/** Asks for the form, then writes what is shown beside where the dashboard was started. */
export function exportView(dashboard: Dashboard): void {
	const write = (form: ExportForm) => () => writeExport(dashboard, form);
	const hasRows = dashboard.pane.exportRows !== undefined;
	const rows = [
		{key: 'j', label: 'JSON: every row with all its columns'},
		{key: 'c', label: 'CSV: every row, for a spreadsheet'},
	];
	dashboard.dialog = {
		model: {
			title: `Export ${titleOf(dashboard)}`,
			lines: [],
			items: [
				...(hasRows ? rows : []),
				{key: 't', label: 'text: what is on the screen'},
				{key: dashboard.keys.hint('back'), label: 'nothing'},
			],
		},
		keys: {t: write('txt'), ...(hasRows && {j: write('json'), c: write('csv')})},
	};
}

const titleOf = ({pane, view}: Dashboard): string => (pane === view ? view.title : `${view.title}, ${pane.mode}`);

function writeExport(dashboard: Dashboard, form: ExportForm): void {
	const {pane, view, options, store} = dashboard;
	const stamp = new Date(options.nowMs()).toISOString().replace(/[:.]/g, '-');
	const name = pane === view ? view.id : `${view.id}-${pane.mode}`;
	const rows = pane.exportRows?.(form) ?? [];
	if (form !== 'txt' && rows.length === 0) {
		store.log.tell('there are no rows to export');
		return;
	}
	const path = join(options.workFolder, `falconer-${name}-${stamp}.${form}`);
	try {
		const text = form === 'txt' ? screenText(dashboard) : form === 'csv' ? csvOf(rows) : jsonOf(rows);
		writeFileSync(path, text, {flag: 'wx', mode: 0o600});
		store.log.add('info', form === 'txt' ? `exported the screen to ${path}` : `exported ${plural(rows.length, 'row')} to ${path}`);
	} catch (error) {
		store.log.add('bad', `cannot export: ${error instanceof Error ? error.message : String(error)}`);
	}
}

const SGR = /\x1b\[[\d;]*m/g;

/** What is shown as it was painted last, without its colours. */
function screenText(dashboard: Dashboard): string {
	const {host, pane, options} = dashboard;
	const {columns, rows} = host.size();
	const lines = pane.paint({width: columns, height: rows}, PLAIN_THEME).map((line) => line.replace(SGR, '').trimEnd());
	return `${titleOf(dashboard)}, ${new Date(options.nowMs()).toISOString()}\n${lines.join('\n').trimEnd()}\n`;
}
