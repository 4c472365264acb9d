import type {ParamType} from '../../src/events/param-type.ts';
import {type FieldCatalogue, isFieldProblem} from '../../src/fields/field.ts';
import {
	type Check,
	type Expression,
	type FieldOperand,
	LIST_OPERATORS,
	MODIFIERS,
	NUMERIC_OPERATORS,
	type Operand,
	type Operator,
	type RightSide,
	STRING_OPERATORS,
	TRANSFORMERS,
	type TransformerArgument,
	type Value,
} from '../../src/filter/syntax.ts';
import {groupOf, operatorsFor} from '../../src/filter/type-group.ts';
import type {Random} from './random.ts';
import {bareText, hostileText, word} from './random-text.ts';
import {pick} from './target.ts';

const span = {start: 0, end: 0};
const EVENT_NAMES = ['open', 'openat', 'execve', 'connect', 'close', 'read', 'ptrace', 'setns', 'nosuchevent'];
const NUMBERS = ['0', '1', '-1', '+7', '22', '4294967296', '9007199254740993', '18446744073709551616', '0x1F', '1.5', '-2.', '1e+3', '007'];
const PORTS = ['0', '22', '65535', '65536', 'ssh', 'http', 'nosuchport', ''];
const ADDRESSES = ['127.0.0.1', '10.0.0.256', '::1', '2001:db8::ff', '1.2.3.4/24', '::ffff:1.2.3.4', 'fe80::%1', ''];
const NETWORKS = ['10.0.0.0/8', '1.2.3.4/32', '1.2.3.4/33', '2001:db8::/32', '::/0', '10/8', '1.2.3.4'];
const PATHS = ['/', '/etc', '/etc/', '/etc/*', '//usr//bin', '/a/[b', '/a/?/c', 'rel/a*', '', '/*', '*'];
const HEX = ['cafe', 'CAFE', 'c', 'xy', ''];
const PATTERNS = ['.*', 'a|b', '[a-z]+', '(a+)+$', '(', 'a{2,1}', 'a{1,1000}', '\\d+', '^/tmp/.*$', '(?i)x', '[[:alpha:]]*', 'é+'];
const ARGUMENTS = ['0', '1', '2', '10', '99999999999', 'fd', 'name', 'flags', 'res', 'PATH', 'a b', ']', '"', '-1', 'x.y'];
/** Macros that are defined for the checks, and one that is not. */
export const MACROS = ['always', 'never', 'spawned', 'loop_free', 'unknown_macro'];

/** A field with its argument as conditions name it, and its type. */
interface Known {
	readonly operand: FieldOperand;
	readonly type: ParamType;
	readonly list: boolean;
}

export type RandomExpression = (random: Random, depth: number) => Expression;

/** Syntax trees of any shape; most of their checks fit the fields of the catalogue, some fit nothing. */
export function randomExpressions(catalogue: FieldCatalogue): RandomExpression {
	const known = knownFields(catalogue);
	const check = (random: Random): Check => (random(5) === 0 ? anyCheck(random, known) : fittingCheck(random, known));
	const node = (random: Random, depth: number): Expression => {
		const kind = depth <= 0 ? random(12) : random(24);
		if (kind === 0) return {kind: 'macro', name: random(8) === 0 ? macroName(random) : pick(random, MACROS), span};
		if (kind < 12) return check(random);
		if (kind < 15) return {kind: 'not', item: node(random, depth - 1), span};
		const items = Array.from({length: 2 + random(3)}, () => node(random, depth - 1));
		return {kind: kind < 20 ? 'and' : 'or', items, span};
	};
	return node;
}

function macroName(random: Random): string {
	const name = word(random);
	return /^(?:and|or|not)$/.test(name) ? `${name}_` : name;
}

function knownFields(catalogue: FieldCatalogue): readonly Known[] {
	return catalogue.definitions.flatMap(({name, argument}) => {
		const variants = argument === 'none' ? [undefined] : argument === 'required' ? ARGUMENTS : [undefined, ...ARGUMENTS];
		return variants.flatMap((text) => {
			const found = catalogue.resolve(name, text);
			if (isFieldProblem(found) || found.definition.printOnly) return [];
			const operand: FieldOperand = text === undefined ? {kind: 'field', name, span} : {kind: 'field', name, argument: text, span};
			return [{operand, type: found.type, list: found.list}];
		});
	});
}

function fittingCheck(random: Random, known: readonly Known[]): Check {
	const field = pick(random, known);
	const operator = pick(random, operatorsFor(field.type, field.list));
	const left: Operand = random(12) === 0 ? {kind: 'transformer', name: 'tolower', arguments: [field.operand], span} : field.operand;
	if (operator === 'exists') return {kind: 'check', left, operator, operatorSpan: span, span};
	if (random(20) === 0) {
		const val: Operand = {kind: 'transformer', name: 'val', arguments: [pick(random, known).operand], span};
		return {kind: 'check', left, operator, operatorSpan: span, right: val, span};
	}
	const texts = () => valueText(random, field, operator);
	const list = (): RightSide => ({kind: 'list', items: Array.from({length: random(5)}, () => writtenValue(random, texts())), span});
	if ((LIST_OPERATORS as readonly Operator[]).includes(operator))
		return {kind: 'check', left, operator, operatorSpan: span, right: list(), span};
	if ((NUMERIC_OPERATORS as readonly Operator[]).includes(operator)) {
		const right: Value = {kind: 'value', text: pick(random, NUMBERS), quoted: false, span};
		return {kind: 'check', left, operator, operatorSpan: span, right, span};
	}
	if (random(10) === 0) {
		return {kind: 'check', left, operator, operatorSpan: span, modifier: pick(random, MODIFIERS), right: list(), span};
	}
	return {kind: 'check', left, operator, operatorSpan: span, right: writtenValue(random, texts()), span};
}

/** A value as a person writes it: bare where that goes. */
function writtenValue(random: Random, text: string): Value {
	const quoted = random(3) === 0 || !/^[\w./*?:-]+$/.test(text);
	return {kind: 'value', text, quoted, span};
}

function valueText(random: Random, {operand, type}: Known, operator: Operator): string {
	if (random(8) === 0) return hostileText(random);
	if (operand.name === 'evt.type' || operand.name === 'syscall.type') return pick(random, EVENT_NAMES);
	if (operator === 'pmatch') return pick(random, PATHS);
	if (operator === 'regex') return pick(random, PATTERNS);
	if (operator === 'bcontains' || operator === 'bstartswith') return pick(random, HEX);
	switch (groupOf(type)) {
		case 'integer':
			return type === 'PORT' ? pick(random, PORTS) : pick(random, NUMBERS);
		case 'bool':
			return pick(random, ['true', 'false', 'yes']);
		case 'address':
			return pick(random, ADDRESSES);
		case 'network':
			return pick(random, NETWORKS);
		default:
			return random(2) === 0 ? word(random) : hostileText(random);
	}
}

/** A check as the grammar allows it, of whatever fields and values. */
function anyCheck(random: Random, known: readonly Known[]): Check {
	const left = anyOperand(random, known, 3);
	const value = (): Value =>
		random(2) === 0
			? {kind: 'value', text: hostileText(random), quoted: true, span}
			: {kind: 'value', text: bareText(random), quoted: false, span};
	const list = (): RightSide =>
		random(4) === 0
			? {kind: 'identifier', name: macroName(random), span}
			: {kind: 'list', items: Array.from({length: random(5)}, value), span};
	const right = (otherwise: () => RightSide): RightSide => (random(3) === 0 ? rightOperand(random, known) : otherwise());
	switch (random(5)) {
		case 0:
			return {kind: 'check', left, operator: 'exists', operatorSpan: span, span};
		case 1: {
			const number = (): Value => ({kind: 'value', text: pick(random, NUMBERS), quoted: false, span});
			return {kind: 'check', left, operator: pick(random, NUMERIC_OPERATORS), operatorSpan: span, right: right(number), span};
		}
		case 2:
			return {kind: 'check', left, operator: pick(random, STRING_OPERATORS), operatorSpan: span, right: right(value), span};
		case 3:
			return {kind: 'check', left, operator: pick(random, LIST_OPERATORS), operatorSpan: span, right: right(list), span};
		default: {
			const operator = pick(random, STRING_OPERATORS);
			return {kind: 'check', left, operator, operatorSpan: span, modifier: pick(random, MODIFIERS), right: list(), span};
		}
	}
}

function anyOperand(random: Random, known: readonly Known[], depth: number): Operand {
	if (depth > 0 && random(3) === 0) return transformer(random, known, depth);
	if (random(3) > 0) return pick(random, known).operand;
	const name = random(2) === 0 ? `${word(random)}.${word(random)}` : `${pick(random, known).operand.name}${random(2) === 0 ? 's' : '.x'}`;
	return random(3) === 0 ? {kind: 'field', name, argument: hostileText(random) || 'x', span} : {kind: 'field', name, span};
}

function transformer(random: Random, known: readonly Known[], depth: number): Operand {
	const name = pick(random, TRANSFORMERS.slice(0, -1));
	const args = Array.from({length: 1 + random(3)}, () => transformerArgument(random, known, depth - 1, true));
	const operand: Operand = {kind: 'transformer', name, arguments: args, span};
	return random(5) === 0 ? {...operand, argument: random(2) === 0 ? word(random) : hostileText(random) || 'x'} : operand;
}

function transformerArgument(random: Random, known: readonly Known[], depth: number, lists: boolean): TransformerArgument {
	switch (random(lists ? 8 : 6)) {
		case 0:
			return {kind: 'value', text: hostileText(random), quoted: true, span};
		case 1:
			return {kind: 'value', text: pick(random, ['0', '1', '-5', '1.5']), quoted: false, span};
		case 6:
		case 7: {
			const items = Array.from({length: random(4)}, () => transformerArgument(random, known, depth, false));
			return {kind: 'list', items: items as Exclude<TransformerArgument, {kind: 'list'}>[], span};
		}
		default:
			return anyOperand(random, known, depth);
	}
}

function rightOperand(random: Random, known: readonly Known[]): Operand {
	if (random(2) === 0) return transformer(random, known, 2);
	return {kind: 'transformer', name: 'val', arguments: [pick(random, known).operand], span};
}
