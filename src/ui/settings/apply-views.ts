import type {ConfigProblem} from '../../config/problem.ts';
import {TableView} from '../views/table-view.ts';
import type {View} from '../views/view.ts';
import type {UserSettings} from './load-settings.ts';
import {nearest} from './read-settings.ts';

/** Gives the views the columns and the order of the settings; tells which columns there are not. */
export function applyViews(views: Readonly<Record<string, View>>, user: UserSettings | undefined): ConfigProblem[] {
	const problems: ConfigProblem[] = [];
	for (const [name, view] of Object.entries(views)) {
		const wanted = user?.settings.views[name];
		if (user === undefined || wanted === undefined) continue;
		const report = (path: string[], message: string, hint?: string): void => {
			problems.push({severity: 'warning', key: path.join('.'), message, hint, ...user.locate(path)});
		};
		const table = view instanceof TableView ? view : undefined;
		if (table === undefined) report(['views', name], 'this view has no columns');
		else applyTable(table, wanted, (key, message, hint) => report(['views', name, key], message, hint));
	}
	return problems;
}

type Report = (key: 'columns' | 'sort', message: string, hint?: string) => void;

function applyTable(table: TableView<unknown>, {columns, sort}: UserSettings['settings']['views'][string], report: Report): void {
	const known = table.spec.columns.map(({id}) => id);
	for (const id of table.shown.show(columns ?? [])) report('columns', `no column is called ${id}`, nearest(id, known));
	if (sort === undefined) return;
	const sortable = table.sortColumns.map(({id}) => id);
	if (sortable.includes(sort.by)) table.order.set(sort.by, sort.reversed);
	else report('sort', `the view cannot be sorted by ${sort.by}`, nearest(sort.by, sortable));
}
