import {Dashboard} from '../dashboard.ts';
import type {DashboardHost} from '../host.ts';
import type {DashboardOptions} from '../options.ts';
import {TableView} from '../views/table-view.ts';

/** A table of the dashboard as settings name it. */
export interface TableDescription {
	readonly id: string;
	readonly title: string;
	readonly columns: readonly {readonly id: string; readonly title: string}[];
	readonly sort: string | undefined;
	/** Columns that it can be sorted by. */
	readonly sortable: readonly string[];
}

/** Every table with its columns, asked of the views themselves: of a dashboard that nobody sees. */
export function describeTables(): TableDescription[] {
	const engine = {onMessage: () => undefined};
	const usage = {cpuUsage: () => ({user: 0, system: 0}), memoryUsage: {rss: () => 0}};
	const options = {engine, usage, nowMs: () => 0, rulesFiles: [], localRulesPath: '', version: '', env: {}};
	const dashboard = new Dashboard(options as unknown as DashboardOptions, {} as DashboardHost);
	return Object.entries(dashboard.namedViews).flatMap(([id, view]): TableDescription[] => {
		if (!(view instanceof TableView)) return [];
		const columns = view.spec.columns.map((column) => ({id: column.id, title: column.title}));
		return [{id, title: view.title, columns, sort: view.order.by, sortable: view.sortColumns.map((column) => column.id)}];
	});
}
