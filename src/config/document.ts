import {LineCounter, parseDocument} from 'yaml';
import type {ConfigNode} from './key.ts';
import type {ConfigProblem} from './problem.ts';

/** A configuration file as a tree of texts, with the places of its nodes. */
export interface ConfigDocument {
	readonly file: string;
	/** The top level; empty for an empty file. */
	readonly root: ConfigMap;
	readonly problems: readonly ConfigProblem[];
	/** Line and column (from 1) of the value at a path; of the nearest parent where it has none. */
	locate(path: readonly (string | number)[]): {readonly line: number; readonly column: number};
}

export type ConfigMap = {readonly [key: string]: ConfigNode};

/** Parses the text of a configuration file. Scalars stay texts: what they mean depends on the key. */
export function parseConfigDocument(file: string, text: string): ConfigDocument {
	const lines = new LineCounter();
	const document = parseDocument(text, {schema: 'failsafe', lineCounter: lines, prettyErrors: false});
	const at = (offset: number) => {
		const {line, col} = lines.linePos(offset);
		return {line, column: col};
	};
	const problems: ConfigProblem[] = document.errors.map((error) => ({
		severity: 'error',
		key: '',
		message: `not valid YAML: ${error.message}`,
		file,
		...at(error.pos[0]),
	}));
	const content =
		problems.length > 0
			? {}
			: contentOf(document, (message) => problems.push({severity: 'error', key: '', message, file, line: 1, column: 1}));
	const isMap = isConfigMap(content);
	if (!isMap && content !== '') {
		problems.push({severity: 'error', key: '', message: 'expected a YAML map of configuration keys', file, line: 1, column: 1});
	}
	return {
		file,
		root: isMap ? (normalize(content) as ConfigMap) : {},
		problems,
		locate(path) {
			for (let length = path.length; length > 0; length--) {
				const node: unknown = document.getIn(path.slice(0, length), true);
				const range = rangeOf(node);
				if (range !== undefined) return at(range);
			}
			return {line: 1, column: 1};
		},
	};
}

/** Aliases are followed only now: one may have no anchor, or a few may stand for more than memory holds. */
function contentOf(document: ReturnType<typeof parseDocument>, report: (message: string) => void): unknown {
	try {
		return document.toJS() ?? {};
	} catch (error) {
		report(`not valid YAML: ${error instanceof Error ? error.message : String(error)}`);
		return {};
	}
}

const rangeOf = (node: unknown): number | undefined =>
	typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range) ? Number(node.range[0]) : undefined;

export const isConfigMap = (node: unknown): node is ConfigMap => typeof node === 'object' && node !== null && !Array.isArray(node);

/** Null prototypes, so that a key called `__proto__` is only a key; an empty scalar is ''. */
function normalize(node: unknown): ConfigNode {
	if (Array.isArray(node)) return node.map(normalize);
	if (!isConfigMap(node)) return node === null || node === undefined ? '' : String(node);
	const map: Record<string, ConfigNode> = Object.create(null);
	for (const [key, value] of Object.entries(node)) map[key] = normalize(value);
	return map;
}

/** A value given on the command line: a flow map is YAML, everything else is text. */
export function parseOptionValue(text: string): ConfigNode {
	if (!text.trimStart().startsWith('{')) return text;
	const document = parseDocument(text, {schema: 'failsafe', prettyErrors: false});
	return document.errors.length > 0 ? text : normalize(document.toJS());
}
