import type {Expression} from '../filter/syntax.ts';
import {canonical, isFragment, parseFragment} from './fragment.ts';

/** One of the conditions that `or` joins, with what goes when it goes: itself and the `or` beside it. */
export interface Alternative {
	readonly expression: Expression;
	readonly cut: {readonly start: number; readonly end: number};
}

interface Part {
	readonly start: number;
	readonly end: number;
	/** Where the `or` before it stands. */
	readonly or?: number;
}

/**
 * The alternatives of a condition or of a fragment that is appended, nested parentheses opened. A fragment that starts
 * with `and` first narrows the earlier definition down: that part is none.
 */
export function alternativesOf(condition: string): Alternative[] {
	const parsed = parseFragment(condition);
	if (!parsed.ok) return [];
	const found = splitOr(condition, {start: 0, end: condition.length}, isFragment(condition));
	const expected = disjunctsOf(parsed.expression).slice(isFragment(condition) ? 1 : 0);
	// The text was split by a simple scan; where it does not see what the parser sees, the whole is one alternative.
	const agrees = found.length === expected.length && found.every((one, index) => canonical(one.expression) === canonical(expected[index]));
	if (agrees) return found;
	return isFragment(condition) ? [] : [{expression: parsed.expression, cut: {start: 0, end: condition.length}}];
}

/** The condition text without one alternative; undefined when nothing would be left. */
export function withoutAlternative(condition: string, index: number): string | undefined {
	const cut = alternativesOf(condition)[index]?.cut;
	if (!cut) return undefined;
	const rest = condition.slice(0, cut.start) + condition.slice(cut.end);
	return rest.trim() === '' ? undefined : rest;
}

export function disjunctsOf(expression: Expression): readonly Expression[] {
	return expression.kind === 'or' ? expression.items.flatMap(disjunctsOf) : [expression];
}

function splitOr(text: string, range: Part, fragment: boolean): Alternative[] {
	const parts = partsOf(text, range);
	// In a fragment the first part is what stands before `or`: nothing, or what `and` narrows down with.
	const first = fragment ? 1 : 0;
	return parts.flatMap((part, index): Alternative[] => {
		if (index < first) return [];
		const inner = insideParentheses(text, part);
		if (inner && partsOf(text, inner).length > 1) return splitOr(text, inner, false);
		const parsed = parseFragment(text.slice(part.start, part.end));
		if (!parsed.ok) return [];
		return [{expression: parsed.expression, cut: cutOf(parts, index)}];
	});
}

function cutOf(parts: readonly Part[], index: number): Alternative['cut'] {
	const part = parts[index];
	if (index === 0) return {start: part.start, end: parts[1]?.start ?? part.end};
	const opensFragment = index === 1 && parts[0].start === parts[0].end;
	return opensFragment ? {start: part.or!, end: parts[2]?.or ?? part.end} : {start: parts[index - 1].end, end: part.end};
}

/** The parts between the `or`s that no parenthesis holds, without blanks around them. */
function partsOf(text: string, range: Part): Part[] {
	const parts: Part[] = [];
	let from = range.start;
	let or: number | undefined;
	for (const {start, end} of topLevelOrs(text, range)) {
		parts.push({...trimmed(text, {start: from, end: start}), or});
		from = end;
		or = start;
	}
	parts.push({...trimmed(text, {start: from, end: range.end}), or});
	return parts;
}

function topLevelOrs(text: string, range: Part): Part[] {
	const found: Part[] = [];
	let depth = 0;
	for (let at = range.start; at < range.end; at++) {
		const char = text[at];
		if (char === '"' || char === "'") at = closingQuote(text, at);
		else if (char === '(') depth++;
		else if (char === ')') depth--;
		else if (depth === 0 && isOr(text, at, range)) {
			found.push({start: at, end: at + 2});
			at++;
		}
	}
	return found;
}

/** What a value follows: there `or` is a text. */
const VALUE_FOLLOWS = /(?:[=<>]|\s(?:i?contains|bcontains|b?startswith|endswith|i?glob|regex))\s*$/;

function isOr(text: string, at: number, range: Part): boolean {
	if (!text.startsWith('or', at) || VALUE_FOLLOWS.test(text.slice(Math.max(0, at - 40), at))) return false;
	return (at === range.start || /[\s)"']/.test(text[at - 1])) && (at + 2 >= range.end || /[\s(]/.test(text[at + 2]));
}

/** A quote behind a backslash does not close. */
function closingQuote(text: string, open: number): number {
	let at = text.indexOf(text[open], open + 1);
	while (at > 0 && text[at - 1] === '\\') at = text.indexOf(text[open], at + 1);
	return at < 0 ? text.length : at;
}

function insideParentheses(text: string, part: Part): Part | undefined {
	if (text[part.start] !== '(' || text[part.end - 1] !== ')') return undefined;
	let depth = 0;
	for (let at = part.start; at < part.end; at++) {
		const char = text[at];
		if (char === '"' || char === "'") at = closingQuote(text, at);
		else if (char === '(') depth++;
		else if (char === ')' && --depth === 0) return at === part.end - 1 ? {start: part.start + 1, end: part.end - 1} : undefined;
	}
	return undefined;
}

function trimmed(text: string, part: Part): Part {
	let {start, end} = part;
	while (start < end && /\s/.test(text[start])) start++;
	while (end > start && /\s/.test(text[end - 1])) end--;
	return {start, end};
}
