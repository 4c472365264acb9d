import {saveFailureOf} from '../../tuning/save-failure.ts';
import type {Dashboard} from '../dashboard.ts';
import {showBytes} from '../terminal/sanitize.ts';
import {MenuPane} from '../views/menu.ts';
import {TableView} from '../views/table-view.ts';

/** Each choice shows at once; the menu stays until it is left. */
export function pickTheme(dashboard: Dashboard): void {
	const {host, store, keys} = dashboard;
	dashboard.push(
		new MenuPane(dashboard.keys, {
			title: 'Theme',
			hint: `${keys.hint('menu.choose')} shows it, ${keys.hint('back')} leaves; ${keys.hint('settings.save')} keeps it`,
			items: () => host.themes().map((name) => ({id: name, label: name, note: name === host.themeName() ? 'in use' : undefined})),
			selected: host.themeName(),
			choose: (name) => {
				for (const problem of host.setTheme(name)) store.log.add('warn', problem);
			},
		}),
	);
}

/** Puts the theme, and columns and order of every view that is not as it came, into the settings file. */
export function saveSettings(dashboard: Dashboard): void {
	const {options, store, host} = dashboard;
	const file = options.user?.file;
	if (file === undefined) {
		store.log.add('warn', 'there is no place for settings: neither XDG_CONFIG_HOME nor HOME is set');
		return;
	}
	const done = (count: number): void =>
		store.log.add('info', count === 0 ? 'the settings file says all this already' : `settings saved to ${showBytes(file)}`);
	const failed = (error: unknown): void => {
		const {message, hint} = saveFailureOf(error, file);
		store.log.add('bad', `settings are not saved: ${message} (${hint})`);
	};
	import('../settings/save-settings.ts')
		.then(({writeSettings}) => writeSettings(file, wanted(dashboard, host.themeName())))
		.then(done, failed)
		.finally(host.redraw);
}

function wanted(dashboard: Dashboard, theme: string): {path: string[]; value: string | readonly string[]}[] {
	const before = dashboard.settings;
	const changes: {path: string[]; value: string | readonly string[]}[] = [];
	if (theme !== before.values.theme) changes.push({path: ['theme'], value: theme});
	for (const [name, view] of Object.entries(dashboard.namedViews)) {
		if (!(view instanceof TableView)) continue;
		const {columns, sort} = view.settings;
		const written = before.views[name];
		// What the file says and the view has no longer goes back to how the view came.
		const shown = columns ?? (written?.columns && view.shown.ids);
		const order = sort ?? (written?.sort && view.order.by !== undefined ? {by: view.order.by, reversed: view.order.reversed} : undefined);
		if (shown !== undefined) changes.push({path: ['views', name, 'columns'], value: shown});
		if (order !== undefined) changes.push({path: ['views', name, 'sort'], value: `${order.by}${order.reversed ? ' reversed' : ''}`});
	}
	return changes;
}
