import type {Alert} from '../../alerts/alert.ts';
import {AlertFilter} from '../store/alert-filter.ts';
import {Line} from '../terminal/line.ts';
import {plural} from '../widgets/numbers.ts';
import {type AlertsOptions, type AlertTest, createRawView} from './alerts.ts';
import {TableView} from './table-view.ts';

export interface AlertsOfOptions {
	readonly title: string;
	/** Which they are; the same function as long as the answers stay. */
	readonly test: () => AlertTest;
	/** What they have in common, behind `Alerts of `. */
	readonly head: (line: Line) => Line;
}

/** The kept alerts of something that was selected elsewhere, the newest first, under a filter of their own. */
export function createAlertsOf(options: AlertsOptions, {title, test, head}: AlertsOfOptions): TableView<Alert> {
	const alertFilter = new AlertFilter();
	const join = createJoin();
	const {spec} = createRawView({...options, filter: () => join(test(), alertFilter.present?.test)});
	const view: TableView<Alert> = new TableView<Alert>({
		...spec,
		title,
		paintHead: (box, theme) => {
			const line = head(new Line(theme, box.width).skip(1).put('Alerts of ', 'title'));
			const kept = `${plural(view.rows.length, 'alert')}${alertFilter.present === undefined ? ' kept' : ' past the filter'}`;
			return [line.end(), new Line(theme, box.width).skip(1).put(kept, 'muted').end()];
		},
		paintEmpty: (box, theme) => {
			const isFiltered = alertFilter.present !== undefined;
			const text = isFiltered ? `The filter hides all of them: ${options.hint('clear')} removes it.` : 'None of them is kept any more.';
			return ['', new Line(theme, box.width).skip(4).put(text, 'muted').end()];
		},
	});
	return Object.assign(view, {alertFilter});
}

/** Both tests as one that stays the same while they do: answers that are known are kept by it. */
export function createJoin(): (a: AlertTest, b: AlertTest | undefined) => AlertTest {
	let of: readonly [AlertTest, AlertTest | undefined] | undefined;
	let joined: AlertTest = () => true;
	return (a, b) => {
		if (of?.[0] !== a || of[1] !== b) {
			of = [a, b];
			joined = b === undefined ? a : (alert) => a(alert) && b(alert);
		}
		return joined;
	};
}
