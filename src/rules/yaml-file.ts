import {
	type Alias,
	type Document,
	isAlias,
	isMap,
	isScalar,
	isSeq,
	type ParsedNode,
	parseAllDocuments,
	type Scalar,
	type YAMLMap,
	type YAMLSeq,
} from 'yaml';
import type {SourceFile} from './source-file.ts';
import type {Origin} from './traced-text.ts';

export type YamlNode = ParsedNode | Alias | null;

/** The documents of a YAML file. Scalars stay text (Falco decodes each as the key asks for); aliases are resolved by `resolve`. */
export interface YamlFile {
	readonly source: SourceFile;
	readonly roots: readonly YamlNode[];
	readonly error: YamlError | undefined;
	resolve(node: unknown): YamlNode;
}

export interface YamlError {
	readonly message: string;
	readonly offset: number;
}

/** Parses the whole file. Duplicate keys are no error, as in Falco's parser: the first one counts. */
export function parseYamlFile(source: SourceFile): YamlFile {
	const parsed = parseAllDocuments(source.text, {schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'silent'});
	const documents = Array.isArray(parsed) ? (parsed as Document.Parsed[]) : [];
	const owners = new Map<unknown, Document.Parsed>();
	const error = documents.flatMap((document) => document.errors)[0];
	return {
		source,
		roots: documents.map((document) => document.contents as YamlNode),
		error: error && {message: error.message, offset: error.pos[0]},
		resolve(node) {
			if (!isAlias(node)) return (node ?? null) as YamlNode;
			const owner = owners.get(node) ?? documents.find((document) => node.resolve(document) !== undefined);
			return (owner ? (node.resolve(owner) ?? null) : null) as YamlNode;
		},
	};
}

const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);

/** An empty value: nothing, `~` or `null` without quotes. */
export function isNullNode(node: YamlNode): boolean {
	return node === null || (isScalar(node) && (node.value === null || (node.type === 'PLAIN' && NULLS.has(String(node.value)))));
}

/** A scalar that is not null. */
export function isTextNode(node: YamlNode): node is Scalar.Parsed {
	return isScalar(node) && !isNullNode(node);
}

export const isMapNode = (node: YamlNode): node is YAMLMap.Parsed => isMap(node);

export const isSequenceNode = (node: YamlNode): node is YAMLSeq.Parsed => isSeq(node);

/** The text of a scalar. */
export const textOf = (node: Scalar.Parsed): string => String(node.value);

/** Where a node starts. */
export function offsetOf(node: unknown): number {
	const range = (node as {range?: readonly number[] | null} | null)?.range;
	return range?.[0] ?? 0;
}

/** A scalar and its range, for `traceScalar`. */
export function originOf(source: SourceFile, node: Scalar.Parsed): Origin {
	const [start, end] = node.range ?? [0, 0];
	return {source, start, end, value: textOf(node)};
}
