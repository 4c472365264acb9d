import {type Document, isAlias, isMap, isScalar, isSeq, parseAllDocuments} from 'yaml';
import {readPlainYaml} from './plain-yaml.ts';
import type {SourceFile} from './source-file.ts';
import type {Origin} from './traced-text.ts';
import type {YamlMap, YamlNode, YamlScalar, YamlSequence} from './yaml-node.ts';

/** The documents of a YAML file; aliases are resolved by `resolve`. */
export interface YamlFile {
	readonly source: SourceFile;
	readonly roots: readonly YamlNode[];
	readonly error: YamlError | undefined;
	resolve(node: YamlNode): YamlNode;
}

export interface YamlError {
	readonly message: string;
	readonly offset: number;
}

/** Parses the whole file. Duplicate keys are no error, as in Falco's parser: the first one counts. */
export function parseYamlFile(source: SourceFile): YamlFile {
	const roots = readPlainYaml(source.text);
	const read = roots === undefined ? readAnyYaml(source.text) : {roots, error: undefined};
	return {source, ...read, resolve: (node) => (node?.kind === 'alias' ? node.target() : node)};
}

/** What the `yaml` package reads. It takes a byte order mark for a column: that is read past, and counted in the offsets. */
export function readAnyYaml(text: string): Pick<YamlFile, 'roots' | 'error'> {
	const shift = text.startsWith('\ufeff') ? 1 : 0;
	const parsed = parseAllDocuments(text.slice(shift), {schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'silent'});
	const documents = Array.isArray(parsed) ? (parsed as Document.Parsed[]) : [];
	const error = documents.flatMap((document) => document.errors)[0];
	return {
		roots: error ? [] : documents.map((document) => nodesOf(document, shift)(document.contents)),
		error: error && {message: error.message, offset: error.pos[0] + shift},
	};
}

/** The nodes of a document as the loader knows them; each is made once, aliases when they are followed. */
function nodesOf(document: Document.Parsed, shift: number): (node: unknown) => YamlNode {
	const known = new Map<unknown, YamlNode>();
	const nodeOf = (node: unknown): YamlNode => {
		let found = known.get(node);
		if (found === undefined) {
			found = make(node);
			known.set(node, found);
		}
		return found;
	};
	const make = (node: unknown): YamlNode => {
		const range = (node as {range?: readonly [number, number, number] | null} | null)?.range ?? [0, 0];
		const start = range[0] + shift;
		const end = range[1] + shift;
		if (isScalar(node)) return {kind: 'scalar', value: String(node.value ?? ''), isPlain: node.type === 'PLAIN', start, end};
		if (isMap(node)) return {kind: 'map', items: node.items.map(({key, value}) => ({key: nodeOf(key), value: nodeOf(value)})), start, end};
		if (isSeq(node)) return {kind: 'sequence', items: node.items.map(nodeOf), start, end};
		if (isAlias(node)) return {kind: 'alias', target: () => nodeOf(node.resolve(document) ?? null), start, end};
		return null;
	};
	return nodeOf;
}

const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);

/** An empty value: nothing, `~` or `null` without quotes. */
export function isNullNode(node: YamlNode): boolean {
	return node === null || (node.kind === 'scalar' && node.isPlain && NULLS.has(node.value));
}

/** A scalar that is not null. */
export function isTextNode(node: YamlNode): node is YamlScalar {
	return node?.kind === 'scalar' && !isNullNode(node);
}

export const isMapNode = (node: YamlNode): node is YamlMap => node?.kind === 'map';

export const isSequenceNode = (node: YamlNode): node is YamlSequence => node?.kind === 'sequence';

/** The text of a scalar. */
export const textOf = (node: YamlScalar): string => node.value;

/** Where a node starts. */
export const offsetOf = (node: YamlNode | undefined): number => node?.start ?? 0;

/** A scalar and its range, for `traceScalar`. */
export const originOf = (source: SourceFile, {start, end, value}: YamlScalar): Origin => ({source, start, end, value});
