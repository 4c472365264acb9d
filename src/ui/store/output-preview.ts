import type {Alert} from '../../alerts/alert.ts';
import {localTime, utcTime} from '../../alerts/time.ts';
import {createFieldCatalogue} from '../../fields/catalogue.ts';
import {type FieldCatalogue, isFieldProblem} from '../../fields/field.ts';
import {printValue} from '../../fields/print.ts';
import type {ConditionProblem} from '../../filter/problem.ts';
import {type OutputToken, parseOutput} from '../../rules/output-tokens.ts';
import {readerOf} from '../../tuning/alert-value.ts';
import type {History} from '../../tuning/history.ts';

let known: FieldCatalogue | undefined;

/** The fields there are, made once. */
export function fieldCatalogue(): FieldCatalogue {
	known ??= createFieldCatalogue({source: 'syscall'});
	return known;
}

/** What is wrong with an output, while it is typed. */
export function checkOutput(output: string): ConditionProblem | undefined {
	const parsed = parseOutput(output, fieldCatalogue());
	return parsed.ok ? undefined : parsed.problem;
}

/**
 * What an output would have said of an alert; a byte string. What the alert did not keep stays as it is written, and so does
 * all from the first fault on: a field that is being typed does not take the preview away.
 */
export function previewOutput(output: string, alert: Alert): string {
	const parsed = parseOutput(output, fieldCatalogue());
	if (parsed.ok) return parsed.tokens.map((token) => fill(token, alert)).join('');
	const at = output.lastIndexOf('%', parsed.problem.span.start);
	return at < 0 ? output : previewOutput(output.slice(0, at), alert) + output.slice(at);
}

function fill(token: OutputToken, alert: Alert): string {
	if (token.kind === 'literal') return token.text;
	const text = TIMES[token.text]?.(alert.tsNs) ?? keptText(token, alert);
	if (text === undefined) return `%${token.text}`;
	return token.width > 0 ? text.slice(0, token.width).padEnd(token.width) : text;
}

/** In a log of alerts these are numbers, in an output they are texts. */
const TIMES: Readonly<Record<string, (tsNs: bigint) => string>> = {
	'evt.time': localTime,
	'evt.time.s': (tsNs) => localTime(tsNs).slice(0, 8),
	'evt.time.iso8601': (tsNs) => `${utcTime(tsNs)}+0000`,
};

function keptText({text, operand}: Exclude<OutputToken, {kind: 'literal'}>, alert: Alert): string | undefined {
	const value = readerOf(text)(alert);
	// Known to have no value: Falco writes that.
	if (value === undefined && alert.fields[text] === null) return '<NA>';
	if (value === undefined || operand.kind !== 'field') return undefined;
	const field = fieldCatalogue().resolve(operand.name, operand.argument);
	return isFieldProblem(field) ? String(value) : printValue(field, value);
}

export function lastAlertOf(history: History, rule: string): Alert | undefined {
	for (let at = history.size - 1; at >= 0; at--) {
		const alert = history.at(at)!;
		if (alert.rule === rule) return alert;
	}
	return undefined;
}

/** Names of the fields that begin so, for completion. */
export function fieldNames(): string[] {
	return fieldCatalogue()
		.definitions.filter(({hidden, deprecated}) => !hidden && !deprecated)
		.map(({name}) => name);
}
