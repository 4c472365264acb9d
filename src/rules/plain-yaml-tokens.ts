// What the readers of plain YAML share: tokens, and giving up. See plain-yaml.ts.
import type {YamlScalar} from './yaml-node.ts';

/** Thrown and caught within the reader: what it was reading is left to the `yaml` package. */
export const NOT_PLAIN = Symbol('not plain');

export function giveUp(): never {
	throw NOT_PLAIN;
}

const KEY = /[A-Za-z_][\w-]{0,99}:(?=[ \n]|$)/y;
/** What a plain scalar may start with; a dash only before a word. */
const PLAIN_START = /[^\s\-?:,[\]{}#&*!|>%@`"']|-[\w./]/y;
const DOUBLE_QUOTED = /"(?:[^"\\\n]|\\["\\/nt])*"/y;
const SINGLE_QUOTED = /'(?:[^'\n]|'')*'/y;
const ESCAPED: Readonly<Record<string, string>> = {n: '\n', t: '\t'};
/** Levels of nesting. */
export const DEEPEST = 50;

export const SPACE = 32;
export const NEWLINE = 10;
export const HASH = 35;
export const DASH = 45;
export const TAB = 9;

export function endOfLine(text: string, from: number): number {
	const end = text.indexOf('\n', from);
	return end === -1 ? text.length : end;
}

export const lineAfter = (text: string, from: number): number => Math.min(text.length, endOfLine(text, from) + 1);

/** Without blanks at the end; other white space is text. */
export function withoutEndBlanks(text: string): string {
	let end = text.length;
	while (end > 0 && text.charCodeAt(end - 1) === SPACE) end--;
	return end === text.length ? text : text.slice(0, end);
}

export function skipSpaces(text: string, from: number, most = text.length): number {
	let at = from;
	while (at < most && text.charCodeAt(at) === SPACE) at++;
	return at;
}

/** Where a simple key ends, before its colon; -1 where none stands. */
export function keyEnd(text: string, at: number): number {
	KEY.lastIndex = at;
	return KEY.test(text) ? KEY.lastIndex - 1 : -1;
}

export function mustStartPlain(text: string, at: number): void {
	PLAIN_START.lastIndex = at;
	if (!PLAIN_START.test(text)) giveUp();
}

/** A quoted scalar of one line. */
export function quotedAt(text: string, start: number): YamlScalar {
	const isDouble = text[start] === '"';
	const pattern = isDouble ? DOUBLE_QUOTED : SINGLE_QUOTED;
	pattern.lastIndex = start;
	if (!pattern.test(text)) giveUp();
	const end = pattern.lastIndex;
	const inner = text.slice(start + 1, end - 1);
	const value = isDouble
		? inner.includes('\\')
			? inner.replace(/\\(.)/g, (_, letter: string) => ESCAPED[letter] ?? letter)
			: inner
		: inner.replaceAll("''", "'");
	return {kind: 'scalar', value, isPlain: false, start, end};
}
