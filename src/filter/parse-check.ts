import {operatorHint} from './parse-hints.ts';
import {TRANSFORMER_NAMES, takeOperand, takeTransformer} from './parse-operand.ts';
import {takeList, takeString} from './parse-value.ts';
import type {Scanner} from './scanner.ts';
import {
	type Check,
	LIST_OPERATORS,
	type ListReference,
	MODIFIERS,
	type Modifier,
	NUMERIC_OPERATORS,
	type Operand,
	type Operator,
	type RightSide,
	STRING_OPERATORS,
	type Value,
} from './syntax.ts';
import {HEX, IDENTIFIER, NUMBER} from './tokens.ts';

// Longer operators first: `<=` before `<`, `intersects` before `in`.
const longestFirst = <T extends string>(operators: readonly T[]): readonly T[] => [...operators].sort((a, b) => b.length - a.length);
const NUMERIC = longestFirst(NUMERIC_OPERATORS);
const STRING = longestFirst(STRING_OPERATORS);
const LIST = longestFirst(LIST_OPERATORS);
const BLANK_AHEAD = /[ \t\x08\r\n]/y;
const MODIFIED_LIST_AHEAD = /(?:oneof|anyof|allof)(?:[ \t\x08\r\n]*\(|[ \t\x08\r\n]+(?!(?:and|or|not)(?![a-zA-Z0-9_]))[a-zA-Z])/y;

/** As Falco lists them in its messages. */
const OPERATOR_NAMES = ['exists', '<=', '<', '>=', '>', '==', '=', ...STRING_OPERATORS.slice(2), 'intersects', 'in', 'pmatch']
	.map((name) => `'${name}'`)
	.join(', ');

/** A field or transformer with its operator and right side; undefined where neither stands. */
export function takeCheck(scanner: Scanner): Check | undefined {
	const start = scanner.position;
	const left = takeOperand(scanner);
	if (left === undefined) return undefined;
	scanner.skipBlank();
	const operatorStart = scanner.position;
	const operator =
		takeOperator(scanner) ??
		scanner.expected(`a valid check operator: one of ${OPERATOR_NAMES}`, operatorHint(scanner, scanner.text.slice(start, left.span.end)));
	const operatorSpan = scanner.spanFrom(operatorStart);
	scanner.skipBlank();
	const modifier = isStringOperator(operator) ? takeModifier(scanner) : undefined;
	const right = takeRight(scanner, operator, modifier);
	const span = scanner.spanFrom(start);
	return {kind: 'check', left, operator, operatorSpan, ...(modifier && {modifier}), ...(right && {right}), span};
}

function takeOperator(scanner: Scanner): Operator | undefined {
	if (scanner.take('exists')) return 'exists';
	return (
		NUMERIC.find((name) => scanner.take(name)) ??
		STRING.find((name) => takeStringOperator(scanner, name)) ??
		LIST.find((name) => scanner.take(name))
	);
}

/** Operators that are words need a blank after them; list operators do not: `in(a,b)`. */
function takeStringOperator(scanner: Scanner, name: string): boolean {
	if (!scanner.startsWith(name)) return false;
	BLANK_AHEAD.lastIndex = scanner.position + name.length;
	if (/[a-z]/.test(name) && !BLANK_AHEAD.test(scanner.text)) return false;
	return scanner.take(name);
}

const isStringOperator = (operator: Operator): boolean => (STRING_OPERATORS as readonly string[]).includes(operator);
const isListOperator = (operator: Operator): boolean => (LIST_OPERATORS as readonly string[]).includes(operator);

/** `oneof`, `anyof`, `allof` are modifiers only before a list; else they are a plain value. */
function takeModifier(scanner: Scanner): Modifier | undefined {
	MODIFIED_LIST_AHEAD.lastIndex = scanner.position;
	if (!MODIFIED_LIST_AHEAD.test(scanner.text)) return undefined;
	const modifier = MODIFIERS.find((name) => scanner.take(name));
	scanner.skipBlank();
	return modifier;
}

function takeRight(scanner: Scanner, operator: Operator, modifier: Modifier | undefined): RightSide | undefined {
	if (operator === 'exists') return undefined;
	if (modifier !== undefined) return takeList(scanner) ?? takeListName(scanner) ?? scanner.expected(`a list after '${modifier}'`);
	if (isListOperator(operator)) return takeListOrOperand(scanner);
	const operand = takeRightOperand(scanner);
	if (operand !== undefined) return operand;
	if (isStringOperator(operator))
		return (
			takeString(scanner) ??
			scanner.expected(`a string value or a field with a valid transformer: ${TRANSFORMER_NAMES}`, stringHint(scanner, operator))
		);
	return (
		takeNumber(scanner) ?? scanner.expected(`a number value or a field with a valid transformer: ${TRANSFORMER_NAMES}`, numberHint(scanner))
	);
}

function takeRightOperand(scanner: Scanner): Operand | undefined {
	return takeTransformer(scanner, true);
}

function takeListOrOperand(scanner: Scanner): RightSide {
	return (
		takeList(scanner) ??
		takeRightOperand(scanner) ??
		takeListName(scanner) ??
		scanner.expected(
			`a list, an identifier, or a field with a valid transformer: ${TRANSFORMER_NAMES}`,
			scanner.atEnd() ? undefined : listHint(scanner),
		)
	);
}

function takeListName(scanner: Scanner): ListReference | undefined {
	const start = scanner.position;
	const name = scanner.takePattern(IDENTIFIER);
	return name === undefined ? undefined : {kind: 'identifier', name, span: scanner.spanFrom(start)};
}

function takeNumber(scanner: Scanner): Value | undefined {
	const start = scanner.position;
	const text = scanner.takePattern(HEX) ?? scanner.takePattern(NUMBER);
	return text === undefined ? undefined : {kind: 'value', text, quoted: false, span: scanner.spanFrom(start)};
}

/** `[a, b]` and `{a, b}` are lists elsewhere. */
function listHint(scanner: Scanner): string {
	const items = /^[[{]([^\]}]*)[\]}]/.exec(scanner.text.slice(scanner.position))?.[1];
	if (items !== undefined) return `values stand in parentheses: (${items})`;
	const quoted = /^(?:"([^"]*)"|'([^']*)')/.exec(scanner.text.slice(scanner.position));
	if (quoted)
		return `values stand in parentheses, each in quotes of its own: (${(quoted[1] ?? quoted[2])
			.split(',')
			.map((text) => `"${text.trim()}"`)
			.join(', ')})`;
	return `values stand in parentheses: (${scanner.peekWord().replace(/^[[{]/, '')})`;
}

function stringHint(scanner: Scanner, operator: Operator): string | undefined {
	const word = scanner.peekWord();
	if (word.startsWith('(')) {
		const isPattern = operator === 'regex' || operator === 'glob' || operator === 'iglob';
		if (isPattern) return `a pattern that holds parentheses needs quotes; several patterns: ${operator} anyof (a, b)`;
		return operator === '=' || operator === '=='
			? 'several values: in (a, b)'
			: `several values: ${operator} ${operator === '!=' ? 'allof' : 'anyof'} (a, b)`;
	}
	return word.startsWith('=') ? `a value that holds = needs quotes: "${word}"` : undefined;
}

function numberHint(scanner: Scanner): string | undefined {
	const word = scanner.peekWord();
	if (scanner.startsWith('>') && scanner.text[scanner.position - 1] === '<') return 'did you mean !=?';
	if (word.startsWith('"') || word.startsWith("'")) return 'write the number without quotes';
	return word === '' ? undefined : 'for texts use =, !=, contains, startswith, endswith, glob, regex or in';
}
