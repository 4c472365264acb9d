import type {Alert} from '../alerts/alert.ts';
import {readerOf} from './alert-value.ts';
import type {RuleChange} from './rule-changes.ts';
import {finishNow, type Steps} from './steps.ts';

/** Whether an alert can answer for a field: it has a value, or says that there is none. */
export function knowsField(alert: Alert, field: string): boolean {
	return field in alert.snapshot || field in alert.fields || readerOf(field)(alert) !== undefined;
}

/** Of these fields those that no alert of the rule tells anything of: a log holds only what the rule's output names. */
export const missingFields = (alerts: readonly Alert[], fields: readonly string[]): string[] =>
	finishNow(missingFieldsInSteps(alerts, fields));

/** Alerts between two steps: a fraction of a millisecond of them. */
const ALERTS_A_STEP = 256;

/** The same with a rest every few hundred alerts. */
export function* missingFieldsInSteps(alerts: readonly Alert[], fields: readonly string[]): Steps<string[]> {
	let missing = alerts.length === 0 ? [] : [...fields];
	let asked = 0;
	for (const alert of alerts) {
		if (missing.length === 0) break;
		if (++asked % ALERTS_A_STEP === 0) yield;
		if (missing.some((field) => knowsField(alert, field))) missing = missing.filter((field) => !knowsField(alert, field));
	}
	return missing;
}

/** The change of the rule's output that makes its alerts tell these fields. */
export function outputChange(rule: string, fields: readonly string[]): RuleChange {
	const parts = fields.map((field) => `${field.replace(/[^a-z0-9]+/gi, '_').replace(/_$/, '')}=%${field}`);
	return {kind: 'append-output', rule, output: parts.join(' ')};
}

/** Fields that exceptions often rest on. */
export const WANTED_FIELDS = ['proc.exepath', 'proc.pname', 'container.id', 'container.image.repository', 'proc.aname[2]'];
