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
import {readFlow} from './plain-yaml-flow.ts';
import {
	DASH,
	DEEPEST,
	endOfLine,
	giveUp,
	HASH,
	keyEnd,
	lineAfter,
	mustStartPlain,
	NEWLINE,
	NOT_PLAIN,
	quotedAt,
	SPACE,
	skipSpaces,
	TAB,
	withoutEndBlanks,
} from './plain-yaml-tokens.ts';
import type {YamlMap, YamlNode, YamlPair, YamlScalar, YamlSequence} from './yaml-node.ts';

const BLOCK_HEADER = /([|>])(-?) *(?: #[^\n]*)?\n/y;

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
			const from = skipSpaces(this.#text, this.#at + 1);
			const inner = column + from - this.#at;
			if (keyEnd(this.#text, from) === -1) items.push(this.#value(from, column));
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
			const keyStop = keyEnd(this.#text, keyStart);
			if (keyStop === -1) giveUp();
			const key: YamlScalar = {kind: 'scalar', value: this.#text.slice(keyStart, keyStop), isPlain: true, start: keyStart, end: keyStop};
			items.push({key, value: this.#valueOfKey(keyStop + 1, column)});
		} while (this.#column === column && !this.#isDash());
		if (this.#column >= column) giveUp();
		this.#depth--;
		return {kind: 'map', items, start, end: this.#at};
	}

	#valueOfKey(from: number, column: number): YamlNode {
		const at = skipSpaces(this.#text, from);
		const code = this.#text.charCodeAt(at);
		if (at < this.#text.length && code !== NEWLINE && code !== HASH) return this.#value(at, column);
		this.#toLineEnd(from);
		if (this.#isDash() && this.#column >= column) return this.#sequence(this.#column);
		if (this.#column <= column) giveUp();
		return keyEnd(this.#text, this.#at) === -1 ? this.#value(this.#at, column) : this.#map(this.#column);
	}

	/** A value below `column`, and on to the next line. */
	#value(at: number, column: number): YamlNode {
		switch (this.#text[at]) {
			case '|':
			case '>':
				return this.#blockScalar(at, column);
			case '"':
			case "'":
				return this.#lastOnLine(quotedAt(this.#text, at));
			case '[':
			case '{':
				return this.#lastOnLine(readFlow(this.#text, at, {column, depth: this.#depth}));
			default:
				return this.#plain(at, column);
		}
	}

	#lastOnLine<T extends {readonly end: number}>(node: T): T {
		this.#toLineEnd(node.end);
		return node;
	}

	/** A plain scalar: up to a comment, or to the first line that is not further in than `column`. */
	#plain(start: number, column: number): YamlScalar {
		const text = this.#text;
		mustStartPlain(text, start);
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

	#blockScalar(start: number, column: number): YamlScalar {
		const text = this.#text;
		BLOCK_HEADER.lastIndex = start;
		const header = BLOCK_HEADER.exec(text) ?? giveUp();
		let at = BLOCK_HEADER.lastIndex;
		const indent = skipSpaces(text, at) - at;
		if (indent <= column || at + indent >= text.length) giveUp();
		const lines: string[] = [];
		let end = at;
		let isMore = true;
		while (at < text.length && isMore) {
			const content = skipSpaces(text, at, at + indent);
			const code = text.charCodeAt(content);
			const lineEnd = endOfLine(text, content);
			if (content === lineEnd) lines.push('');
			else if (content - at < indent) isMore = false;
			else {
				if (code === TAB || (code === SPACE && skipSpaces(text, content) === lineEnd)) giveUp();
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

	#enter(): void {
		if (++this.#depth > DEEPEST) giveUp();
	}
}
