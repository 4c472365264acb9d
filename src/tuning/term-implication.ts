import {compileGlob} from '../filter/glob.ts';
import {compilePathSet} from '../filter/path-set.ts';
import type {Term} from './draft.ts';

/** Whether wherever all of `narrow` hold all of `wide` hold too, as far as the values show; false where that is not certain. */
export function implies(narrow: readonly Term[], wide: readonly Term[]): boolean {
	return wide.every((term) => narrow.some((other) => impliesTerm(other, term)));
}

function impliesTerm(narrow: Term, wide: Term): boolean {
	if (narrow.field !== wide.field) return false;
	const {operator, values} = narrow;
	switch (operator) {
		case '=':
		case 'in':
			return values.every((value) => matches(wide, value));
		case 'startswith':
			return values.every((value) => impliesPrefix(value, wide));
		case 'endswith':
			return wide.operator === 'endswith' || wide.operator === 'contains'
				? values.every((value) => textHolds(wide, value))
				: isSame(narrow, wide);
		case 'contains':
			return wide.operator === 'contains' ? values.every((value) => textHolds(wide, value)) : isSame(narrow, wide);
		case 'pmatch':
			// Below a path that lies below another one; patterns are only equal to themselves.
			return isSame(narrow, wide) || (wide.operator === 'pmatch' && values.every((value) => !/[*?[]/.test(value) && matches(wide, value)));
		case 'glob':
			return isSame(narrow, wide);
	}
}

/** Every text that starts with `prefix`: what starts with or holds a part of that prefix is true of all of them. */
function impliesPrefix(prefix: string, wide: Term): boolean {
	if (wide.operator === 'startswith') return prefix.startsWith(wide.values[0]);
	return wide.operator === 'contains' && prefix.includes(wide.values[0]);
}

/** Texts that end with or contain `value`. */
function textHolds(wide: Term, value: string): boolean {
	return wide.operator === 'endswith' ? value.endsWith(wide.values[0]) : value.includes(wide.values[0]);
}

function isSame(a: Term, b: Term): boolean {
	return a.operator === b.operator && a.values.length === b.values.length && a.values.every((value, index) => value === b.values[index]);
}

function matches({operator, values}: Term, value: string): boolean {
	switch (operator) {
		case '=':
			return value === values[0];
		case 'in':
			return values.includes(value);
		case 'startswith':
			return value.startsWith(values[0]);
		case 'endswith':
			return value.endsWith(values[0]);
		case 'contains':
			return value.includes(values[0]);
		case 'glob':
			return compileGlob(values[0])(value);
		case 'pmatch':
			return compilePathSet(values)(value);
	}
}
