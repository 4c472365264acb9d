import type {Alert} from '../../alerts/alert.ts';
import type {CountScope} from '../../engine/counts.ts';
import {writeTerm} from '../../tuning/condition.ts';
import {compileTerms} from '../../tuning/match-term.ts';
import type {Dashboard} from '../dashboard.ts';
import {isInScope} from '../store/heat-map.ts';
import {showBytes, showText} from '../terminal/sanitize.ts';
import {type AlertsOfOptions, createAlertsOf, createJoin} from '../views/alerts-of.ts';
import {createEventsView} from '../views/events.ts';
import {ProcessDetail} from '../views/process-detail.ts';
import {createProcessesView, type ProcessesView} from '../views/processes.ts';
import {containerName} from '../views/words.ts';
import {eventOfSelected, ruleOfSelected, selectedContainer, selectedProcess, stayHere} from './open-actions.ts';

// Ways from a row to what belongs to it: each opens a list of its own over the view, and Esc leads back.

/** The kept alerts of the selected rule, container or process, or those that the selected exception would silence. */
export function showAlertsOf(dashboard: Dashboard): void {
	const subject = alertsOfSelected(dashboard);
	if (subject === undefined) return;
	if (hasAny(dashboard, subject.test())) {
		stayHere(dashboard);
		dashboard.open(createAlertsOf(dashboard.alertsOptions, subject));
	} else dashboard.store.log.tell(`no alert of ${subject.name} is kept`);
}

export const whyNoAlertsOf = (dashboard: Dashboard): string | undefined =>
	alertsOfSelected(dashboard) === undefined ? 'select a rule, a container, a process or an exception of the Noise view first' : undefined;

export function hasAny({store}: Dashboard, test: (alert: Alert) => boolean): boolean {
	for (let at = store.history.size - 1; at >= 0; at--) if (test(store.history.at(at)!)) return true;
	return false;
}

interface Subject extends AlertsOfOptions {
	/** What it is called in a sentence. */
	readonly name: string;
}

function alertsOfSelected(dashboard: Dashboard): Subject | undefined {
	const {view, namedViews} = dashboard;
	if (view === namedViews.noise) return ofNoise(dashboard);
	const rule = ruleOfSelected(dashboard);
	if (rule !== undefined) {
		const test = (alert: Alert): boolean => alert.rule === rule.name;
		return {title: 'Alerts of a rule', name: rule.name, test: () => test, head: (line) => line.put(rule.name, 'strong')};
	}
	const scope = scopeOfSelected(dashboard);
	if (scope === undefined) return undefined;
	const name = nameOfScope(dashboard, scope);
	const test = (alert: Alert): boolean => isInScope(alert, scope);
	const style = scope.kind === 'container' ? 'container' : 'strong';
	return {title: `Alerts of a ${scope.kind}`, name, test: () => test, head: (line) => line.put(name, style)};
}

/** An exception in force takes what it silences from the list, as it does from the ranking. */
function ofNoise({namedViews: {noise}, exceptions}: Dashboard): Subject | undefined {
	const {selected} = noise;
	if (selected === undefined) return undefined;
	const {rule, terms, condition} = selected;
	const matches = compileTerms(terms);
	const isMeant = (alert: Alert): boolean => alert.rule === rule && matches(alert);
	const join = createJoin();
	let quiet: ((alert: Alert) => boolean) | undefined;
	let isLoud = (_: Alert): boolean => true;
	const test = () => {
		const present = exceptions.quiet.test;
		if (present !== quiet) {
			quiet = present;
			isLoud = (alert) => !present(alert);
		}
		return join(isMeant, isLoud);
	};
	const head: Subject['head'] = (line) =>
		line.put(rule, 'strong').put('  that this would silence: ', 'muted').put(showBytes(condition), 'value');
	return {title: 'Alerts to silence', name: `${rule} that it would silence`, test, head};
}

/** The process in the tree of processes; where it has ended, the nearest of its parents that lives. */
export function showProcess(dashboard: Dashboard): void {
	const chain = chainOfSelected(dashboard);
	if (chain === undefined) return;
	stayHere(dashboard);
	const [{pid, name}] = chain;
	const view = createProcessesView(dashboard.store, {title: 'Processes · ', name: `${showBytes(name)} (${pid})`});
	dashboard.open(view);
	if (selectProcess(view, pid)) return;
	// What is known of the processes may be older than it is.
	void dashboard.freshProcesses().then(() => {
		if (!dashboard.stack.includes(view)) return;
		view.refresh(dashboard.options.nowMs());
		// Who has moved meanwhile stays where that led.
		if (view.list.isPinned) selectNearest(dashboard, view, chain);
		dashboard.host.redraw();
	});
}

interface Link {
	readonly pid: number;
	readonly name: string;
}

/** Its parents and elders stay in sight. */
const ROWS_ABOVE = 6;

function selectProcess({list}: ProcessesView, pid: number): boolean {
	const isThere = list.select(String(pid));
	if (isThere) list.offset = Math.max(0, list.index - ROWS_ABOVE);
	return isThere;
}

function selectNearest({store}: Dashboard, view: ProcessesView, [process, ...parents]: readonly Link[]): void {
	if (selectProcess(view, process.pid)) return;
	const ended = `${showBytes(process.name)} (${process.pid}) has ended`;
	// A number may have come to another process since: a parent is who still has its name.
	const living = parents.find(({pid, name}) => view.rows.some((row) => row.process.pid === pid && row.process.name === name));
	if (living === undefined) store.log.tell(`${ended}, and none of its parents that are known lives`);
	else {
		selectProcess(view, living.pid);
		store.log.tell(`${ended}: ${showBytes(living.name)} (${living.pid}) is its nearest parent that lives`);
	}
}

/** The process of the selected alert or event, and its parents as far as they were told. */
function chainOfSelected(dashboard: Dashboard): readonly Link[] | undefined {
	const alert = dashboard.pane.alert?.();
	if (alert !== undefined) return [{pid: alert.pid, name: alert.ancestry[0]?.name ?? ''}, ...alert.ancestry.slice(1)];
	const event = eventOfSelected(dashboard);
	return event === undefined ? undefined : [{pid: event.pid, name: event.process}];
}

export function whyNoProcess(dashboard: Dashboard): string | undefined {
	if (dashboard.store.source?.kind === 'log') return 'a log tells alerts only: their details show what is known of the process';
	return chainOfSelected(dashboard) === undefined ? 'select an alert or an event first' : undefined;
}

/** The live events of the selected container or process. */
export function showEventsOf(dashboard: Dashboard): void {
	const scope = scopeOfSelected(dashboard);
	if (scope === undefined) return;
	stayHere(dashboard);
	openEvents(dashboard, scopeTerms(scope));
}

export function whyNoEventsOf(dashboard: Dashboard): string | undefined {
	if (!dashboard.tail.isPossible) return 'this source tells alerts only';
	return scopeOfSelected(dashboard) === undefined ? 'select a container or a process first' : undefined;
}

/** The live tail under a filter of its own; the Events view is as it was when one comes back. */
export function openEvents(dashboard: Dashboard, terms: readonly string[]): void {
	const {tail, store, keys} = dashboard;
	const close = tail.narrow(terms.join(' and '));
	dashboard.open(Object.assign(createEventsView(store, tail, keys), {close}));
	store.log.add('info', 'events of the past are not kept: these come from now on');
}

/** What a container or a process is as terms of a condition. */
export function scopeTerms(scope: CountScope): string[] {
	if (scope.kind === 'container') return [writeTerm({field: 'container.id', operator: '=', values: [scope.id === '' ? 'host' : scope.id]})];
	return scope.kind === 'process' ? [`proc.pid = ${scope.pid}`] : [];
}

type OwnScope = Exclude<CountScope, {kind: 'all'}>;

function scopeOfSelected(dashboard: Dashboard): OwnScope | undefined {
	const {pane} = dashboard;
	const process = pane instanceof ProcessDetail ? pane.process : selectedProcess(dashboard);
	if (process !== undefined) return {kind: 'process', pid: process.pid};
	const container = selectedContainer(dashboard);
	return container === undefined ? undefined : {kind: 'container', id: container.id};
}

/** `the host`, `container web-7f9c`, `process 812 cron`; escaped. */
export function nameOfScope({store}: Dashboard, scope: OwnScope): string {
	if (scope.kind === 'container')
		return scope.id === '' ? 'the host' : `container ${containerName(scope.id, store.containers.get(scope.id)?.name)}`;
	const process = store.processes.find(({pid}) => pid === scope.pid);
	return showText(`process ${scope.pid}${process === undefined ? '' : ` ${showBytes(process.name)}`}`);
}
