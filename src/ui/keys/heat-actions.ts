import type {Alert} from '../../alerts/alert.ts';
import type {CountScope} from '../../engine/counts.ts';
import {writeTerm} from '../../tuning/condition.ts';
import type {Dashboard} from '../dashboard.ts';
import {HeatMap, isInScope} from '../store/heat-map.ts';
import type {Line} from '../terminal/line.ts';
import {createAlertsOf} from '../views/alerts-of.ts';
import type {ContainerRow} from '../views/containers.ts';
import {clock, type HeatCell, HeatPane} from '../views/heat.ts';
import {ProcessDetail} from '../views/process-detail.ts';
import {TableView} from '../views/table-view.ts';
import {hasAny, nameOfScope, openEvents, scopeTerms} from './drill-actions.ts';
import {selectedProcess, stayHere} from './open-actions.ts';

export function withHeat(dashboard: Dashboard, act: (heat: HeatPane) => void): void {
	if (dashboard.pane instanceof HeatPane) act(dashboard.pane);
}

/** Of what is selected: the container, the process, the container of the alert; else of the whole node. */
export function openHeat(dashboard: Dashboard): void {
	stayHere(dashboard);
	show(dashboard, scopesOf(dashboard)[0]);
}

/** From the narrowest to the whole node, and round. */
export function nextScope(dashboard: Dashboard): void {
	withHeat(dashboard, (heat) => {
		dashboard.back();
		const scopes = scopesOf(dashboard);
		const at = scopes.findIndex((scope) => JSON.stringify(scope) === JSON.stringify(heat.options.map.scope));
		show(dashboard, scopes[(at + 1) % scopes.length]);
	});
}

/** What lies below the map decides whose events there are to choose from. */
export function whyNoOtherScope(dashboard: Dashboard): string | undefined {
	const {stack, view} = dashboard;
	return scopesOf(dashboard, stack.at(-2) ?? view).length > 1
		? undefined
		: 'there is nobody else: open the map on an alert, a container or a process';
}

function show(dashboard: Dashboard, scope: CountScope): void {
	const {options, store} = dashboard;
	dashboard.push(
		new HeatPane({
			title: titleOf(dashboard, scope),
			map: new HeatMap(scope, options.engine, store.history),
			isLive: store.source?.kind !== 'capture',
			isPaused: () => dashboard.isPaused,
			nowMs: options.nowMs,
		}),
	);
}

/** From the narrowest to the whole node, of what the map lies over. */
function scopesOf(dashboard: Dashboard, pane = dashboard.pane): readonly CountScope[] {
	const all: CountScope = {kind: 'all'};
	const container = (id: string): CountScope => ({kind: 'container', id});
	const process = pane instanceof ProcessDetail ? pane.process : selectedProcess(dashboard);
	if (process !== undefined) return [{kind: 'process', pid: process.pid}, container(process.containerId), all];
	const {view} = dashboard;
	if (view.id === 'containers' && view instanceof TableView && view.selected !== undefined)
		return [container((view as unknown as TableView<ContainerRow>).selected!.id), all];
	const alert = pane.alert?.();
	return alert === undefined ? [all] : [container(alert.containerId), {kind: 'process', pid: alert.pid}, all];
}

const titleOf = (dashboard: Dashboard, scope: CountScope): string =>
	scope.kind === 'all' ? 'this node, every container' : nameOfScope(dashboard, scope);

/** The alerts of the cell; where there are none, the live tail with the cell's type and scope as its filter. */
export function openCell(dashboard: Dashboard): void {
	withHeat(dashboard, (heat) => {
		const {cell} = heat;
		if (cell === undefined) return;
		const {scope} = heat.options.map;
		const test = (alert: Alert): boolean => isInCell(alert, cell, scope);
		if (hasAny(dashboard, test)) {
			const head = (line: Line): Line => putCell(line, cell);
			dashboard.open(createAlertsOf(dashboard.alertsOptions, {title: 'Alerts of a cell', test: () => test, head}));
		} else if (cell.kind === 'type')
			openEvents(dashboard, [writeTerm({field: 'evt.type', operator: '=', values: [cell.name]}), ...scopeTerms(scope)]);
		else
			dashboard.store.log.add(
				'info',
				cell.kind === 'alerts'
					? 'no alert of this cell is kept'
					: 'the kernel counted these calls: they are not events, and no alert of then is kept',
			);
	});
}

const putCell = (line: Line, cell: HeatCell): Line =>
	line
		.put(cell.kind === 'type' ? cell.name : 'the cell', 'strong')
		.put(`  ${clock(cell.second)}${cell.seconds === 1 ? '' : `, ${cell.seconds} s`}`, 'muted');

function isInCell(alert: Alert, {kind, name, second, seconds}: HeatCell, scope: CountScope): boolean {
	const at = Number(alert.tsNs / 1_000_000_000n);
	if (at < second || at >= second + seconds || (kind === 'type' && alert.evtType !== name)) return false;
	return isInScope(alert, scope);
}
