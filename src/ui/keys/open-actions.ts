import type {EventLine} from '../../engine/event-line.ts';
import type {ProcessRow} from '../../engine/process-rows.ts';
import type {Dashboard} from '../dashboard.ts';
import {createAlertDetail} from '../views/alert-detail.ts';
import type {ContainerRow} from '../views/containers.ts';
import {EventDetail, eventSubject} from '../views/events.ts';
import type {Row} from '../views/exceptions.ts';
import {MenuPane} from '../views/menu.ts';
import {ProcessDetail} from '../views/process-detail.ts';
import {createProcessesView, type ProcessesView} from '../views/processes.ts';
import {createRuleDetail} from '../views/rules.ts';
import {createSilencedAlerts} from '../views/silenced-alerts.ts';
import {TableView} from '../views/table-view.ts';
import {alertSubject, WhyPane} from '../views/why.ts';
import {actionOf} from './actions.ts';

export function ruleOfSelected(dashboard: Dashboard): Parameters<typeof createRuleDetail>[0] | undefined {
	const selected = (dashboard.view as {selected?: {rule?: Parameters<typeof createRuleDetail>[0]}}).selected;
	return dashboard.view.id === 'rules' ? selected?.rule : undefined;
}

function exceptionOfSelected(dashboard: Dashboard): Row | undefined {
	const {view, pane} = dashboard;
	return view.id === 'exceptions' && pane === view ? (view as unknown as TableView<Row>).selected : undefined;
}

function showSilencedBy(dashboard: Dashboard, row: Row): void {
	const {store, record, desk} = dashboard;
	const id = {file: row.elsewhere ?? desk.localPath, key: row.exception.key};
	const hits = () => record.hitsOf(id)?.hits;
	dashboard.open(createSilencedAlerts({row, store, hits}));
}

export function whyNotOpen(dashboard: Dashboard): string | undefined {
	return dashboard.pane.alert?.() === undefined &&
		dashboard.pane.seed?.() === undefined &&
		ruleOfSelected(dashboard) === undefined &&
		eventOfSelected(dashboard) === undefined &&
		exceptionOfSelected(dashboard) === undefined &&
		selectedContainer(dashboard) === undefined &&
		selectedProcess(dashboard) === undefined
		? 'nothing to open here'
		: undefined;
}

/** Who opens the first row without having moved comes back to that row, not to what has become the first meanwhile. */
export function stayHere({view}: Dashboard): void {
	if (view instanceof TableView) view.follow();
}

/** What offers an exception opens its form; a container its processes, an exception what it keeps back; anything else its detail. */
export function open(dashboard: Dashboard): void {
	if (dashboard.view.id === 'noise') {
		actionOf('whitelist')(dashboard);
		return;
	}
	stayHere(dashboard);
	const alert = dashboard.pane.alert?.();
	const rule = ruleOfSelected(dashboard);
	const exception = exceptionOfSelected(dashboard);
	if (alert === undefined && exception !== undefined) {
		showSilencedBy(dashboard, exception);
		return;
	}
	const container = selectedContainer(dashboard);
	const process = selectedProcess(dashboard);
	if (container !== undefined) openContainer(dashboard, container);
	else if (process !== undefined) dashboard.push(new ProcessDetail(process, dashboard.store));
	else if (alert !== undefined) dashboard.push(createAlertDetail(alert, dashboard.store));
	else if (rule !== undefined) dashboard.push(createRuleDetail(rule, dashboard.store));
	else {
		const event = eventOfSelected(dashboard);
		if (event !== undefined) dashboard.push(new EventDetail(event, dashboard.store));
	}
}

export function showWhy(dashboard: Dashboard): void {
	stayHere(dashboard);
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

function askWhichRule(dashboard: Dashboard, event: EventLine): void {
	const {store} = dashboard;
	dashboard.push(
		new MenuPane(dashboard.keys, {
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

export function eventOfSelected(dashboard: Dashboard): EventLine | undefined {
	if (dashboard.pane instanceof EventDetail) return dashboard.pane.line;
	return dashboard.view.id === 'events' ? (dashboard.view as unknown as TableView<EventLine>).selected : undefined;
}

function openContainer(dashboard: Dashboard, {id, name}: ContainerRow): void {
	dashboard.open(createProcessesView(dashboard.store, {title: 'Processes of ', name, containerId: id}));
}

export function selectedContainer({view}: Dashboard): ContainerRow | undefined {
	return view.id === 'containers' ? (view as unknown as TableView<ContainerRow>).selected : undefined;
}

export function selectedProcess({view}: Dashboard): ProcessRow | undefined {
	return view.id === 'processes' ? (view as unknown as ProcessesView).selected?.process : undefined;
}
