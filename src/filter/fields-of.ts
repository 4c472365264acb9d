import type {Expression, FieldOperand} from './syntax.ts';
import {checksOf, fieldsOfOperand, leavesOf, operandsOf} from './walk.ts';

/** A field as it is written: `proc.aname[2]`, `evt.arg.flags`. */
export const fieldText = (field: FieldOperand): string => (field.argument === undefined ? field.name : `${field.name}[${field.argument}]`);

/** The fields of a condition as written, each once, in order; those inside transformers and on the right too. */
export function fieldsOf(expression: Expression): string[] {
	const fields = new Set<string>();
	for (const check of checksOf(expression)) {
		for (const operand of operandsOf(check)) for (const field of fieldsOfOperand(operand)) fields.add(fieldText(field));
	}
	return [...fields];
}

/** The macros a condition names itself, each once, in order. */
export function macrosOf(expression: Expression): string[] {
	const names = new Set<string>();
	for (const leaf of leavesOf(expression)) if (leaf.kind === 'macro') names.add(leaf.name);
	return [...names];
}

/** The operators of a condition, each once, in order. */
export function operatorsOf(expression: Expression): string[] {
	const operators = new Set<string>();
	for (const check of checksOf(expression)) operators.add(check.operator);
	return [...operators];
}
