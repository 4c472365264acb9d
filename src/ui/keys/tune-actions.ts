import {toByteString} from '../../events/byte-string.ts';
import {removeException} from '../../tuning/exceptions.ts';
import {outputChange} from '../../tuning/output-fields.ts';
import {parseTime} from '../../tuning/time-span.ts';
import type {Dashboard} from '../dashboard.ts';
import {Prompt} from '../frame/prompt.ts';
import {withoutDead} from '../store/dead-rows.ts';
import {showBytes, showText} from '../terminal/sanitize.ts';
import {CandidatesPane} from '../views/candidates.ts';
import {deadFacts, type Row} from '../views/exceptions.ts';
import {TableView} from '../views/table-view.ts';
import {WhitelistPane} from '../views/whitelist.ts';
import {momentText} from '../views/whitelist-paint.ts';
import {plural} from '../widgets/numbers.ts';

export function whyNotWhitelist({pane, keys}: Dashboard): string | undefined {
	// Asked for every frame: the alerts of many tagged rows are gathered only when the form opens.
	if (pane instanceof TableView && pane.isSeedGone) return `the tagged rows are gone: ${keys.hint('tag.none')} untags them`;
	return pane.alert?.() === undefined && pane.seed?.() === undefined ? 'select an alert first' : undefined;
}

export function whitelist(dashboard: Dashboard): void {
	const seed = dashboard.pane.seed?.();
	const alert = dashboard.pane.alert?.();
	if (seed === undefined && alert === undefined) return;
	const {store, desk, keys, host} = dashboard;
	const origin = seed?.alerts ?? dashboard.alertsLike(alert!);
	dashboard.push(
		new WhitelistPane(origin, {store, desk, keys, changed: () => host.redraw(), terms: seed?.terms, taggedRows: seed?.taggedRows}),
	);
}

export function withForm(dashboard: Dashboard, act: (form: WhitelistPane) => void): void {
	const {pane} = dashboard;
	if (pane instanceof WhitelistPane) pane.whenRead(() => act(pane));
}

export function whyNoTerm({pane}: Dashboard): string | undefined {
	return pane instanceof WhitelistPane && !pane.isReading && pane.rows.length === 0
		? 'the alerts tell nothing that a term could ask for'
		: undefined;
}

export function whyNoOperator(dashboard: Dashboard): string | undefined {
	const {pane} = dashboard;
	if (!(pane instanceof WhitelistPane) || pane.isReading) return undefined;
	const row = pane.rows[pane.selected];
	if (row === undefined) return whyNoTerm(dashboard);
	return row.choice.operators.length > 1 ? undefined : `${row.choice.field} has this operator only`;
}

export function whyNoPlace({pane}: Dashboard): string | undefined {
	return pane instanceof WhitelistPane && !pane.isReading && pane.places.length < 2 ? 'there is no other place' : undefined;
}

export function showCandidates(dashboard: Dashboard): void {
	withForm(dashboard, (form) => {
		const pane = new CandidatesPane({
			alerts: form.origin,
			alsoSilences: form.places[form.place]?.alsoSilences ?? [],
			store: dashboard.store,
			keys: dashboard.keys,
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
			history: dashboard.inputs.kept.value,
			accept: (value) => {
				// An escaped value that was not touched keeps its bytes.
				if (value !== shown) form.setValue(toByteString(value));
			},
		});
	});
}

/** A date, or a span from now, at which the exception ends. */
export function editUntil(dashboard: Dashboard): void {
	withForm(dashboard, (form) => {
		const {store} = dashboard;
		const endOf = (value: string): number | undefined => parseTime(value.trim(), store.wallMs(), 1);
		dashboard.prompt = new Prompt({
			label: 'lasts until',
			history: dashboard.inputs.kept.value,
			note: () => {
				const untilMs = endOf(dashboard.prompt?.input.value ?? '');
				return untilMs === undefined ? '' : momentText(untilMs);
			},
			check: (value) => {
				const untilMs = endOf(value);
				if (untilMs === undefined)
					return {message: 'no date and no span', hint: '2026-11-30, 2026-11-30 18:00, 90m, 12h or 7d', isUnfinished: true};
				return untilMs <= store.wallMs() ? {message: 'that is over already', start: 0} : undefined;
			},
			accept: (value) => {
				const untilMs = endOf(value);
				if (untilMs !== undefined) form.setUntil(untilMs);
			},
		});
	});
}

/** Who, when, why: the words above the change. */
export function editComment(dashboard: Dashboard): void {
	withForm(dashboard, (form) => {
		dashboard.prompt = new Prompt({
			label: 'comment',
			value: form.comment,
			history: dashboard.inputs.kept.value,
			accept: (value) => {
				form.words = value.trim() === '' ? undefined : value.trim();
			},
		});
	});
}

export function whyNoFields({pane}: Dashboard): string | undefined {
	if (!(pane instanceof WhitelistPane) || pane.missing.length > 0) return undefined;
	return pane.isLoaded ? 'the alerts tell every usual field' : 'their rule is not loaded here: -r names the rules files it stands in';
}

/** Makes the outputs of the rules tell what this log lacks: a change like any other. */
export function addMissingFields(dashboard: Dashboard): void {
	withForm(dashboard, (form) => {
		const {missing, rules} = form;
		if (missing.length === 0) return;
		void settle(dashboard, async () => {
			for (const rule of rules) {
				const outcome = await dashboard.desk.tryChange(outputChange(rule, missing));
				if (!('message' in outcome)) continue;
				form.refusal = outcome.hint === undefined ? outcome.message : `${outcome.message}: ${outcome.hint}`;
				return;
			}
			form.changed();
			const where = rules.length === 1 ? 'the output' : 'the outputs';
			const told = `added to ${where} (${keptBy(dashboard)}): ${missing.join(', ')}`;
			dashboard.store.log.add('info', `${told}; alerts tell them once that Falco has loaded it`);
		});
	});
}

/** The engine takes the exception from the next event on; the form closes. */
export function tryDraft(dashboard: Dashboard): void {
	withForm(dashboard, (form) => {
		const {drafts} = form;
		const {problems} = form.consequence();
		if (drafts.length === 0 || problems.length > 0) {
			dashboard.store.log.tell(`not tried: ${showText(problems[0]?.message ?? 'there is no place for it')}`);
			return;
		}
		void settle(dashboard, async () => {
			const outcome = await dashboard.desk.tryDrafts(drafts);
			if ('message' in outcome) {
				form.refusal = outcome.hint === undefined ? outcome.message : `${outcome.message}: ${outcome.hint}`;
				return;
			}
			while (dashboard.stack.includes(form)) dashboard.back();
			dashboard.store.log.add('info', `trial (${keptBy(dashboard)}): ${showBytes(outcome.summary)}`);
		});
	});
}

export function whyNotRemove({view}: Dashboard): string | undefined {
	const row = (view as unknown as TableView<Row>).selected;
	if (row === undefined) return 'there is no exception';
	return row.state === 'undone' ? 'it is taken back already' : undefined;
}

export function removeSelected(dashboard: Dashboard): void {
	const row = (dashboard.view as unknown as TableView<Row>).selected;
	if (row === undefined || row.state === 'undone') return;
	if (row.elsewhere !== undefined) {
		dashboard.store.log.add(
			'warn',
			`it stands in ${showText(row.elsewhere)}: ${dashboard.keys.hint('diff.where')} in the diff goes to another file`,
		);
		return;
	}
	const removed = removeException(dashboard.desk.text, row.exception);
	if (!removed.ok) {
		dashboard.store.log.add('bad', removed.problem.message);
		return;
	}
	void settle(dashboard, async () => {
		const refusal = await dashboard.desk.tryText(removed.text, `remove from ${row.exception.name}: ${row.exception.condition}`);
		if (refusal === undefined) dashboard.store.log.add('info', `removed (${keptBy(dashboard)}): ${showBytes(row.exception.condition)}`);
		else dashboard.store.log.add('bad', refusal.message);
	});
}

/** Every exception that silences nothing, or nothing that another would not, in one change. */
export function removeDead(dashboard: Dashboard): void {
	const {desk, store} = dashboard;
	const removed = withoutDead(desk.text, deadFacts(dashboard, dashboard.options.nowMs()));
	if (removed.count === 0) {
		store.log.add('info', 'every exception silences something that no other one does');
		return;
	}
	void settle(dashboard, async () => {
		const refusal = await desk.tryText(removed.text, `remove ${plural(removed.count, 'dead exception')}`);
		if (refusal === undefined) store.log.add('info', `removed ${plural(removed.count, 'dead exception')} (${keptBy(dashboard)})`);
		else store.log.add('bad', refusal.message);
	});
}

export function undo(dashboard: Dashboard): void {
	void settle(dashboard, async () => {
		const outcome = await dashboard.desk.undo();
		if ('message' in outcome) dashboard.store.log.add('warn', outcome.message);
		else dashboard.store.log.add('info', `undone: ${showBytes(outcome.label)}. ${dashboard.keys.hint('redo')} brings it back`);
	});
}

export function redo(dashboard: Dashboard): void {
	void settle(dashboard, async () => {
		const outcome = await dashboard.desk.redo();
		if ('message' in outcome) dashboard.store.log.add('warn', outcome.message);
		else dashboard.store.log.add('info', `done again: ${showBytes(outcome.label)}`);
	});
}

/** How a change is kept and how it is undone, behind what was done. */
export function keptBy({keys}: Dashboard): string {
	return `${keys.hint('save')} saves, ${keys.hint('undo')} undoes`;
}

/** What the world refused is told; the screen follows either way. */
export async function settle(dashboard: Dashboard, work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		dashboard.store.log.add('bad', error instanceof Error ? error.message : String(error));
	}
	dashboard.host.redraw();
}
