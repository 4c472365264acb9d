import {type FieldCatalogue, isFieldProblem, type Scalar} from '../../fields/field.ts';
import {checkCondition, isHint} from '../../filter/check.ts';
import {type CompiledCheck, compileCheck} from '../../filter/compile-check.ts';
import {parseConstant} from '../../filter/constant.ts';
import {constantsOf} from '../../filter/constants-of.ts';
import {printOperand} from '../../filter/print.ts';
import {readServicePorts} from '../../filter/service-ports.ts';
import type {Check} from '../../filter/syntax.ts';

/** What a check says about one value of its left side. */
export interface LeafFacts {
	readonly check: Check;
	/** The left side as written: checks of the same operand can be compared. */
	readonly operand: string;
	/** The whole check in one form: equal texts mean the same. */
	readonly key: string;
	/** One value at most: no list, no "any of". */
	readonly scalar: boolean;
	/** The values the check allows, when it names them all: `=`, `in`. */
	readonly values: readonly Value[] | undefined;
	/** Whether a value passes; undefined where that depends on the event. */
	holds(value: Scalar): boolean | undefined;
	readonly compiled: CompiledCheck;
}

export interface Value {
	readonly text: string;
	readonly value: Scalar;
	/** Where it stands in the condition. */
	readonly start: number;
}

const PORTS = readServicePorts();

export type FactsOf = (check: Check) => LeafFacts | undefined;

/** Whether the check is about a list of values, by the fields of the catalogue. */
export function isListCheck({left}: Check, catalogue: FieldCatalogue | undefined): boolean {
	if (left.kind !== 'field') return true;
	const found = catalogue?.resolve(left.name, left.argument);
	return found !== undefined && !isFieldProblem(found) && found.matching === 'list';
}

/** Facts of checks for one event source, made once each; undefined for a check that does not compile. */
export function leafFacts(catalogue: FieldCatalogue): FactsOf {
	const known = new WeakMap<Check, LeafFacts>();
	return (check) => {
		let found = known.get(check);
		if (!found) {
			if (checkCondition(check, catalogue).some((problem) => !isHint(problem))) return undefined;
			found = factsOf(check, catalogue);
			known.set(check, found);
		}
		return found;
	};
}

function factsOf(check: Check, catalogue: FieldCatalogue): LeafFacts {
	const compiled = compileCheck(check, catalogue, PORTS);
	const operand = printOperand(check.left);
	const operator = check.operator === '==' ? '=' : check.operator;
	const right = isOperand(check)
		? printOperand(check.right)
		: constantsOf(check)
				.map(({text}) => JSON.stringify(text))
				.join(',');
	const scalar = compiled.left.matching === 'scalar' && compiled.left.type !== 'IPNET';
	return {
		check,
		operand,
		key: `${operand} ${operator} ${check.modifier ?? ''} ${right}`,
		scalar,
		values: scalar ? valuesOf(check, compiled) : undefined,
		holds: (value) => (scalar ? holds(compiled, value) : undefined),
		compiled,
	};
}

const isOperand = (check: Check): check is Check & {right: {kind: 'field' | 'transformer'}} =>
	check.right?.kind === 'field' || check.right?.kind === 'transformer';

function valuesOf(check: Check, {left}: CompiledCheck): readonly Value[] | undefined {
	const {operator, modifier} = check;
	const isNamed = operator === '=' || operator === '==' || operator === 'in' || operator === 'intersects';
	if (!isNamed || modifier !== undefined || isOperand(check)) return undefined;
	return constantsOf(check).flatMap(({text, span}) => {
		const parsed = parseConstant(text, left.type, operator, PORTS);
		return parsed.ok ? [{text, value: parsed.value as Scalar, start: span.start}] : [];
	});
}

function holds({test}: CompiledCheck, value: Scalar): boolean | undefined {
	switch (test.kind) {
		case 'exists':
			return true;
		case 'never':
			return false;
		case 'member':
			return test.members.has(value);
		case 'startsWith':
			return (value as string).startsWith(test.constant);
		case 'endsWith':
			return (value as string).endsWith(test.constant);
		case 'includes':
			return (value as string).includes(test.constant);
		case 'call':
			return test.test(value);
		case 'compare':
			return compare(test.operator, value, test.constant);
		case 'operand':
			return undefined;
	}
}

function compare(operator: '===' | '!==' | '<' | '<=' | '>' | '>=', a: Scalar, b: Scalar): boolean {
	switch (operator) {
		case '===':
			return a === b;
		case '!==':
			return a !== b;
		case '<':
			return a < b;
		case '<=':
			return a <= b;
		case '>':
			return a > b;
		case '>=':
			return a >= b;
	}
}
