import {toByteString} from '../events/byte-string.ts';
import type {FieldCatalogue, FieldValue, Scalar} from '../fields/field.ts';
import {fieldTest, liftTest, memberTest, modifiedTest, type ScalarTest, scalarTest, type ValueTest} from './compare.ts';
import {type Constant, parseConstant, type ServicePorts} from './constant.ts';
import {constantsOf} from './constants-of.ts';
import {type CompiledOperand, compileOperand, isDistance, isProblem} from './operand.ts';
import {compilePathSet} from './path-set.ts';
import {compileRegex} from './regex.ts';
import type {Check, Operand} from './syntax.ts';
import {groupOf} from './type-group.ts';

/** How a check tests the value of its left side once it is there. */
export type CheckTest =
	| {readonly kind: 'exists'}
	/** `value OP constant` in JavaScript's own operators. */
	| {readonly kind: 'compare'; readonly operator: '===' | '!==' | '<' | '<=' | '>' | '>='; readonly constant: Scalar}
	| {readonly kind: 'startsWith' | 'endsWith' | 'includes'; readonly constant: string}
	| {readonly kind: 'member'; readonly members: ReadonlySet<Scalar>}
	| {readonly kind: 'call'; readonly test: ValueTest}
	| {
			readonly kind: 'operand';
			readonly right: CompiledOperand;
			readonly test: (left: NonNullable<FieldValue>, right: NonNullable<FieldValue>) => boolean;
	  }
	| {readonly kind: 'never'};

export interface CompiledCheck {
	readonly left: CompiledOperand;
	readonly test: CheckTest;
	/** Cost of the test without that of the operands; 1 is an equality. */
	readonly cost: number;
}

/** Compiles a check that `checkCondition` found nothing wrong with. */
export function compileCheck(check: Check, catalogue: FieldCatalogue, ports: ServicePorts): CompiledCheck {
	const left = operandOf(check.left, catalogue);
	const test = testOf(check, left, catalogue, ports);
	return {left, test, cost: costOf(check, test)};
}

function operandOf(operand: Operand, catalogue: FieldCatalogue): CompiledOperand {
	const compiled = compileOperand(operand, catalogue);
	if (isProblem(compiled)) throw new Error(`condition was not checked: ${compiled.message}`);
	return compiled;
}

function testOf(check: Check, left: CompiledOperand, catalogue: FieldCatalogue, ports: ServicePorts): CheckTest {
	const {operator, right, modifier} = check;
	if (operator === 'exists') return {kind: 'exists'};
	if (right?.kind === 'field' || right?.kind === 'transformer') {
		return {kind: 'operand', right: operandOf(right, catalogue), test: fieldTest(operator, left.matching)};
	}
	const texts = constantsOf(check).map(({text}) => text);
	if (operator === 'pmatch') return liftedCall(compilePathSet(texts.map(toByteString)) as ScalarTest, check, left);
	if (operator === 'regex')
		return modifier === undefined ? liftedCall(regexTest(texts[0]), check, left) : modified(texts.map(regexTest), check, left);
	const constants = texts.map((text) => constantOf(text, check, left, ports));
	const group = groupOf(left.type);
	if (modifier !== undefined)
		return modified(
			constants.map((constant) => scalarTest(operator, group, constant)),
			check,
			left,
		);
	if (operator === 'in' || operator === 'intersects') return membership(constants, check, left);
	return inlineTest(check, left, constants[0]) ?? liftedCall(scalarTest(operator, group, constants[0]), check, left);
}

function constantOf(text: string, check: Check, left: CompiledOperand, ports: ServicePorts): Constant {
	const parsed = parseConstant(text, left.type, check.operator, ports);
	if (!parsed.ok) throw new Error(`condition was not checked: ${parsed.message}`);
	return parsed.value;
}

function regexTest(pattern: string): ScalarTest {
	const regex = compileRegex(pattern);
	if (!regex.ok) throw new Error(`condition was not checked: ${regex.message}`);
	return regex.matches as ScalarTest;
}

const liftedCall = (test: ScalarTest, check: Check, left: CompiledOperand): CheckTest => ({
	kind: 'call',
	test: liftTest(test, left.matching, check.operator),
});

function modified(tests: readonly ScalarTest[], check: Check, left: CompiledOperand): CheckTest {
	if (check.modifier === undefined || tests.length === 0) return {kind: 'never'};
	return {
		kind: 'call',
		test: modifiedTest(
			check.modifier,
			tests.map((test) => liftTest(test, left.matching, check.operator)),
		),
	};
}

function membership(constants: readonly Constant[], check: Check, left: CompiledOperand): CheckTest {
	const group = groupOf(left.type);
	if (constants.length === 0 && left.matching !== 'list') return {kind: 'never'};
	// Falco looks the bytes of a raw parameter up without their length: only texts are ever found.
	if (left.field?.definition.name === 'evt.rawarg' && group !== 'string') return {kind: 'never'};
	if (left.matching !== 'scalar' || group === 'network') return liftedCall(memberTest(group, constants), check, left);
	if (constants.length === 1) return {kind: 'compare', operator: '===', constant: constants[0] as Scalar};
	return {kind: 'member', members: new Set(constants as readonly Scalar[])};
}

/** The test as an operator of JavaScript, where the value is a single one. */
function inlineTest(check: Check, left: CompiledOperand, constant: Constant): CheckTest | undefined {
	const group = groupOf(left.type);
	if (left.matching !== 'scalar' || group === 'network') return undefined;
	switch (check.operator) {
		case '=':
		case '==':
			return {kind: 'compare', operator: isDistance(left) ? '<=' : '===', constant: constant as Scalar};
		case '!=':
			return {kind: 'compare', operator: '!==', constant: constant as Scalar};
		case '<':
		case '<=':
		case '>':
		case '>=':
			return {kind: 'compare', operator: check.operator, constant: constant as Scalar};
		case 'startswith':
		case 'bstartswith':
			return {kind: 'startsWith', constant: constant as string};
		case 'endswith':
			return {kind: 'endsWith', constant: constant as string};
		case 'contains':
		case 'bcontains':
			return {kind: 'includes', constant: constant as string};
		default:
			return undefined;
	}
}

function costOf(check: Check, test: CheckTest): number {
	const each = check.modifier === undefined ? 1 : constantsOf(check).length;
	if (test.kind === 'operand') return test.right.cost + 2;
	switch (check.operator) {
		case 'regex':
			return 100 * each;
		case 'glob':
		case 'iglob':
		case 'icontains':
			return 12 * each;
		case 'pmatch':
			return 10;
		case 'contains':
		case 'bcontains':
			return 4 * each;
		default:
			return test.kind === 'compare' ? each : 2 * each;
	}
}
