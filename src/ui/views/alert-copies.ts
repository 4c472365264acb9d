import type {Alert} from '../../alerts/alert.ts';
import type {Store} from '../store/store.ts';
import {showBytes} from '../terminal/sanitize.ts';
import {ancestry} from './alert-summary.ts';
import type {CopyOffer} from './view.ts';
import {priorityName, showValue} from './words.ts';

/** What one wants of an alert elsewhere. Escaped: a clipboard ends up in terminals. */
export function alertCopies(alert: Alert, store: Store): CopyOffer[] {
	const offers: CopyOffer[] = [
		{label: 'message', text: showBytes(alert.message)},
		{label: 'rule name', text: alert.rule},
		// Made when it is copied: whether there is something to copy is asked for every frame.
		{
			label: 'JSON: rule, fields, ancestry',
			get text() {
				return alertJson(alert);
			},
		},
	];
	const command = alert.snapshot['proc.cmdline'];
	if (typeof command === 'string') offers.push({label: 'command line', text: showBytes(command)});
	const rule = store.rules.find((candidate) => candidate.name === alert.rule);
	if (rule !== undefined) offers.push({label: 'condition of the rule', text: rule.condition});
	return offers;
}

export function alertJson(alert: Alert): string {
	const fields = Object.fromEntries(
		Object.entries({...alert.fields, ...alert.snapshot}).map(([name, value]) => [name, showValue(value, name)]),
	);
	return JSON.stringify({
		time: new Date(Number(alert.tsNs / 1_000_000n)).toISOString(),
		rule: alert.rule,
		priority: priorityName(alert.priority),
		message: showBytes(alert.message),
		fields,
		ancestry: ancestry(alert),
	});
}
