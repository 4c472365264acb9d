import type {Alert} from '../../alerts/alert.ts';
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

/** What an output would have said of an alert; a byte string. What the alert did not keep stays as it is written. */
export function previewOutput(output: string, alert: Alert): string {
	const parsed = parseOutput(output, fieldCatalogue());
	return parsed.ok ? parsed.tokens.map((token) => fill(token, alert)).join('') : '';
}

function fill(token: OutputToken, alert: Alert): string {
	if (token.kind === 'literal') return token.text;
	const value = readerOf(token.text)(alert);
	const {operand} = token;
	if (value === undefined || operand.kind !== 'field') return `%${token.text}`;
	const field = fieldCatalogue().resolve(operand.name, operand.argument);
	const text = isFieldProblem(field) ? String(value) : printValue(field, value);
	return token.width > 0 ? text.slice(0, token.width).padEnd(token.width) : text;
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
