import type {DashboardHost} from '../host.ts';
import type {KeyMap} from '../keys/key-map.ts';
import type {EventTail} from '../store/event-tail.ts';
import type {QuietAlerts} from '../store/quiet-alerts.ts';
import type {SelfUsage} from '../store/self-usage.ts';
import {type AlertsOptions, createGroupsView, createRawView} from './alerts.ts';
import {createContainersView} from './containers.ts';
import {createEventsView} from './events.ts';
import {createExceptionsView, type ExceptionsModel} from './exceptions.ts';
import {createNoiseView} from './noise.ts';
import {createProcessesView} from './processes.ts';
import {createRulesView} from './rules.ts';
import {type About, createSystemView} from './system.ts';
import {TableView} from './table-view.ts';

export interface ViewsModel extends ExceptionsModel {
	readonly keys: KeyMap;
	readonly tail: EventTail;
	readonly usage: SelfUsage;
	readonly figures: DashboardHost['figures'];
	readonly about: About;
	readonly alerts: AlertsOptions;
	/** What exceptions in force silence. */
	readonly quiet: QuietAlerts;
	/** Something is to be painted that no key and no message of the engine changed. */
	readonly changed: () => void;
}

/** The views by the names that settings call them by; single alerts take the place of their groups. */
export function createViews({store, desk, rows, record, keys, tail, usage, figures, about, alerts, quiet, changed}: ViewsModel) {
	const views = {
		alerts: createGroupsView(alerts),
		noise: createNoiseView({store, quiet, keys, changed}),
		containers: createContainersView(store),
		processes: createProcessesView(store),
		rules: createRulesView(store, keys),
		exceptions: createExceptionsView({store, desk, rows, record, keys}),
		events: createEventsView(store, tail, keys),
		system: createSystemView(store, usage, figures, about),
		raw: createRawView(alerts),
	};
	for (const view of Object.values(views)) if (view instanceof TableView) view.changed = changed;
	return views;
}
