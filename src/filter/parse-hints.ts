import {nearNames} from '../fields/near-names.ts';
import type {Scanner} from './scanner.ts';
import {LIST_OPERATORS, NUMERIC_OPERATORS, STRING_OPERATORS, TRANSFORMERS} from './syntax.ts';

const OPERATORS = [...NUMERIC_OPERATORS, ...STRING_OPERATORS, ...LIST_OPERATORS, 'exists'];

/** What people write in other languages, and what it is here. */
const HABITS: Readonly<Record<string, string>> = {
	'&&': 'and',
	'||': 'or',
	'!': 'not',
	'&': 'and',
	'|': 'or',
	'<>': '!=',
	'===': '=',
	'!==': '!=',
	'=~': 'regex',
	'~=': 'regex',
	'~': 'regex',
	'!~': 'not … regex',
	':': '=',
	is: '=',
	eq: '=',
	equals: '=',
	ne: '!=',
	neq: '!=',
	gt: '>',
	ge: '>=',
	lt: '<',
	le: '<=',
	like: 'glob',
	matches: 'regex',
	match: 'regex',
	has: 'contains',
	includes: 'contains',
	startsWith: 'startswith',
	endsWith: 'endswith',
	oneof: '= oneof',
	anyof: '= anyof',
	allof: '= allof',
	not: 'not before the field',
};

/** Which operator was probably meant by what stands after a field. */
export function operatorHint(scanner: Scanner): string | undefined {
	const word = scanner.peekWord();
	if (word === '') return 'to test that the field has a value, write exists';
	const symbols = /^[^\w\s"'(),]+/.exec(word)?.[0];
	const key = symbols ?? word;
	const habit = HABITS[key];
	if (habit !== undefined)
		return key === '!' && /^!\s+=/.test(scanner.text.slice(scanner.position))
			? 'did you mean !=? It is written without a blank'
			: `did you mean ${habit}?`;
	if ((OPERATORS as readonly string[]).includes(word)) return `'${word}' needs a blank and a value after it`;
	const [guess] = nearNames(key, OPERATORS);
	return guess === undefined ? undefined : `did you mean ${guess}?`;
}

/** Why the condition may not go on with what stands at the cursor. */
export function afterCondition(scanner: Scanner): string {
	const word = scanner.peekWord();
	const habit = HABITS[/^[^\w\s"'(),]+/.exec(word)?.[0] ?? ''];
	if (habit === 'and' || habit === 'or') return `did you mean ${habit}?`;
	if (/^(?:AND|OR|NOT)$/.test(word)) return `keywords are written in lower case: ${word.toLowerCase()}`;
	if (word === ')') return 'this parenthesis was never opened';
	if (word === '(') return callHint(scanner);
	if (word === ',') return 'several values need in and parentheses: in (a, b)';
	if (/^(?:or|and)\(/.test(scanner.text.slice(scanner.position)))
		return `after ${word} without a blank the parenthesis stands alone: put a blank before it`;
	if (/^[a-zA-Z_][\w-]*$/.test(scanner.lastToken) && word.startsWith('-')) return 'a macro name holds only letters, digits and _';
	if (/^(?:and|or|not)$/.test(scanner.lastToken)) return `'${scanner.lastToken}' stands where a check must start`;
	if (/^[+-]?[\d.]+$/.test(scanner.lastToken) && !isBlankBefore(scanner)) return 'numbers are whole and decimal, times are nanoseconds';
	const [guess] = nearNames(word, ['and', 'or']);
	if (guess !== undefined && word.length <= 4) return `did you mean ${guess}?`;
	return 'checks are joined by and or or; a value that holds blanks needs quotes';
}

const isBlankBefore = (scanner: Scanner): boolean => /\s/.test(scanner.text[scanner.position - 1] ?? '');

function callHint(scanner: Scanner): string {
	const name = scanner.lastToken;
	if (name === 'val') return 'val() stands only right of an operator';
	const [guess] = nearNames(name, TRANSFORMERS);
	return guess === undefined
		? `'${name}' is no transformer; known ones are ${TRANSFORMERS.join(', ')}`
		: `'${name}' is no transformer: did you mean ${guess}?`;
}
