import type {ByteString} from '../events/byte-string.ts';
import type {FieldValue, Matching, Scalar} from '../fields/field.ts';
import {type IpNet, isInNet} from '../fields/ip.ts';
import type {Constant} from './constant.ts';
import {compileGlob} from './glob.ts';
import type {Modifier, Operator} from './syntax.ts';
import {toLowerAscii} from './transform.ts';
import type {TypeGroup} from './type-group.ts';

/** Tests one value that is there. */
export type ScalarTest = (value: Scalar) => boolean;
/** Tests what a field gave, when it gave something. */
export type ValueTest = (value: NonNullable<FieldValue>) => boolean;

/** The test of an operator with one constant on its right. */
export function scalarTest(operator: Operator, group: TypeGroup, constant: Constant): ScalarTest {
	if (group === 'network') return networkTest(operator, constant as IpNet);
	const value = constant as Scalar;
	switch (operator) {
		case '=':
		case '==':
			return (found) => found === value;
		case '!=':
			return (found) => found !== value;
		case '<':
			return (found) => found < value;
		case '<=':
			return (found) => found <= value;
		case '>':
			return (found) => found > value;
		case '>=':
			return (found) => found >= value;
		default:
			return textTest(operator, value as ByteString) as ScalarTest;
	}
}

function networkTest(operator: Operator, net: IpNet): ScalarTest {
	return operator === '!=' ? (found) => !isInNet(found as ByteString, net) : (found) => isInNet(found as ByteString, net);
}

function textTest(operator: Operator, wanted: ByteString): (found: ByteString) => boolean {
	switch (operator) {
		case 'contains':
		case 'bcontains':
			return (found) => found.includes(wanted);
		case 'icontains': {
			const lower = toLowerAscii(wanted);
			return (found) => toLowerAscii(found).includes(lower);
		}
		case 'startswith':
		case 'bstartswith':
			return (found) => found.startsWith(wanted);
		case 'endswith':
			return (found) => found.endsWith(wanted);
		case 'glob':
			return compileGlob(wanted);
		case 'iglob':
			return compileGlob(wanted, {ignoreCase: true});
		default:
			throw new Error(`no test for operator ${operator}`);
	}
}

/** Whether a value is one of the constants. */
export function memberTest(group: TypeGroup, constants: readonly Constant[]): ScalarTest {
	if (group === 'network') {
		const nets = constants as readonly IpNet[];
		return (found) => nets.some((net) => isInNet(found as ByteString, net));
	}
	const members = new Set(constants as readonly Scalar[]);
	return (found) => members.has(found);
}

/** Applies a test to what a field with several values gave. */
export function liftTest(test: ScalarTest, matching: Matching, operator: Operator): ValueTest {
	if (matching === 'scalar') return test as ValueTest;
	const all = matching === 'list' ? operator === 'in' : matching === 'either' && operator === '!=';
	return all ? (found) => everyValue(found, test) : (found) => someValue(found, test);
}

function everyValue(found: NonNullable<FieldValue>, test: ScalarTest): boolean {
	if (!isArray(found)) return test(found);
	for (let i = 0; i < found.length; i++) if (!test(found[i])) return false;
	return true;
}

function someValue(found: NonNullable<FieldValue>, test: ScalarTest): boolean {
	if (!isArray(found)) return test(found);
	for (let i = 0; i < found.length; i++) if (test(found[i])) return true;
	return false;
}

const isArray = (found: NonNullable<FieldValue>): found is readonly Scalar[] => typeof found === 'object';

/** `oneof`: exactly one of the tests holds; `anyof`: one or more; `allof`: each. No test at all: false. */
export function modifiedTest(modifier: Modifier, tests: readonly ValueTest[]): ValueTest {
	return (found) => {
		let held = 0;
		for (let i = 0; i < tests.length; i++) {
			if (tests[i](found)) held++;
			else if (modifier === 'allof') return false;
			if (held === 1 && modifier === 'anyof') return true;
			if (held === 2 && modifier === 'oneof') return false;
		}
		return held > 0;
	};
}

/** The test of an operator with a field on both sides. */
export function fieldTest(
	operator: Operator,
	matching: Matching,
): (left: NonNullable<FieldValue>, right: NonNullable<FieldValue>) => boolean {
	switch (operator) {
		case 'in':
			return (left, right) => (matching === 'any' || matching === 'either' ? someValue : everyValue)(left, (value) => holds(right, value));
		case 'intersects':
			return (left, right) => someValue(left, (value) => holds(right, value));
		default:
			return (left, right) => liftTest(scalarTest(operator, 'string', right as Scalar), matching, operator)(left);
	}
}

const holds = (right: NonNullable<FieldValue>, value: Scalar): boolean => (isArray(right) ? right.includes(value) : right === value);
