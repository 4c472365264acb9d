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
	contain: 'contains',
	starts: 'startswith',
	begins: 'startswith',
	beginswith: 'startswith',
	ends: 'endswith',
	includes: 'contains',
	startsWith: 'startswith',
	endsWith: 'endswith',
	oneof: '= oneof',
	anyof: '= anyof',
	allof: '= allof',
};

/** Which operator was probably meant by what stands after a field. */
export function operatorHint(scanner: Scanner, field: string): string | undefined {
	const word = scanner.peekWord();
	const absent = /^is\s+(not\s+)?(?:null|none|nil|empty|missing|set|defined)\b/i.exec(scanner.text.slice(scanner.position));
	if (absent) return missingHint(field, absent[0]);
	const strange = strangeHint(scanner);
	if (strange !== undefined) return strange;
	if (word === '' || word === ')' || word === 'and' || word === 'or')
		return YES_OR_NO.test(field)
			? `to test that it holds, write ${field} = true`
			: `to test that the field has a value, write ${field} exists`;
	if (word === 'not')
		return `not stands before the field: not ${field} ${/^not\s+(\w+|[!=<>]+)/.exec(scanner.text.slice(scanner.position))?.[1] ?? '='} …`;
	if (word === 'between') return `write ${field} >= … and ${field} <= …`;
	const symbols = /^[^\w\s"'(),]+/.exec(word)?.[0];
	const key = symbols ?? word;
	const habit = HABITS[key];
	if (habit !== undefined)
		return key === '!' && /^!\s+=/.test(scanner.text.slice(scanner.position))
			? 'did you mean !=? It is written without a blank'
			: `did you mean ${habit}?`;
	if ((OPERATORS as readonly string[]).includes(word)) return `'${word}' needs a blank and a value after it`;
	const [guess] = nearNames(key, OPERATORS);
	return guess === undefined ? `an operator is missing: ${field} = ${word}` : `did you mean ${guess}?`;
}

/** Fields whose name is a question. */
const YES_OR_NO = /\.(?:is_|host_|failed$|privileged$)/;

/** `is null`, `is not set` */
function missingHint(field: string, words: string): string {
	const isThere = /\bnot\b/.test(words) !== /\b(?:set|defined)$/i.test(words);
	return `to ask whether there is a value, write ${isThere ? '' : 'not '}${field} exists`;
}

const SPECIAL_BLANK = /[\u00a0\u2000-\u200b\u202f\u3000\ufeff]/;

/** Characters that come along when text is copied, and comments. */
function strangeHint(scanner: Scanner): string | undefined {
	const at = scanner.text.slice(scanner.position);
	if (at.startsWith('#')) return 'conditions know no comments: write it above the key, where # starts one';
	if (SPECIAL_BLANK.test(at[0] ?? '') || SPECIAL_BLANK.test(scanner.lastToken))
		return 'this is a special blank (U+00A0 or its like), as web pages have it: write a plain one';
	if (/^[\u2018-\u201f\u00ab\u00bb]/.test(at) || /[\u2018\u201c\u201e\u00ab]/.test(scanner.lastToken))
		return 'typographic quotes do not quote: write " or \'';
	return undefined;
}

/** What was probably meant by what stands where a check must start. */
export function checkHint(scanner: Scanner): string | undefined {
	if (scanner.atEnd()) return 'the condition ends where a check must follow';
	const strange = strangeHint(scanner);
	if (strange !== undefined) return strange;
	const word = scanner.peekWord();
	if (word === 'exists') return 'exists stands behind the field: proc.name exists';
	if (word.startsWith('!')) return 'did you mean not?';
	if (word === ')')
		return scanner.lastToken === '(' ? 'nothing stands between the parentheses' : `a check must follow '${scanner.lastToken}'`;
	return undefined;
}

/** Why the condition may not go on with what stands at the cursor. */
export function afterCondition(scanner: Scanner): string {
	const word = scanner.peekWord();
	const strange = strangeHint(scanner);
	if (strange !== undefined) return strange;
	const habit = HABITS[/^[^\w\s"'(),]+/.exec(word)?.[0] ?? ''];
	if (habit === 'and' || habit === 'or') return `did you mean ${habit}?`;
	if (/^(?:AND|OR|NOT)$/.test(word)) return `keywords are written in lower case: ${word.toLowerCase()}`;
	if (word === ')') return 'this parenthesis was never opened';
	if (word === '(') return callHint(scanner);
	if (word === ',') return 'several values need in and parentheses: in (a, b)';
	if (/^(?:or|and)\(/.test(scanner.text.slice(scanner.position)))
		return `after ${word} without a blank the parenthesis stands alone: put a blank before it`;
	if (/^[a-zA-Z_][\w-]*$/.test(scanner.lastToken) && word.startsWith('-')) return 'a macro name holds only letters, digits and _';
	if (scanner.lastToken === 'exists') {
		const field = /^[a-z_0-9]+(?:\.[\w[\]]+)+/i.exec(word)?.[0];
		return field === undefined
			? 'exists takes no value: it asks whether the field has one'
			: `exists stands behind the field: ${field} exists`;
	}
	if (/^[a-zA-Z_]\w*$/.test(scanner.lastToken) && /^[!=<>]/.test(word) && !isValueBefore(scanner))
		return `'${scanner.lastToken}' has no dot: that is a macro; a field looks like user.name`;
	if (/^(?:and|or|not)$/.test(scanner.lastToken)) return `'${scanner.lastToken}' stands where a check must start`;
	if (/^[+-]?[\d.]+$/.test(scanner.lastToken) && !isBlankBefore(scanner)) return 'numbers are whole and decimal, times are nanoseconds';
	const [guess] = nearNames(word, ['and', 'or']);
	if (guess !== undefined && word.length <= 4) return `did you mean ${guess}?`;
	return 'checks are joined by and or or; a value that holds blanks needs quotes';
}

/** Whether the last word stands right of an operator. */
const isValueBefore = ({text, position}: Scanner): boolean =>
	/(?:[=<>(,]|\s(?:in|contains|icontains|startswith|endswith|glob|iglob|regex|pmatch|intersects))\s*[^\s(),=]*\s*$/.test(
		text.slice(0, position),
	);

const isBlankBefore = (scanner: Scanner): boolean => /\s/.test(scanner.text[scanner.position - 1] ?? '');

function callHint(scanner: Scanner): string {
	const name = scanner.lastToken;
	if ((OPERATORS as readonly string[]).includes(name)) return `a field stands before '${name}': proc.name ${name} (…)`;
	if (name === 'val') return 'val() stands only right of an operator';
	const [guess] = nearNames(name, TRANSFORMERS);
	return guess === undefined
		? `'${name}' is no transformer; known ones are ${TRANSFORMERS.join(', ')}`
		: `'${name}' is no transformer: did you mean ${guess}?`;
}
