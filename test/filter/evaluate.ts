import type {FieldValue, Matching, Scalar} from '../../src/fields/field.ts';
import type {Check, Expression} from '../../src/filter/syntax.ts';
import type {FakeEvent} from './fake-catalogue.ts';

// Conditions said plainly, for the few fields and operators of the generated conditions: what compiled ones must agree with.

export function evaluate(expression: Expression, event: FakeEvent): boolean {
	switch (expression.kind) {
		case 'and':
			return expression.items.every((item) => evaluate(item, event));
		case 'or':
			return expression.items.some((item) => evaluate(item, event));
		case 'not':
			return !evaluate(expression.item, event);
		case 'macro':
			throw new Error('no macros here');
		case 'check':
			return evaluateCheck(expression, event);
	}
}

const MATCHING: Readonly<Record<string, Matching>> = {'proc.aname': 'any', 'fd.types': 'list', 'fd.ip': 'either'};

function evaluateCheck(check: Check, event: FakeEvent): boolean {
	if (check.left.kind !== 'field') throw new Error('no transformers here');
	const {name} = check.left;
	const found = event[name];
	if (found === undefined) return false;
	if (check.operator === 'exists') return true;
	const wanted = constants(check).map((text) => convert(name, text));
	const matching = MATCHING[name] ?? 'scalar';
	if (check.modifier !== undefined) {
		const held = wanted.filter((value) => holds(found, matching, check.operator, [value])).length;
		if (check.modifier === 'oneof') return held === 1;
		return check.modifier === 'anyof' ? held > 0 : held > 0 && held === wanted.length;
	}
	return holds(found, matching, check.operator, wanted);
}

function holds(found: NonNullable<FieldValue>, matching: Matching, operator: string, wanted: readonly Scalar[]): boolean {
	const values = (Array.isArray(found) ? found : [found]) as readonly Scalar[];
	const one = (value: Scalar): boolean => test(value, operator, wanted);
	if (matching === 'list' && operator === 'in') return values.every(one);
	if (matching === 'either' && operator === '!=') return values.every(one);
	return values.some(one);
}

function test(value: Scalar, operator: string, wanted: readonly Scalar[]): boolean {
	const [first] = wanted;
	switch (operator) {
		case '=':
			return value === first;
		case '!=':
			return value !== first;
		case '<':
			return value < first;
		case '>=':
			return value >= first;
		case 'contains':
			return String(value).includes(String(first));
		case 'startswith':
			return String(value).startsWith(String(first));
		case 'endswith':
			return String(value).endsWith(String(first));
		case 'in':
		case 'intersects':
			return wanted.includes(value);
		default:
			throw new Error(`no ${operator} here`);
	}
}

function constants({right}: Check): string[] {
	if (right?.kind === 'value') return [right.text];
	return right?.kind === 'list' ? right.items.map(({text}) => text) : [];
}

function convert(name: string, text: string): Scalar {
	if (name === 'fd.num' || name === 'proc.duration') return Number(text);
	if (name === 'evt.is_open_read') return text === 'true';
	return name === 'fd.ip' ? String.fromCharCode(...text.split('.').map(Number)) : text;
}
