// The plain part of YAML that rules files are written in, read at once into nodes: block lists and maps with simple keys,
// plain, quoted and block scalars, flow lists and maps. It either gives exactly what the `yaml` package gives (a property
// test holds it to that) or gives up: whatever is unusual or wrong is left to that package, which also says what is wrong.
// The package takes ten times as long, for a syntax tree that could be edited.
//
//   documents := sequence { "---" sequence }
//   sequence  := { "- " ( map | value ) }        all dashes in one column
//   map       := { KEY ":" ( value | block ) }   all keys in one column, a block further in (a sequence may stand below the key)
//   value     := block scalar | quoted | flow | plain
//
// Left to the package: anchors, aliases, tags, directives, empty values, explicit keys, quoted scalars of several lines,
// block scalars with an indentation of their own or with kept line ends, tabs and carriage returns between tokens.
import {foldBlock, foldPlain} from './fold-yaml.ts';
import type {YamlMap, YamlNode, YamlPair, YamlScalar, YamlSequence} from './yaml-node.ts';

/** The roots of the documents; undefined for what is not plain. */
export function readPlainYaml(text: string): YamlNode[] | undefined {
	if (/[\r\0\ufeff]/.test(text)) return undefined;
	try {
		return new PlainReader(text).documents();
	} catch (thrown) {
		if (thrown === NOT_PLAIN) return undefined;
		throw thrown;
	}
}

const NOT_PLAIN = Symbol('not plain');

function giveUp(): never {
	throw NOT_PLAIN;
}

const KEY = /[A-Za-z_][\w-]{0,99}:(?=[ \n]|$)/y;
/** What a plain scalar may start with; a dash only before a word. */
const PLAIN_START = /[^\s\-?:,[\]{}#&*!|>%@`"']|-[\w./]/y;
const DOUBLE_QUOTED = /"(?:[^"\\\n]|\\["\\/nt])*"/y;
const SINGLE_QUOTED = /'(?:[^'\n]|'')*'/y;
const BLOCK_HEADER = /([|>])(-?) *(?: #[^\n]*)?\n/y;
/** Of a flow: `:` only within a word. */
const FLOW_PLAIN = /(?:[^\s,[\]{}:#]|:(?![\s,[\]{}]|$)|(?<! )#| +(?![\s#]))+/y;
const DEEPEST = 50;
const ESCAPED: Readonly<Record<string, string>> = {n: '\n', t: '\t'};

class PlainReader {
	readonly #text: string;
	/** The first character of the line that comes next, comments and blank lines passed over; the column it stands in, -1 at the end. */
	#at = 0;
	#column = -1;
	#depth = 0;

	constructor(text: string) {
		this.#text = text;
	}

	documents(): YamlNode[] {
		const roots: YamlNode[] = [];
		this.#toNextLine(0);
		if (this.#isMark()) this.#passMark();
		do roots.push(this.#isDash() && this.#column >= 0 ? this.#sequence(this.#column) : giveUp());
		while (this.#column === 0 && this.#isMark() && this.#passMark());
		return this.#column === -1 ? roots : giveUp();
	}

	#isMark(): boolean {
		return this.#column === 0 && this.#text.startsWith('---', this.#at);
	}

	#passMark(): boolean {
		this.#toLineEnd(this.#at + 3);
		return true;
	}

	#isDash(): boolean {
		return this.#text.charCodeAt(this.#at) === DASH && this.#text.charCodeAt(this.#at + 1) === SPACE;
	}

	/** Finds the next line that says something, from the start of a line on. */
	#toNextLine(lineStart: number): void {
		const text = this.#text;
		let start = lineStart;
		for (;;) {
			let at = start;
			while (text.charCodeAt(at) === SPACE) at++;
			if (at >= text.length) {
				this.#at = text.length;
				this.#column = -1;
				return;
			}
			const code = text.charCodeAt(at);
			if (code !== NEWLINE && code !== HASH) {
				if (code === TAB) giveUp();
				this.#at = at;
				this.#column = at - start;
				return;
			}
			start = lineAfter(text, at);
		}
	}

	/** Past blanks and a comment to the line after; nothing else may stand there. */
	#toLineEnd(from: number): void {
		const text = this.#text;
		let at = from;
		while (text.charCodeAt(at) === SPACE) at++;
		const code = text.charCodeAt(at);
		if (at < text.length && code !== NEWLINE && !(code === HASH && at > from)) giveUp();
		this.#toNextLine(lineAfter(text, at));
	}

	#sequence(column: number): YamlSequence {
		this.#enter();
		const start = this.#at;
		const items: YamlNode[] = [];
		while (this.#column === column && this.#isDash()) {
			const from = this.#skipSpaces(this.#at + 1);
			const inner = column + from - this.#at;
			if (this.#keyEnd(from) === -1) items.push(this.#value(from, column));
			else {
				this.#at = from;
				this.#column = inner;
				items.push(this.#map(inner));
			}
		}
		if (this.#column > column) giveUp();
		this.#depth--;
		return {kind: 'sequence', items, start, end: this.#at};
	}

	#map(column: number): YamlMap {
		this.#enter();
		const start = this.#at;
		const items: YamlPair[] = [];
		do {
			const keyStart = this.#at;
			const keyEnd = this.#keyEnd(keyStart);
			if (keyEnd === -1) giveUp();
			const key: YamlScalar = {kind: 'scalar', value: this.#text.slice(keyStart, keyEnd), isPlain: true, start: keyStart, end: keyEnd};
			items.push({key, value: this.#valueOfKey(keyEnd + 1, column)});
		} while (this.#column === column && !this.#isDash());
		if (this.#column >= column) giveUp();
		this.#depth--;
		return {kind: 'map', items, start, end: this.#at};
	}

	#valueOfKey(from: number, column: number): YamlNode {
		const at = this.#skipSpaces(from);
		const code = this.#text.charCodeAt(at);
		if (at < this.#text.length && code !== NEWLINE && code !== HASH) return this.#value(at, column);
		this.#toLineEnd(from);
		if (this.#isDash() && this.#column >= column) return this.#sequence(this.#column);
		if (this.#column <= column) giveUp();
		return this.#keyEnd(this.#at) === -1 ? this.#value(this.#at, column) : this.#map(this.#column);
	}

	/** Where a simple key ends, before its colon; -1 where none stands. */
	#keyEnd(at: number): number {
		KEY.lastIndex = at;
		return KEY.test(this.#text) ? KEY.lastIndex - 1 : -1;
	}

	/** A value below `column`, and on to the next line. */
	#value(at: number, column: number): YamlNode {
		switch (this.#text[at]) {
			case '|':
			case '>':
				return this.#blockScalar(at, column);
			case '"':
			case "'":
				return this.#lastOnLine(this.#quoted(at));
			case '[':
			case '{':
				return this.#lastOnLine(this.#flow(at, column, 1));
			default:
				return this.#plain(at, column);
		}
	}

	#lastOnLine<T extends {readonly end: number}>(node: T): T {
		this.#toLineEnd(node.end);
		return node;
	}

	#quoted(start: number): YamlScalar {
		const text = this.#text;
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

	/** A plain scalar: up to a comment, or to the first line that is not further in than `column`. */
	#plain(start: number, column: number): YamlScalar {
		const text = this.#text;
		this.#mustStartPlain(start);
		const lines: string[] = [];
		let from = start;
		let end = start;
		for (;;) {
			const lineEnd = endOfLine(text, from);
			const line = text.slice(from, lineEnd);
			if (line.includes(': ') || line.endsWith(':') || line.includes('\t')) giveUp();
			const comment = line.indexOf(' #');
			const content = withoutEndBlanks(comment === -1 ? line : line.slice(0, comment));
			if (content.length > 0) end = from + content.length;
			lines.push(content);
			const next = comment === -1 ? this.#continuation(lineEnd, column, lines) : -1;
			if (next === -1) {
				this.#toNextLine(lineAfter(text, lineEnd));
				return {kind: 'scalar', value: foldPlain(lines), isPlain: true, start, end};
			}
			from = next;
		}
	}

	/** Where the text of a plain scalar goes on, with the blank lines before it put down; -1 where it does not. */
	#continuation(lineEnd: number, column: number, lines: string[]): number {
		const text = this.#text;
		let start = lineEnd + 1;
		let blanks = 0;
		while (start < text.length) {
			let at = start;
			while (text.charCodeAt(at) === SPACE) at++;
			const code = text.charCodeAt(at);
			if (code === TAB) giveUp();
			if (code !== NEWLINE) {
				if (at >= text.length || at - start <= column || code === HASH) return -1;
				for (; blanks > 0; blanks--) lines.push('');
				return at;
			}
			blanks++;
			start = at + 1;
		}
		return -1;
	}

	#mustStartPlain(at: number): void {
		PLAIN_START.lastIndex = at;
		if (!PLAIN_START.test(this.#text)) giveUp();
	}

	#blockScalar(start: number, column: number): YamlScalar {
		const text = this.#text;
		BLOCK_HEADER.lastIndex = start;
		const header = BLOCK_HEADER.exec(text) ?? giveUp();
		let at = BLOCK_HEADER.lastIndex;
		const indent = this.#skipSpaces(at) - at;
		if (indent <= column || at + indent >= text.length) giveUp();
		const lines: string[] = [];
		let end = at;
		let isMore = true;
		while (at < text.length && isMore) {
			const content = this.#skipSpaces(at, at + indent);
			const code = text.charCodeAt(content);
			const lineEnd = endOfLine(text, content);
			if (content === lineEnd) lines.push('');
			else if (content - at < indent) isMore = false;
			else {
				if (code === TAB || (code === SPACE && this.#skipSpaces(content) === lineEnd)) giveUp();
				lines.push(text.slice(content, lineEnd));
				end = Math.min(lineEnd + 1, text.length);
			}
			if (isMore) at = lineEnd + 1;
		}
		while (lines.length > 0 && lines[lines.length - 1] === '') lines.pop();
		if (lines.length === 0 || lines[0] === '') giveUp();
		this.#toNextLine(Math.min(at, text.length));
		const value = header[1] === '|' ? lines.join('\n') : foldBlock(lines);
		return {kind: 'scalar', value: header[2] === '-' ? value : `${value}\n`, isPlain: false, start, end};
	}

	/** `[…]` or `{…}`; what follows on further lines stands further in than `column`. */
	#flow(start: number, column: number, level: number): YamlSequence | YamlMap {
		this.#enter();
		const isMap = this.#text[start] === '{';
		const close = isMap ? '}' : ']';
		const items: YamlNode[] = [];
		const pairs: YamlPair[] = [];
		let at = this.#skipInFlow(start + 1, {column, level});
		while (this.#text[at] !== close) {
			const key = isMap ? this.#flowKey(at) : undefined;
			const value = this.#flowValue(key === undefined ? at : this.#skipSpaces(key.end + 1), column, level);
			if (key === undefined) items.push(value);
			else pairs.push({key, value});
			at = this.#skipInFlow(value.end, {column, level});
			if (this.#text[at] === ',') at = this.#skipInFlow(at + 1, {column, level});
			else if (this.#text[at] !== close) giveUp();
		}
		this.#depth--;
		return isMap ? {kind: 'map', items: pairs, start, end: at + 1} : {kind: 'sequence', items, start, end: at + 1};
	}

	#flowKey(at: number): YamlScalar {
		const end = this.#keyEnd(at);
		if (end === -1) giveUp();
		return {kind: 'scalar', value: this.#text.slice(at, end), isPlain: true, start: at, end};
	}

	#flowValue(at: number, column: number, level: number): YamlScalar | YamlSequence | YamlMap {
		const text = this.#text;
		const first = text[at];
		if (first === '[' || first === '{') return this.#flow(at, column, level + 1);
		if (first === '"' || first === "'") return this.#quoted(at);
		this.#mustStartPlain(at);
		FLOW_PLAIN.lastIndex = at;
		if (!FLOW_PLAIN.test(text)) giveUp();
		const value = withoutEndBlanks(text.slice(at, FLOW_PLAIN.lastIndex));
		return {kind: 'scalar', value, isPlain: true, start: at, end: at + value.length};
	}

	/** Past blanks, line ends and comments within a flow. */
	#skipInFlow(from: number, {column, level}: {readonly column: number; readonly level: number}): number {
		const text = this.#text;
		let at = this.#skipSpaces(from);
		let lineStart = -1;
		for (;;) {
			const code = text.charCodeAt(at);
			if (code === HASH) {
				if (at === from) giveUp();
				at = endOfLine(text, at);
			} else if (code === NEWLINE) {
				lineStart = at + 1;
				at = this.#skipSpaces(lineStart);
			} else break;
		}
		if (at >= text.length || text.charCodeAt(at) === TAB) giveUp();
		const isClosing = level === 1 && (text[at] === ']' || text[at] === '}');
		if (lineStart !== -1 && at - lineStart <= column && !(isClosing && at - lineStart === column)) giveUp();
		return at;
	}

	#skipSpaces(from: number, most = this.#text.length): number {
		let at = from;
		while (at < most && this.#text.charCodeAt(at) === SPACE) at++;
		return at;
	}

	#enter(): void {
		if (++this.#depth > DEEPEST) giveUp();
	}
}

const SPACE = 32;
const NEWLINE = 10;
const HASH = 35;
const DASH = 45;
const TAB = 9;

function endOfLine(text: string, from: number): number {
	const end = text.indexOf('\n', from);
	return end === -1 ? text.length : end;
}

const lineAfter = (text: string, from: number): number => Math.min(text.length, endOfLine(text, from) + 1);

/** Without blanks at the end; other white space is text. */
function withoutEndBlanks(text: string): string {
	let end = text.length;
	while (end > 0 && text.charCodeAt(end - 1) === SPACE) end--;
	return end === text.length ? text : text.slice(0, end);
}
