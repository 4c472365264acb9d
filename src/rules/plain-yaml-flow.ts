// Flow lists and maps of plain YAML: `[a, b]`, `{key: value}`, on one line or several. See plain-yaml.ts.
import {
	DEEPEST,
	endOfLine,
	giveUp,
	HASH,
	keyEnd,
	mustStartPlain,
	NEWLINE,
	quotedAt,
	skipSpaces,
	TAB,
	withoutEndBlanks,
} from './plain-yaml-tokens.ts';
import type {YamlMap, YamlNode, YamlPair, YamlScalar, YamlSequence} from './yaml-node.ts';

/** `:` only within a word. */
const FLOW_PLAIN = /(?:[^\s,[\]{}:#]|:(?![\s,[\]{}]|$)|(?<! )#| +(?![\s#]))+/y;

interface FlowPlace {
	/** Further lines stand further in than this. */
	readonly column: number;
	/** Levels of nesting around the flow. */
	readonly depth: number;
}

/** The flow that starts with `[` or `{`. */
export function readFlow(text: string, start: number, place: FlowPlace): YamlSequence | YamlMap {
	return new FlowReader(text, place).flow(start, 1);
}

class FlowReader {
	readonly #text: string;
	readonly #column: number;
	readonly #depth: number;

	constructor(text: string, {column, depth}: FlowPlace) {
		this.#text = text;
		this.#column = column;
		this.#depth = depth;
	}

	flow(start: number, level: number): YamlSequence | YamlMap {
		if (this.#depth + level > DEEPEST) giveUp();
		const isMap = this.#text[start] === '{';
		const close = isMap ? '}' : ']';
		const items: YamlNode[] = [];
		const pairs: YamlPair[] = [];
		let at = this.#skipInFlow(start + 1, level);
		while (this.#text[at] !== close) {
			const key = isMap ? this.#flowKey(at) : undefined;
			const value = this.#flowValue(key === undefined ? at : skipSpaces(this.#text, key.end + 1), level);
			if (key === undefined) items.push(value);
			else pairs.push({key, value});
			at = this.#skipInFlow(value.end, level);
			if (this.#text[at] === ',') at = this.#skipInFlow(at + 1, level);
			else if (this.#text[at] !== close) giveUp();
		}
		return isMap ? {kind: 'map', items: pairs, start, end: at + 1} : {kind: 'sequence', items, start, end: at + 1};
	}

	#flowKey(at: number): YamlScalar {
		const end = keyEnd(this.#text, at);
		if (end === -1) giveUp();
		return {kind: 'scalar', value: this.#text.slice(at, end), isPlain: true, start: at, end};
	}

	#flowValue(at: number, level: number): YamlScalar | YamlSequence | YamlMap {
		const text = this.#text;
		const first = text[at];
		if (first === '[' || first === '{') return this.flow(at, level + 1);
		if (first === '"' || first === "'") return quotedAt(text, at);
		mustStartPlain(text, at);
		FLOW_PLAIN.lastIndex = at;
		if (!FLOW_PLAIN.test(text)) giveUp();
		const value = withoutEndBlanks(text.slice(at, FLOW_PLAIN.lastIndex));
		return {kind: 'scalar', value, isPlain: true, start: at, end: at + value.length};
	}

	/** Past blanks, line ends and comments within a flow. */
	#skipInFlow(from: number, level: number): number {
		const text = this.#text;
		let at = skipSpaces(text, from);
		let lineStart = -1;
		for (;;) {
			const code = text.charCodeAt(at);
			if (code === HASH) {
				if (at === from) giveUp();
				at = endOfLine(text, at);
			} else if (code === NEWLINE) {
				lineStart = at + 1;
				at = skipSpaces(text, lineStart);
			} else break;
		}
		if (at >= text.length || text.charCodeAt(at) === TAB) giveUp();
		const isClosing = level === 1 && (text[at] === ']' || text[at] === '}');
		if (lineStart !== -1 && at - lineStart <= this.#column && !(isClosing && at - lineStart === this.#column)) giveUp();
		return at;
	}
}
