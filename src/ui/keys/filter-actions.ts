import {writeTerm} from '../../tuning/condition.ts';
import type {Dashboard} from '../dashboard.ts';
import {type Completions, Prompt} from '../frame/prompt.ts';
import {checkEventFilter} from '../store/event-filter.ts';
import {fieldNames} from '../store/output-preview.ts';
import {completeCondition, typedProblem} from '../store/typed-condition.ts';
import {compileViewFilter, OWN_FIELD_NAMES, type ViewFilterProblem} from '../store/view-filter.ts';
import {likeTerms} from '../views/alerts.ts';
import type {CellTerm} from '../views/table-spec.ts';
import {TableView} from '../views/table-view.ts';
import type {View} from '../views/view.ts';
import {plural} from '../widgets/numbers.ts';

export function search(dashboard: Dashboard): void {
	const {view, inputs} = dashboard;
	dashboard.prompt = new Prompt({
		label: '/',
		history: inputs.kept.search,
		check: (value) => {
			view.search?.(value.trim());
			return undefined;
		},
		note: () => (dashboard.prompt?.input.value.trim() === '' ? 'type what to look for' : matchesText(view)),
		accept: (value) => dashboard.inputs.remember('search', value),
		cancel: () => view.search?.(''),
	});
}

function matchesText({matches: {count, isBusy} = {count: 0, isBusy: false}}: View): string {
	return plural(count, 'match', 'matches') + (isBusy ? ' so far …' : '');
}

function filterEvents(dashboard: Dashboard): void {
	const {inputs, tail, store} = dashboard;
	const macros = new Set(store.definitions.macros.map(({name}) => name));
	const completions = (before: string): Completions | undefined => completeCondition(before, [...fieldNames(), ...macros]);
	dashboard.prompt = new Prompt({
		label: 'events filter',
		value: tail.filter,
		history: inputs.kept.events,
		check: (value) => typedProblem(value, (text) => checkEventFilter(text, macros), completions),
		note: () => (dashboard.prompt?.input.value.trim() === '' ? 'a condition, macros too, such as spawned_process and container' : ''),
		completions,
		accept: (value) => {
			dashboard.inputs.remember('events', value);
			tail.setFilter(value);
		},
	});
}

export function filter(dashboard: Dashboard): void {
	if (dashboard.view.id === 'events') {
		filterEvents(dashboard);
		return;
	}
	const {inputs} = dashboard;
	dashboard.knowFields();
	const problemOf = (text: string): ViewFilterProblem | undefined => {
		const compiled = compileViewFilter(text, dashboard.fieldNames.check);
		return compiled.ok ? undefined : compiled.problem;
	};
	const completions = (before: string): Completions | undefined => completeCondition(before, [...fieldNames(), ...OWN_FIELD_NAMES]);
	dashboard.prompt = new Prompt({
		label: 'filter',
		value: dashboard.filter?.text,
		history: inputs.kept.filter,
		check: (value) => typedProblem(value, problemOf, completions),
		note: () => (dashboard.prompt?.input.value.trim() === '' ? 'a condition, such as proc.name = cat and fd.name startswith /etc' : ''),
		completions,
		accept: (value) => {
			dashboard.inputs.remember('filter', value);
			dashboard.setFilter(value);
			tellElsewhere(dashboard);
		},
	});
}

/**
 * Adds to the filter what the cell under the cursor says, or what the selected alert's group has in common, or its
 * opposite. In the view of events that is their filter, everywhere else the one of alerts.
 */
export function filterLike(dashboard: Dashboard, isNot: boolean): void {
	const {tail, view} = dashboard;
	const terms = termsOfSelected(dashboard).map(({field, value}) => writeTerm({field, operator: '=', values: [value]}));
	if (terms.length === 0) return;
	const like = isNot ? `not (${terms.join(' and ')})` : terms.join(' and ');
	const isEvents = view.id === 'events';
	const before = isEvents ? tail.filter : (dashboard.filter?.text ?? '');
	const filter = before === '' ? like : `(${before}) and ${like}`;
	dashboard.inputs.remember(isEvents ? 'events' : 'filter', filter);
	if (isEvents) tail.setFilter(filter);
	else dashboard.setFilter(filter);
	if (!isEvents) tellElsewhere(dashboard);
}

/** Where the filter of alerts is set from another view, which does not show it. */
function tellElsewhere({view, filter, store, keys}: Dashboard): void {
	if (view.id === 'alerts') return;
	const outcome = filter === undefined ? 'the alerts are not filtered any more' : 'the alerts are filtered';
	store.log.add('info', `${outcome}: ${keys.hint('view.1')} shows them`);
}

export function whyNotLike(dashboard: Dashboard): string | undefined {
	if (termsOfSelected(dashboard).length > 0) return undefined;
	const keys = `${dashboard.keys.hint('cell.previous')} ${dashboard.keys.hint('cell.next')}`;
	return `no filter can ask for this: go to a cell that is a field of events (${keys})`;
}

/** Of the cell under the cursor; of the whole row where the cursor is in none. */
function termsOfSelected({view, pane, store}: Dashboard): readonly CellTerm[] {
	if (view instanceof TableView && view.shown.cursor !== undefined) return view.cellTerms() ?? [];
	if (view instanceof TableView && view.rowTerms !== undefined) return view.rowTerms;
	const alert = pane.alert?.();
	const group = alert && store.groups.groupOf(alert);
	return group === undefined ? [] : likeTerms(group);
}

/** What Esc would leave on a view, as the footer calls it: one thing at a time, and never the program. */
export function whatEscLeaves(dashboard: Dashboard): string {
	const {view} = dashboard;
	if (isSearching(view)) return 'End search';
	if (view.alertFilter?.present !== undefined) return 'No filter';
	// What was opened from a screen that stands still leads back to it as it stands.
	if (dashboard.stack.includes(view)) return 'Back';
	if (dashboard.isPaused) return 'Continue';
	return isFiltered(dashboard) ? 'No filter' : '';
}

/** Whether what the view shows is filtered. */
function isFiltered({view, tail, filter}: Dashboard): boolean {
	return view.id === 'events' ? tail.filter !== '' : view.id === 'alerts' && filter !== undefined;
}

/** Esc never quits: who presses it for that is told what does. */
export function whyNotClear(dashboard: Dashboard): string | undefined {
	const leaves = whatEscLeaves(dashboard) !== '' || dashboard.store.log.notice() !== undefined;
	return leaves ? undefined : `there is nothing to leave: ${dashboard.keys.hint('quit')} quits`;
}

export function clear(dashboard: Dashboard): void {
	const {view, tail, store} = dashboard;
	store.log.dismiss();
	if (isSearching(view)) view.search?.('');
	else if (view.alertFilter?.present !== undefined) dashboard.setFilter('');
	else if (dashboard.stack.includes(view)) dashboard.back();
	else if (dashboard.isPaused) dashboard.setPaused(false);
	else if (!isFiltered(dashboard)) return;
	else if (view.id === 'events') tail.setFilter('');
	else dashboard.setFilter('');
}

const isSearching = (view: View): boolean => view instanceof TableView && view.isSearching;
