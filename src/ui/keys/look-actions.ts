import type {EventLine} from '../../engine/protocol.ts';
import {writeTerm} from '../../tuning/condition.ts';
import type {Dashboard} from '../dashboard.ts';
import {Prompt} from '../frame/prompt.ts';
import {checkEventFilter} from '../store/event-filter.ts';
import {fieldNames} from '../store/output-preview.ts';
import {compileViewFilter} from '../store/view-filter.ts';
import {createAlertDetail} from '../views/alert-detail.ts';
import {likeTerms} from '../views/alerts.ts';
import {EventDetail, eventSubject} from '../views/events.ts';
import {createHelp} from '../views/help.ts';
import {createLog} from '../views/log.ts';
import {type MenuItem, MenuPane} from '../views/menu.ts';
import {createProblemsDetail, createRuleDetail} from '../views/rules.ts';
import {TableView} from '../views/table-view.ts';
import {alertSubject, WhyPane} from '../views/why.ts';
import {plural} from '../widgets/numbers.ts';
import {actionOf, whyNot} from './actions.ts';
import type {CommandId} from './commands.ts';
import {completeAfter} from './rule-actions.ts';

export function help(dashboard: Dashboard): void {
	openHelp(dashboard, `Help · ${dashboard.view.title}`);
}

export function palette(dashboard: Dashboard): void {
	openHelp(dashboard, ':');
}

function openHelp(dashboard: Dashboard, title: string): void {
	const {mode, view} = dashboard;
	const run = (id: CommandId): void => {
		dashboard.back();
		dashboard.runCommand(id);
	};
	dashboard.push(createHelp({mode, view: view.id, keys: dashboard.keys, title, run, why: (id) => whyNot(id, dashboard)}));
}

function ruleOfSelected(dashboard: Dashboard): Parameters<typeof createRuleDetail>[0] | undefined {
	const selected = (dashboard.view as {selected?: {rule?: Parameters<typeof createRuleDetail>[0]}}).selected;
	return dashboard.view.id === 'rules' ? selected?.rule : undefined;
}

export function whyNotOpen(dashboard: Dashboard): string | undefined {
	return dashboard.pane.seed?.() === undefined &&
		dashboard.pane.alert?.() === undefined &&
		ruleOfSelected(dashboard) === undefined &&
		eventOfSelected(dashboard) === undefined
		? 'nothing to open here'
		: undefined;
}

/** What offers an exception opens its form; an alert or a rule its detail. */
export function open(dashboard: Dashboard): void {
	if (dashboard.view.id === 'noise') {
		actionOf('whitelist')(dashboard);
		return;
	}
	const alert = dashboard.pane.alert?.();
	const rule = ruleOfSelected(dashboard);
	if (alert !== undefined) dashboard.push(createAlertDetail(alert, dashboard.store));
	else if (rule !== undefined) dashboard.push(createRuleDetail(rule, dashboard.store));
	else {
		const event = eventOfSelected(dashboard);
		if (event !== undefined) dashboard.push(new EventDetail(event, dashboard.store));
	}
}

export function showWhy(dashboard: Dashboard): void {
	const alert = dashboard.pane.alert?.();
	const event = eventOfSelected(dashboard);
	if (alert !== undefined) dashboard.push(new WhyPane(alertSubject(alert), dashboard.store));
	else if (event !== undefined) askWhichRule(dashboard, event);
}

export function whyNotWhy(dashboard: Dashboard): string | undefined {
	return dashboard.pane.alert?.() === undefined && eventOfSelected(dashboard) === undefined
		? 'select an alert or an event first'
		: undefined;
}

/** Why a rule did, or did not, fire on an event: the tree opens at the first check that failed. */
function askWhichRule(dashboard: Dashboard, event: EventLine): void {
	const {store} = dashboard;
	dashboard.push(
		new MenuPane({
			title: 'Why did this rule not fire?',
			items: () => store.rules.map((rule) => ({id: rule.name, label: rule.name, note: rule.enabled ? undefined : 'disabled'})),
			choose: (name) => {
				dashboard.back();
				const pane = new WhyPane(eventSubject(event, name), store);
				pane.toFirstFailure();
				dashboard.push(pane);
			},
		}),
	);
}

export function withMenu(dashboard: Dashboard, act: (menu: MenuPane) => void): void {
	if (dashboard.pane instanceof MenuPane) act(dashboard.pane);
}

function eventOfSelected(dashboard: Dashboard): EventLine | undefined {
	if (dashboard.pane instanceof EventDetail) return dashboard.pane.line;
	return dashboard.view.id === 'events' ? (dashboard.view as unknown as TableView<EventLine>).selected : undefined;
}

export function withWhy(dashboard: Dashboard, act: (pane: WhyPane) => void): void {
	if (dashboard.pane instanceof WhyPane) act(dashboard.pane);
}

export function showLog(dashboard: Dashboard): void {
	dashboard.push(createLog(dashboard.store));
}

export function showProblems(dashboard: Dashboard): void {
	dashboard.push(createProblemsDetail(dashboard.store));
}

export function nextNoiseScope(dashboard: Dashboard): void {
	dashboard.noise.nextScope();
	dashboard.noise.refresh(dashboard.options.nowMs());
}

export function toggleTree(dashboard: Dashboard): void {
	dashboard.processes.toggleTree();
	dashboard.processes.refresh(dashboard.options.nowMs());
}

export function toggleDemo(dashboard: Dashboard): void {
	const {demo} = dashboard.options;
	if (demo === undefined) return;
	const starts = !demo.running();
	const failed = (error: unknown): void =>
		dashboard.store.log.add('bad', `the demo failed: ${error instanceof Error ? error.message : String(error)}`);
	dashboard.store.log.add('info', starts ? 'the demo is running: D stops it' : 'the demo was stopped');
	Promise.resolve(starts ? demo.start() : demo.stop()).catch(failed);
}

/** A replay is held itself; live events go on behind a screen that stands still. */
export function togglePause(dashboard: Dashboard): void {
	if (dashboard.replay.isReplay) dashboard.replay.togglePause();
	else dashboard.setPaused(!dashboard.isPaused);
}

export function search(dashboard: Dashboard): void {
	const {view, histories} = dashboard;
	let found = 0;
	dashboard.prompt = new Prompt({
		label: '/',
		history: histories.search,
		check: (value) => {
			found = view.search?.(value.trim()) ?? 0;
			return undefined;
		},
		note: () => (dashboard.prompt?.input.value.trim() === '' ? 'type what to look for' : plural(found, 'match', 'matches')),
		accept: (value) => dashboard.remember('search', value),
		cancel: () => view.search?.(''),
	});
}

/** The filter of the live tail, evaluated in the engine. */
function filterEvents(dashboard: Dashboard): void {
	const {histories, tail, store} = dashboard;
	const macros = new Set(store.definitions.macros.map(({name}) => name));
	dashboard.prompt = new Prompt({
		label: 'events filter',
		value: tail.filter,
		history: histories.events,
		check: (value) => {
			const problem = checkEventFilter(value, macros);
			return problem && {message: problem.message, hint: problem.hint, start: problem.span.start};
		},
		note: () => (dashboard.prompt?.input.value.trim() === '' ? 'a condition, macros too, such as spawned_process and container' : ''),
		completions: (before) => completeAfter(/(?:^|[\s(])([a-z_][a-z0-9_.]*)$/i, before, [...fieldNames(), ...macros]),
		accept: (value) => {
			dashboard.remember('events', value);
			tail.setFilter(value);
		},
	});
}

export function filter(dashboard: Dashboard): void {
	if (dashboard.view.id === 'events') {
		filterEvents(dashboard);
		return;
	}
	const {histories} = dashboard;
	dashboard.knowFields();
	dashboard.prompt = new Prompt({
		label: 'filter',
		value: dashboard.filter?.text,
		history: histories.filter,
		check: (value) => {
			if (value.trim() === '') return undefined;
			const compiled = compileViewFilter(value, dashboard.checkField);
			return compiled.ok ? undefined : {message: compiled.problem.message, hint: compiled.problem.hint, start: compiled.problem.span.start};
		},
		note: () => (dashboard.prompt?.input.value.trim() === '' ? 'a condition, such as proc.name = cat and fd.name startswith /etc' : ''),
		completions: (before) => completeAfter(/(?:^|[\s(])([a-z_][a-z0-9_.]*)$/i, before, fieldNames()),
		accept: (value) => {
			dashboard.remember('filter', value);
			dashboard.setFilter(value);
		},
	});
}

/** Adds to the filter what the selected alert's group has in common, or its opposite. */
export function filterLike(dashboard: Dashboard, isNot: boolean): void {
	const alert = dashboard.pane.alert?.();
	const group = alert && dashboard.store.groups.groupOf(alert);
	const cell = dashboard.view instanceof TableView ? dashboard.view.cellTerms() : undefined;
	if (cell === undefined && group === undefined) return;
	const terms = (cell ?? likeTerms(group!)).map(({field, value}) => writeTerm({field, operator: '=', values: [value]}));
	if (terms.length === 0) return;
	const like = isNot ? `not (${terms.join(' and ')})` : terms.join(' and ');
	const before = dashboard.filter?.text;
	dashboard.setFilter(before === undefined ? like : `(${before}) and ${like}`);
}

export function withTable(dashboard: Dashboard, act: (table: TableView<unknown>) => void): void {
	if (dashboard.view instanceof TableView) act(dashboard.view as TableView<unknown>);
}

export function tagSimilar(dashboard: Dashboard): void {
	withTable(dashboard, (table) =>
		dashboard.store.log.add('info', `${plural(table.tagSimilar(), 'row')} tagged: w makes one exception, U untags`),
	);
}

export function follow(dashboard: Dashboard): void {
	withTable(dashboard, (table) => table.follow());
	dashboard.store.log.add('info', 'the selection follows its row; g goes back to the first');
}

export function pickView(dashboard: Dashboard): void {
	const {views} = dashboard;
	dashboard.push(
		new MenuPane({
			title: 'Views',
			items: () => views.map((view, at) => ({id: view.id, label: view.title, note: String(at + 1)})),
			selected: dashboard.view.id,
			choose: (id) => dashboard.show(views.findIndex((view) => view.id === id)),
		}),
	);
}

export function pickSort(dashboard: Dashboard): void {
	withTable(dashboard, (table) => {
		const arrow = table.order.reversed ? '▴' : '▾';
		dashboard.push(
			new MenuPane({
				title: 'Sort by',
				items: () => table.sortColumns.map(({id, title}) => ({id, label: title || id, note: table.order.by === id ? arrow : undefined})),
				selected: table.order.by,
				choose: (id) => {
					table.sortTo(id);
					dashboard.back();
					table.refresh(dashboard.options.nowMs());
				},
			}),
		);
	});
}

export function pickColumns(dashboard: Dashboard): void {
	withTable(dashboard, (table) => {
		dashboard.push(
			new MenuPane({
				title: 'Columns',
				hint: '↵ shows or hides, ← → move, type to search',
				items: () => columnItems(table),
				choose: (id) => table.toggleColumn(id),
				shift: (id, step) => table.shiftColumn(id, step),
			}),
		);
	});
}

/** Those that are shown, in their order, then the others. */
function columnItems({spec, shownColumns}: TableView<unknown>): MenuItem[] {
	const titleOf = (id: string): string => spec.columns.find((column) => column.id === id)?.title || id;
	const others = spec.columns.map(({id}) => id).filter((id) => !shownColumns.includes(id));
	return [...shownColumns, ...others].map((id) => ({id, label: titleOf(id), note: id, on: shownColumns.includes(id)}));
}

export function sort(dashboard: Dashboard, step: 1 | -1): void {
	dashboard.view.sortBy?.(step);
	dashboard.view.refresh(dashboard.options.nowMs());
}

export function reverse(dashboard: Dashboard): void {
	dashboard.view.reverse?.();
	dashboard.view.refresh(dashboard.options.nowMs());
}

/** Input with a fault is not accepted: the fault stays in view. */
export function acceptPrompt(dashboard: Dashboard): void {
	const {prompt} = dashboard;
	if (prompt === undefined || prompt.problem !== undefined) return;
	dashboard.prompt = undefined;
	prompt.options.accept(prompt.input.value);
}

export function back(dashboard: Dashboard): void {
	if (dashboard.prompt !== undefined) {
		const {prompt} = dashboard;
		dashboard.prompt = undefined;
		prompt.options.cancel?.();
	} else if (dashboard.dialog !== undefined) dashboard.dialog = undefined;
	else dashboard.back();
}

/** Esc on a view takes off one thing at a time and never quits. */
export function clear(dashboard: Dashboard): void {
	dashboard.store.log.dismiss();
	if (dashboard.isPaused) dashboard.setPaused(false);
	else if (dashboard.view.id === 'events' && dashboard.tail.filter !== '') dashboard.tail.setFilter('');
	else if (dashboard.filter !== undefined) dashboard.setFilter('');
	else dashboard.view.search?.('');
}

/** Unsaved changes are asked for once. */
export function quit(dashboard: Dashboard): void {
	const {unsaved} = dashboard.desk;
	const leave = (): void => dashboard.host.exit(0);
	if (unsaved === 0) {
		leave();
		return;
	}
	dashboard.dialog = {
		model: {
			title: `${plural(unsaved, 'change')} of the rules not saved`,
			lines: [],
			items: [
				{key: 'S', label: 'show the diff and save'},
				{key: 'q', label: 'quit without saving'},
				{key: 'Esc', label: 'stay'},
			],
		},
		keys: {S: () => actionOf('save')(dashboard), q: leave},
	};
}
