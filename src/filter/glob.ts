// fnmatch(3) with flags 0 on byte strings: `*` and `?` also match `/`, a leading dot is nothing special,
// a backslash takes the next character as it is, and what a set leaves open is taken literally.
import type {ByteString} from '../events/byte-string.ts';

export type Glob = (text: ByteString) => boolean;

/** Matches one byte. */
type Token =
	| {readonly kind: 'char'; readonly code: number}
	| {readonly kind: 'any'}
	| {readonly kind: 'star'}
	| {readonly kind: 'set'; readonly codes: Uint8Array};

export interface GlobOptions {
	readonly ignoreCase?: boolean;
}

const STAR = /^\*+$/;

/** Compiles a pattern; plain prefixes, suffixes and infixes become string searches. */
export function compileGlob(pattern: ByteString, options: GlobOptions = {}): Glob {
	const ignoreCase = options.ignoreCase === true;
	const tokens = parseGlob(pattern, ignoreCase);
	if (tokens === undefined) return () => false;
	return (ignoreCase ? undefined : simpleGlob(pattern)) ?? ((text) => matchTokens(tokens, text, ignoreCase));
}

function simpleGlob(pattern: ByteString): Glob | undefined {
	if (STAR.test(pattern)) return () => true;
	const [, head, middle, tail] = /^(\**)([^*?[\\]*)(\**)$/.exec(pattern) ?? [];
	if (middle === undefined) return undefined;
	if (head === '') return tail === '' ? (text) => text === middle : (text) => text.startsWith(middle);
	return tail === '' ? (text) => text.endsWith(middle) : (text) => text.includes(middle);
}

/** Undefined where the pattern can match nothing: it ends in a lone backslash. */
function parseGlob(pattern: ByteString, ignoreCase: boolean): readonly Token[] | undefined {
	const tokens: Token[] = [];
	for (let i = 0; i < pattern.length; i++) {
		const char = pattern[i];
		if (char === '*') {
			if (tokens.at(-1)?.kind !== 'star') tokens.push({kind: 'star'});
		} else if (char === '?') {
			tokens.push({kind: 'any'});
		} else if (char === '[') {
			const set = parseSet(pattern, i, ignoreCase);
			if (set === undefined) tokens.push(charToken('[', ignoreCase));
			else {
				tokens.push({kind: 'set', codes: set.codes});
				i = set.end;
			}
		} else {
			if (char === '\\' && ++i === pattern.length) return undefined;
			tokens.push(charToken(pattern[i], ignoreCase));
		}
	}
	return tokens;
}

const charToken = (char: string, ignoreCase: boolean): Token => ({kind: 'char', code: fold(char.charCodeAt(0), ignoreCase)});

/** ASCII lower case where case does not matter. */
const fold = (code: number, ignoreCase: boolean): number => (ignoreCase && code >= 65 && code <= 90 ? code + 32 : code);

const CLASSES: Readonly<Record<string, RegExp>> = {
	alpha: /[A-Za-z]/,
	digit: /[0-9]/,
	alnum: /[A-Za-z0-9]/,
	upper: /[A-Z]/,
	lower: /[a-z]/,
	space: /[\t-\r ]/,
	blank: /[\t ]/,
	punct: /[!-/:-@[-`{-~]/,
	print: /[ -~]/,
	graph: /[!-~]/,
	cntrl: /[\0-\x1f\x7f]/,
	xdigit: /[0-9A-Fa-f]/,
};

const NAMED_CLASS = /\[:([a-z]+):\]/y;
const EQUIVALENTS = /\[=([\s\S])=\]/y;
const COLLATING_SYMBOL = /\[\.([\s\S])\.\]/y;

/** What a sticky pattern finds in its parentheses, and how long all of it is. */
function takeNamed(form: RegExp, pattern: ByteString, at: number): {name: string; length: number} | undefined {
	form.lastIndex = at;
	const found = form.exec(pattern);
	return found === null ? undefined : {name: found[1], length: found[0].length};
}

/** `[a-z]`, `[!abc]`, `[[:digit:]_]`: a flag for each byte, and where the set ends; undefined where it is never closed. */
function parseSet(pattern: ByteString, start: number, ignoreCase: boolean): {codes: Uint8Array; end: number} | undefined {
	let i = start + 1;
	const negated = pattern[i] === '!' || pattern[i] === '^';
	if (negated) i++;
	const codes = new Uint8Array(256);
	/** Case matters to classes and equivalents, also where it does not to everything else. */
	const exact = new Uint8Array(256);
	/** fnmatch gives up at a class that it does not know: what stands before it counts, and nothing that is negated. */
	let isKnown = true;
	for (let first = true; first || pattern[i] !== ']'; first = false) {
		if (i >= pattern.length) return undefined;
		const named = takeNamed(NAMED_CLASS, pattern, i) ?? takeNamed(EQUIVALENTS, pattern, i);
		if (named !== undefined) {
			const members = named.name.length === 1 ? undefined : CLASSES[named.name];
			if (named.name.length > 1 && members === undefined) isKnown = false;
			else if (isKnown) addMembers(exact, members ?? named.name);
			i += named.length;
			continue;
		}
		const low = takeSetChar(pattern, i);
		i = low.next;
		let high = low.code;
		if (pattern[i] === '-' && i + 1 < pattern.length && pattern[i + 1] !== ']') {
			const end = takeSetChar(pattern, i + 1);
			high = end.code;
			i = end.next;
		}
		if (isKnown) codes.fill(1, fold(low.code, ignoreCase), Math.max(0, fold(high, ignoreCase) + 1));
	}
	if (ignoreCase) foldSet(codes);
	for (let code = 0; code < 256; code++) codes[code] |= exact[code];
	if (negated) for (let code = 0; code < 256; code++) codes[code] = isKnown ? codes[code] ^ 1 : 0;
	return {codes, end: i};
}

function takeSetChar(pattern: ByteString, at: number): {code: number; next: number} {
	const symbol = takeNamed(COLLATING_SYMBOL, pattern, at);
	if (symbol !== undefined) return {code: symbol.name.charCodeAt(0), next: at + symbol.length};
	const escaped = pattern[at] === '\\' && at + 1 < pattern.length;
	const i = escaped ? at + 1 : at;
	return {code: pattern.charCodeAt(i), next: i + 1};
}

function addMembers(codes: Uint8Array, members: RegExp | string): void {
	for (let code = 0; code < 256; code++) {
		const char = String.fromCharCode(code);
		if (typeof members === 'string' ? char === members : members.test(char)) codes[code] = 1;
	}
}

function foldSet(codes: Uint8Array): void {
	for (let code = 65; code <= 90; code++) codes[code] = codes[code + 32] = codes[code] | codes[code + 32];
}

/** Goes back to the last star only: that one can take more, the ones before it need not. */
function matchTokens(tokens: readonly Token[], text: ByteString, ignoreCase: boolean): boolean {
	let at = 0;
	let token = 0;
	let star = -1;
	let starAt = 0;
	while (at < text.length) {
		if (token < tokens.length && tokens[token].kind === 'star') {
			star = token++;
			starAt = at;
		} else if (token < tokens.length && matchOne(tokens[token], text.charCodeAt(at), ignoreCase)) {
			token++;
			at++;
		} else if (star >= 0) {
			token = star + 1;
			at = ++starAt;
		} else {
			return false;
		}
	}
	while (token < tokens.length && tokens[token].kind === 'star') token++;
	return token === tokens.length;
}

function matchOne(token: Token, code: number, ignoreCase: boolean): boolean {
	switch (token.kind) {
		case 'char':
			return token.code === fold(code, ignoreCase);
		case 'set':
			return token.codes[code] === 1;
		case 'any':
			return true;
		case 'star':
			return false;
	}
}
