import type {Alert} from '../../alerts/alert.ts';
import {AlertFilter} from '../store/alert-filter.ts';
import type {Store} from '../store/store.ts';
import {Line} from '../terminal/line.ts';
import {showBytes} from '../terminal/sanitize.ts';
import type {Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import {formatCount} from '../widgets/numbers.ts';
import {alertCopies} from './alert-copies.ts';
import {paintAlertSummary} from './alert-summary.ts';
import {rawColumns} from './alerts.ts';
import type {Row} from './exceptions.ts';
import {exportAlert} from './export-rows.ts';
import {exceptionName} from './silencer-text.ts';
import {TableView} from './table-view.ts';

export interface SilencedAlertsOptions {
	readonly row: Row;
	readonly store: Store;
	/** Hits of the exception at this moment. */
	readonly hits: () => number | undefined;
}

/** What one exception keeps back, the newest first. */
export function createSilencedAlerts({row, store, hits}: SilencedAlertsOptions): TableView<Alert> {
	const {exception} = row;
	const alertFilter = new AlertFilter();
	const heading = (box: Box, theme: Theme, kept: number): string[] => [
		new Line(theme, box.width)
			.skip(1)
			.put('Silenced by ', 'title')
			.put(exceptionName(exception), 'trial')
			.put(`  ${showBytes(exception.condition)}`, 'value')
			.end(),
		new Line(theme, box.width)
			.skip(1)
			.put(`${formatCount(hits() ?? 0)} hits, ${formatCount(kept)} of this run kept`, 'muted')
			.end(),
	];
	const table: TableView<Alert> = new TableView<Alert>({
		id: 'alerts',
		title: 'Silenced',
		columns: rawColumns(store),
		nowMs: store.wallMs,
		derive: () => store.silenced.alertsOf(exception.key).filter((alert) => alertFilter.present?.test(alert) ?? true),
		keyOf: (alert) => String(alert.seq),
		searchText: (alert) => showBytes(alert.message),
		mark: () => ({text: '~', style: 'trial'}),
		rowStyle: () => 'trial',
		paintHead: (box, theme) => heading(box, theme, table.rows.length),
		paintSide: (alert, box, theme) => paintAlertSummary({alert, group: undefined, store}, box, theme),
		paintEmpty: (box, theme) => ['', new Line(theme, box.width).skip(4).put('Nothing of what it keeps back is kept here.', 'muted').end()],
		alertOf: (alert) => alert,
		alertsOf: (alert) => [alert],
		copiesOf: (alert) => alertCopies(alert, store),
		exportRow: (alert) => exportAlert(alert, store),
	});
	return Object.assign(table, {alertFilter});
}
