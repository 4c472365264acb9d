import {type Context, within} from './context.ts';
import type {ProblemList} from './problem-list.ts';
import {type TracedText, traceScalar} from './traced-text.ts';
import {isMapNode, isNullNode, isSequenceNode, isTextNode, offsetOf, originOf, textOf, type YamlFile} from './yaml-file.ts';
import type {YamlNode, YamlScalar} from './yaml-node.ts';

/** Reads the values of one YAML map the way Falco does, and reports what is not as it should be. */
export interface Decoder {
	readonly context: Context;
	readonly keys: readonly {readonly name: string; readonly offset: number}[];
	/** Whether anything was reported: the item is not used then. */
	readonly failed: boolean;
	has(key: string): boolean;
	/** The value of a key, aliases resolved; null for an absent or empty one. */
	node(key: string): YamlNode;
	text(key: string): TracedText | undefined;
	string(key: string): string | undefined;
	boolean(key: string): boolean | undefined;
	/** A whole number from 0 to 2^32 - 1. */
	uint32(key: string): number | undefined;
	/** A sequence of scalars. */
	strings(key: string): string[] | undefined;
	/** Reports a fault of structure. */
	fail(message: string, context: Context, hint?: string): undefined;
	/** Something further in failed, and was reported there. */
	spoil(): undefined;
}

/** The keys of a map with their values; of a key that stands twice the first counts. */
export interface MapEntries {
	readonly keys: readonly {readonly name: string; readonly offset: number}[];
	readonly values: ReadonlyMap<string, YamlNode>;
}

export function entriesOf(file: YamlFile, map: YamlNode): MapEntries {
	const values = new Map<string, YamlNode>();
	const keys: {name: string; offset: number}[] = [];
	for (const pair of isMapNode(map) ? map.items : []) {
		const key = file.resolve(pair.key);
		if (!isTextNode(key) || values.has(textOf(key))) continue;
		keys.push({name: textOf(key), offset: offsetOf(key)});
		values.set(textOf(key), file.resolve(pair.value));
	}
	return {keys, values};
}

/** A decoder for `map`, whose problems are about `context`. */
export const createDecoder = (file: YamlFile, map: YamlNode, context: Context, problems: ProblemList): Decoder =>
	decoderOf(file, entriesOf(file, map), context, problems);

/** A decoder for entries that were read before. */
export function decoderOf(file: YamlFile, {keys, values}: MapEntries, context: Context, problems: ProblemList): Decoder {
	let failed = false;
	const fail = (message: string, where: Context, hint?: string): undefined => {
		failed = true;
		return problems.error('LOAD_ERR_YAML_VALIDATE', message, where, {hint});
	};
	const valueContext = (key: string) => within(context, 'value for', key, offsetOf(values.get(key)) || context.offset);
	const scalar = (key: string) => {
		const node = values.get(key) ?? null;
		if (!values.has(key)) return fail(`Item has no mapping for key '${key}'`, context, `add '${key}:' to this item`);
		if (isNullNode(node) && !isEmptyText(node)) return fail(`Mapping for key '${key}' is empty`, context, `give '${key}' a value`);
		if (isEmptyText(node)) return fail('Value must be non-empty', valueContext(key));
		if (!isTextNode(node)) return fail('Value is not a scalar value', valueContext(key), `'${key}' takes one value, not a list or a map`);
		return node;
	};
	const decoded = <T>(key: string, decode: (text: string) => T | undefined, expected: string): T | undefined => {
		const node = scalar(key);
		if (!node) return undefined;
		const value = decode(textOf(node));
		return value ?? fail("Can't decode YAML scalar value", valueContext(key), `expected ${expected}, found '${textOf(node)}'`);
	};
	return {
		context,
		keys,
		get failed() {
			return failed;
		},
		has: (key) => values.has(key),
		node: (key) => values.get(key) ?? null,
		text: (key) => {
			const node = scalar(key);
			return node && traceScalar(originOf(file.source, node));
		},
		string: (key) => decoded(key, (text) => text, 'text'),
		boolean: (key) => decoded(key, decodeBoolean, 'true or false'),
		uint32: (key) => decoded(key, decodeUint32, 'a whole number from 0 to 4294967295'),
		strings: (key) => {
			if (!values.has(key)) return fail(`Item has no mapping for key '${key}'`, context, `add '${key}: […]' to this item`);
			const node = values.get(key) ?? null;
			if (!isSequenceNode(node)) return fail('Value is not a sequence', valueContext(key), `write '${key}: [a, b]'`);
			return sequenceOf(file, node.items, (item) => within(valueContext(key), 'list item', '', offsetOf(item)), fail);
		},
		fail,
		spoil: () => {
			failed = true;
			return undefined;
		},
	};
}

/** `""`: a scalar, but without text; not the same as nothing at all. */
const isEmptyText = (node: YamlNode): node is YamlScalar => node?.kind === 'scalar' && node.value === '' && !node.isPlain;

function sequenceOf(
	file: YamlFile,
	items: readonly YamlNode[],
	contextOf: (item: YamlNode) => Context,
	fail: Decoder['fail'],
): string[] | undefined {
	const found: string[] = [];
	for (const item of items) {
		const node = file.resolve(item);
		if (!isTextNode(node) && !isEmptyText(node)) return fail('sequence value is not scalar', contextOf(item));
		found.push(node.value);
	}
	return found;
}

const TRUE = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/;

const decodeBoolean = (text: string) => (TRUE.test(text) ? true : FALSE.test(text) ? false : undefined);

/** A number as yaml-cpp decodes one: decimal, or hexadecimal and octal with their prefix. */
export function decodeUint32(text: string): number | undefined {
	if (!/^(?:\d+|0x[0-9a-fA-F]+)$/.test(text)) return undefined;
	const value = /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text);
	return value <= 0xffffffff ? value : undefined;
}
