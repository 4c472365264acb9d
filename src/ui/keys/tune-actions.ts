import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {toByteString} from '../../events/byte-string.ts';
import {removeException} from '../../tuning/exceptions.ts';
import {SaveFailure} from '../../tuning/save-failure.ts';
import type {Dashboard} from '../dashboard.ts';
import {Prompt} from '../frame/prompt.ts';
import {withoutDead} from '../store/dead-rows.ts';
import {showBytes} from '../terminal/sanitize.ts';
import {CandidatesPane} from '../views/candidates.ts';
import {createDiff, type DiffPane} from '../views/diff.ts';
import type {Row} from '../views/exceptions.ts';
import type {TableView} from '../views/table-view.ts';
import {WhitelistPane} from '../views/whitelist.ts';
import {plural} from '../widgets/numbers.ts';

/** An exception is of one rule: a tagged set of several has none in common. */
export function whyNotWhitelist(dashboard: Dashboard): string | undefined {
	const seed = dashboard.pane.seed?.();
	if (seed === undefined) return dashboard.pane.alert?.() === undefined ? 'select an alert first' : undefined;
	const rules = new Set(seed.alerts.map(({rule}) => rule));
	if (rules.size === 0) return 'the tagged rows are gone: U untags them';
	return rules.size > 1 ? `an exception is of one rule, the tagged rows are of ${rules.size}` : undefined;
}

export function whitelist(dashboard: Dashboard): void {
	const seed = dashboard.pane.seed?.();
	const alert = dashboard.pane.alert?.();
	if (seed === undefined && alert === undefined) return;
	const form = new WhitelistPane(seed?.alerts ?? dashboard.alertsLike(alert!), dashboard.store, dashboard.desk);
	if (seed?.terms !== undefined) form.setTerms(seed.terms);
	dashboard.push(form);
}

export function withForm(dashboard: Dashboard, act: (form: WhitelistPane) => void): void {
	if (dashboard.pane instanceof WhitelistPane) act(dashboard.pane);
}

export function showCandidates(dashboard: Dashboard): void {
	withForm(dashboard, (form) => {
		const pane = new CandidatesPane({
			alerts: form.origin,
			alsoSilences: form.places[form.place]?.alsoSilences ?? [],
			store: dashboard.store,
			choose: (terms) => {
				dashboard.back();
				form.setTerms(terms);
			},
			changed: () => dashboard.host.redraw(),
		});
		dashboard.push(pane);
	});
}

export function chooseCandidate(dashboard: Dashboard): void {
	if (dashboard.pane instanceof CandidatesPane) dashboard.pane.choose();
}

/** Another value for the selected term: the beginning of a path, a pattern. */
export function editValue(dashboard: Dashboard): void {
	withForm(dashboard, (form) => {
		const row = form.rows[form.selected];
		if (row === undefined) return;
		const shown = showBytes(row.term.values[0] ?? '');
		dashboard.prompt = new Prompt({
			label: `${row.choice.field} ${row.term.operator}`,
			value: shown,
			history: dashboard.histories.value,
			accept: (value) => {
				// An escaped value that was not touched keeps its bytes.
				if (value !== shown) form.setValue(toByteString(value));
			},
		});
	});
}

/** The engine takes the exception from the next event on; the form closes. */
export function tryDraft(dashboard: Dashboard): void {
	withForm(dashboard, (form) => {
		const {draft} = form;
		const {problems} = form.consequence();
		if (draft === undefined || problems.length > 0) return;
		void settle(dashboard, async () => {
			const outcome = await dashboard.desk.tryDraft(draft);
			if ('message' in outcome) {
				form.refusal = outcome.hint === undefined ? outcome.message : `${outcome.message}: ${outcome.hint}`;
				return;
			}
			while (dashboard.stack.includes(form)) dashboard.back();
			dashboard.store.log.add('info', `trial: ${showBytes(outcome.summary)}. S saves it, z takes it back`);
		});
	});
}

export function removeSelected(dashboard: Dashboard): void {
	const row = (dashboard.view as unknown as TableView<Row>).selected;
	if (row === undefined || row.state === 'undone') return;
	const removed = removeException(dashboard.desk.text, row.exception);
	if (!removed.ok) {
		dashboard.store.log.add('bad', removed.problem.message);
		return;
	}
	void settle(dashboard, async () => {
		const refusal = await dashboard.desk.tryText(removed.text, `remove from ${row.exception.macro}: ${row.exception.condition}`);
		if (refusal === undefined)
			dashboard.store.log.add('info', `removed: ${showBytes(row.exception.condition)}. S saves this, z takes it back`);
		else dashboard.store.log.add('bad', refusal.message);
	});
}

/** Every exception that silences nothing, or nothing that another would not, in one change. */
export function removeDead(dashboard: Dashboard): void {
	const {desk, store} = dashboard;
	const removed = withoutDead(desk.text, store.rules, BigInt(dashboard.options.nowMs()) * 1_000_000n);
	if (removed.count === 0) {
		store.log.add('info', 'every exception silences something that no other one does');
		return;
	}
	void settle(dashboard, async () => {
		const refusal = await desk.tryText(removed.text, `remove ${plural(removed.count, 'dead exception')}`);
		if (refusal === undefined) store.log.add('info', `removed ${plural(removed.count, 'dead exception')}. S saves this, z takes it back`);
		else store.log.add('bad', refusal.message);
	});
}

export function showDiff(dashboard: Dashboard): void {
	dashboard.push(createDiff(dashboard.desk));
}

export function write(dashboard: Dashboard): void {
	const pane = dashboard.pane as DiffPane;
	void settle(dashboard, async () => {
		try {
			const path = await dashboard.desk.save();
			dashboard.back();
			dashboard.store.log.add('info', `saved ${path}. A running Falco that watches its files reloads by itself`);
		} catch (error) {
			if (!(error instanceof SaveFailure)) throw error;
			const ways = {
				changed: 'R reads the file again (unsaved changes are dropped)',
				configmap: 'y copies the change, P writes a patch file',
				'read-only': 'y copies the change, P writes a patch file',
			};
			pane.failure = {message: error.message, hint: (ways as Partial<Record<string, string>>)[error.code] ?? error.hint};
			dashboard.store.log.add('bad', `not saved: ${error.message}`);
		}
	});
}

/** For where the file itself cannot be written. */
export function writePatch(dashboard: Dashboard): void {
	dashboard.prompt = new Prompt({
		label: 'patch file',
		value: join(dashboard.options.workFolder, 'falco_rules.local.patch'),
		history: dashboard.histories.path,
		accept: (path) => {
			try {
				writeFileSync(path, dashboard.desk.patch(), {flag: 'wx'});
				dashboard.store.log.add('info', `wrote ${path}`);
			} catch (error) {
				dashboard.store.log.add('bad', `cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`);
			}
		},
	});
}

export function reload(dashboard: Dashboard): void {
	void settle(dashboard, async () => {
		const refusal = await dashboard.desk.reload();
		dashboard.back();
		dashboard.store.log.add(refusal === undefined ? 'info' : 'bad', refusal?.message ?? 'the local rules were read again');
	});
}

export function undo(dashboard: Dashboard): void {
	void settle(dashboard, async () => {
		const outcome = await dashboard.desk.undo();
		if ('message' in outcome) dashboard.store.log.add('warn', outcome.message);
		else dashboard.store.log.add('info', `undone: ${showBytes(outcome.label)}. Z brings it back`);
	});
}

export function redo(dashboard: Dashboard): void {
	void settle(dashboard, async () => {
		const outcome = await dashboard.desk.redo();
		if ('message' in outcome) dashboard.store.log.add('warn', outcome.message);
		else dashboard.store.log.add('info', `done again: ${showBytes(outcome.label)}`);
	});
}

/** What the world refused is told; the screen follows either way. */
async function settle(dashboard: Dashboard, work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		dashboard.store.log.add('bad', error instanceof Error ? error.message : String(error));
	}
	dashboard.host.redraw();
}
