import {unescapeString} from './escape.ts';
import type {Scanner} from './scanner.ts';
import type {Value, ValueList} from './syntax.ts';
import {BARE_STRING} from './tokens.ts';

/** Takes a quoted string: it ends at the next quote of its kind that has no backslash before it. */
export function takeQuoted(scanner: Scanner): string | undefined {
	const {text, position} = scanner;
	const quote = text[position];
	if (quote !== '"' && quote !== "'") return undefined;
	let end = text.indexOf(quote, position + 1);
	while (end > 0 && text[end - 1] === '\\') end = text.indexOf(quote, end + 1);
	if (end < 0) failUnclosed(scanner, quote);
	const inner = unescapeString(text.slice(position + 1, end), quote);
	if (!inner.ok) {
		const {message, hint, span} = inner;
		scanner.fail({message, hint, span: {start: position + 1 + span.start, end: position + 1 + span.end}});
	}
	scanner.position = end + 1;
	scanner.lastToken = inner.text;
	return inner.text;
}

function failUnclosed(scanner: Scanner, quote: string): never {
	const {text, position} = scanner;
	const escaped = text.includes(`\\${quote}`, position + 1);
	scanner.fail({
		message: `expected a string value, found a quote ${quote} that is never closed`,
		hint: escaped
			? `a quote after a backslash does not close the string; a backslash at the end is written as backslash and blank: \\ ${quote}`
			: `add ${quote} where the string ends`,
		span: {start: position, end: text.length},
	});
}

/** A quoted or a bare string. */
export function takeString(scanner: Scanner): Value | undefined {
	const start = scanner.position;
	const quoted = takeQuoted(scanner);
	const text = quoted ?? scanner.takePattern(BARE_STRING);
	if (text === undefined) return undefined;
	return {kind: 'value', text, quoted: quoted !== undefined, span: scanner.spanFrom(start)};
}

/** `(a, "b c")`, possibly empty; undefined where no parenthesis opens. */
export function takeList(scanner: Scanner): ValueList | undefined {
	const start = scanner.position;
	if (!scanner.take('(')) return undefined;
	const items: Value[] = [];
	scanner.skipBlank();
	const first = takeString(scanner);
	if (first !== undefined) {
		items.push(first);
		scanner.skipBlank();
		while (scanner.take(',')) {
			scanner.skipBlank();
			items.push(
				takeString(scanner) ?? scanner.expected('a string value', 'a list needs a value between two commas, and none after the last'),
			);
			scanner.skipBlank();
		}
	}
	if (!scanner.take(')')) scanner.expected("a ')' token", closeHint(scanner, items));
	return {kind: 'list', items, span: scanner.spanFrom(start)};
}

function closeHint(scanner: Scanner, items: readonly Value[]): string {
	if (scanner.atEnd()) return 'the list that opened is never closed';
	if (items.length === 0 && scanner.startsWith('(')) return 'one pair of parentheses is enough: lists do not nest';
	if (items.length === 0) return 'write a value, or () for an empty list';
	return 'separate values by commas; a value with blanks, parentheses, commas or = needs quotes';
}
