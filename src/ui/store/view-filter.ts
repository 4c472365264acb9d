import {type Alert, PRIORITIES} from '../../alerts/alert.ts';
import {toByteString} from '../../events/byte-string.ts';
import type {FieldValue, Scalar} from '../../fields/field.ts';
import {compileGlob} from '../../filter/glob.ts';
import {parseCondition} from '../../filter/parse.ts';
import {compilePathSet} from '../../filter/path-set.ts';
import {printOperand} from '../../filter/print.ts';
import type {ConditionProblem} from '../../filter/problem.ts';
import {compileRegex} from '../../filter/regex.ts';
import type {Check, Expression, FieldOperand, Operator, Value} from '../../filter/syntax.ts';
import {type AlertReader, readerOf} from '../../tuning/alert-value.ts';
import {valueText} from '../../tuning/value-text.ts';

export type ViewFilter =
	| {readonly ok: true; readonly text: string; readonly test: (alert: Alert) => boolean}
	| {readonly ok: false; readonly text: string; readonly problem: ViewFilterProblem};

export type ViewFilterProblem = Pick<ConditionProblem, 'message' | 'hint' | 'span'>;

/** What is wrong with a field that a filter names. */
export type FieldCheck = (operand: FieldOperand) => ConditionProblem | undefined;

/** What an alert is beside its event's fields: no fields of Falco's, for view filters only. */
const OWN_FIELDS: Readonly<Record<string, AlertReader>> = {
	'alert.rule': (alert) => toByteString(alert.rule),
	'alert.priority': (alert) => PRIORITIES[alert.priority],
};

export const OWN_FIELD_NAMES = Object.keys(OWN_FIELDS);

type Test = (alert: Alert) => boolean;

/** What the view filter cannot ask of a kept alert. */
class CannotAsk extends Error {
	constructor(
		message: string,
		readonly span: {readonly start: number; readonly end: number},
	) {
		super(message);
	}
}

/** A condition in Falco's language, asked of the fields that alerts kept. A field an alert lacks makes its check false. */
export function compileViewFilter(text: string, checkField?: FieldCheck): ViewFilter {
	const parsed = parseCondition(text);
	if (!parsed.ok) return {ok: false, text, problem: parsed.problem};
	const problem = checkField && fieldProblemIn(parsed.expression, checkField);
	if (problem !== undefined) return {ok: false, text, problem};
	try {
		return {ok: true, text, test: compile(parsed.expression)};
	} catch (error) {
		if (!(error instanceof CannotAsk)) throw error;
		return {ok: false, text, problem: {message: error.message, span: error.span}};
	}
}

function fieldProblemIn(expression: Expression, check: FieldCheck): ConditionProblem | undefined {
	switch (expression.kind) {
		case 'and':
		case 'or':
			for (const item of expression.items) {
				const problem = fieldProblemIn(item, check);
				if (problem !== undefined) return problem;
			}
			return undefined;
		case 'not':
			return fieldProblemIn(expression.item, check);
		case 'macro':
			return undefined;
		case 'check':
			return expression.left.kind === 'field' && !(printOperand(expression.left) in OWN_FIELDS) ? check(expression.left) : undefined;
	}
}

function compile(expression: Expression): Test {
	switch (expression.kind) {
		case 'and': {
			const items = expression.items.map(compile);
			return (alert) => items.every((test) => test(alert));
		}
		case 'or': {
			const items = expression.items.map(compile);
			return (alert) => items.some((test) => test(alert));
		}
		case 'not': {
			const test = compile(expression.item);
			return (alert) => !test(alert);
		}
		case 'macro':
			throw new CannotAsk(`'${expression.name}' is a macro: a view filter asks fields, such as proc.name`, expression.span);
		case 'check':
			return compileCheck(expression);
	}
}

function compileCheck(check: Check): Test {
	if (check.left.kind !== 'field') throw new CannotAsk('a view filter does not transform fields', check.left.span);
	if (check.modifier !== undefined) throw new CannotAsk(`a view filter does not take '${check.modifier}'`, check.operatorSpan);
	const field = printOperand(check.left);
	const read = OWN_FIELDS[field] ?? readerOf(field);
	if (check.operator === 'exists') return (alert) => read(alert) !== undefined;
	const compare = comparison(check.operator, valuesOf(check), check);
	return (alert) => testValue(read(alert), field, compare);
}

/** Of several values one must satisfy. */
function testValue(value: FieldValue, field: string, compare: (text: string) => boolean): boolean {
	if (value === undefined) return false;
	if (typeof value === 'object') return (value as readonly Scalar[]).some((item) => compare(valueText(field, item)));
	return compare(valueText(field, value));
}

function valuesOf(check: Check): string[] {
	const {right} = check;
	if (right?.kind === 'value') return [toByteString(right.text)];
	if (right?.kind === 'list') return right.items.map((item: Value) => toByteString(item.text));
	if (right?.kind === 'identifier') throw new CannotAsk(`'${right.name}' is a list: write its items in parentheses`, right.span);
	throw new CannotAsk('a view filter compares with constants', right?.span ?? check.operatorSpan);
}

const lower = (text: string): string => text.toLowerCase();

function comparison(operator: Operator, values: readonly string[], check: Check): (text: string) => boolean {
	const value = values[0] ?? '';
	switch (operator) {
		case '=':
		case '==':
			return (text) => text === value;
		case '!=':
			return (text) => text !== value;
		case 'in':
		case 'intersects': {
			const set = new Set(values);
			return (text) => set.has(text);
		}
		case 'contains':
			return (text) => text.includes(value);
		case 'icontains':
			return (text) => lower(text).includes(lower(value));
		case 'startswith':
			return (text) => text.startsWith(value);
		case 'endswith':
			return (text) => text.endsWith(value);
		case 'glob':
			return compileGlob(value);
		case 'iglob':
			return compileGlob(value, {ignoreCase: true});
		case 'pmatch':
			return compilePathSet(values);
		case 'regex':
			return regexTest(value, check);
		case '<':
			return (text) => Number(text) < Number(value);
		case '<=':
			return (text) => Number(text) <= Number(value);
		case '>':
			return (text) => Number(text) > Number(value);
		case '>=':
			return (text) => Number(text) >= Number(value);
		default:
			throw new CannotAsk(`a view filter does not take '${operator}'`, check.operatorSpan);
	}
}

function regexTest(pattern: string, check: Check): (text: string) => boolean {
	const compiled = compileRegex(pattern);
	if (!compiled.ok) throw new CannotAsk(compiled.message, check.right!.span);
	return compiled.matches;
}
