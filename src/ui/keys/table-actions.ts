import type {Dashboard} from '../dashboard.ts';
import {type MenuItem, MenuPane} from '../views/menu.ts';
import {TableView} from '../views/table-view.ts';
import {plural} from '../widgets/numbers.ts';

export function withTable(dashboard: Dashboard, act: (table: TableView<unknown>) => void): void {
	if (dashboard.view instanceof TableView) act(dashboard.view as TableView<unknown>);
}

export function tagSimilar(dashboard: Dashboard): void {
	withTable(dashboard, (table) =>
		dashboard.store.log.add(
			'info',
			`${plural(table.tagSimilar(), 'row')} tagged: ${dashboard.keys.hint('whitelist')} makes one exception, ${dashboard.keys.hint('tag.none')} untags`,
		),
	);
}

/** Says so: the news that rows are tagged would stand there still. */
export function untagAll(dashboard: Dashboard): void {
	withTable(dashboard, ({tags}) => {
		dashboard.store.log.add('info', `${plural(tags.size, 'row')} untagged`);
		tags.clear();
	});
}

export function follow(dashboard: Dashboard): void {
	withTable(dashboard, (table) => table.follow());
	dashboard.store.log.add('info', `the selection follows its row; ${dashboard.keys.hint('first')} goes back to the first`);
}

export function pickSort(dashboard: Dashboard): void {
	withTable(dashboard, (table) => {
		const arrow = table.order.reversed ? '▴' : '▾';
		dashboard.push(
			new MenuPane(dashboard.keys, {
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
	const {keys} = dashboard;
	withTable(dashboard, (table) => {
		dashboard.push(
			new MenuPane(dashboard.keys, {
				title: 'Columns',
				hint: `${keys.hint('menu.choose')} shows or hides, ${keys.hint('menu.earlier')} ${keys.hint('menu.later')} move, type to search`,
				items: () => columnItems(table, dashboard.host.size().columns),
				choose: (id) => table.shown.toggle(id),
				shift: (id, step) => table.shown.shift(id, step),
			}),
		);
	});
}

function columnItems({spec, shown, withoutRoom}: TableView<unknown>, width: number): MenuItem[] {
	const {ids} = shown;
	const titleOf = (id: string): string => spec.columns.find((column) => column.id === id)?.title || id;
	const noteOf = (id: string): string => (withoutRoom.includes(id) ? `${id}: no room at ${width} columns` : id);
	const others = spec.columns.map(({id}) => id).filter((id) => !ids.includes(id));
	return [...ids, ...others].map((id) => ({id, label: titleOf(id), note: noteOf(id), on: ids.includes(id)}));
}

export function sort(dashboard: Dashboard, step: 1 | -1): void {
	dashboard.view.sortBy?.(step);
	dashboard.view.refresh(dashboard.options.nowMs());
}

export function reverse(dashboard: Dashboard): void {
	dashboard.view.reverse?.();
	dashboard.view.refresh(dashboard.options.nowMs());
}
