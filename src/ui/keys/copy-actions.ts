import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Dashboard} from '../dashboard.ts';

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

/** Writes the rows of the view as JSON beside where the dashboard was started. */
export function exportView(dashboard: Dashboard): void {
	const {view, options} = dashboard;
	const stamp = new Date(options.nowMs()).toISOString().replace(/[:.]/g, '-');
	const path = join(options.workFolder, `falconer-${view.id}-${stamp}.json`);
	try {
		const rows = view.exportRows?.() ?? [];
		writeFileSync(path, `${JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value), '\t')}\n`, {
			flag: 'wx',
			mode: 0o600,
		});
		dashboard.store.log.add('info', `exported ${rows.length} rows to ${path}`);
	} catch (error) {
		dashboard.store.log.add('bad', `cannot export: ${error instanceof Error ? error.message : String(error)}`);
	}
}
