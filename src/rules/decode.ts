import {nearNames} from '../fields/near-names.ts';
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
export const decoderOf = (file: YamlFile, entries: MapEntries, context: Context, problems: ProblemList): Decoder =>
	new EntriesDecoder(file, entries, context, problems);

class EntriesDecoder implements Decoder {
	readonly context: Context;
	failed = false;
	readonly #file: YamlFile;
	readonly #entries: MapEntries;
	readonly #problems: ProblemList;

	constructor(file: YamlFile, entries: MapEntries, context: Context, problems: ProblemList) {
		this.#file = file;
		this.#entries = entries;
		this.#problems = problems;
		this.context = context;
	}

	get keys(): MapEntries['keys'] {
		return this.#entries.keys;
	}

	has(key: string): boolean {
		return this.#entries.values.has(key);
	}

	node(key: string): YamlNode {
		return this.#entries.values.get(key) ?? null;
	}

	text(key: string): TracedText | undefined {
		const node = this.#scalar(key);
		return node && traceScalar(originOf(this.#file.source, node));
	}

	string(key: string): string | undefined {
		return this.#decoded(key, (text) => text, 'text');
	}

	boolean(key: string): boolean | undefined {
		return this.#decoded(key, decodeBoolean, 'true or false');
	}

	uint32(key: string): number | undefined {
		return this.#decoded(key, decodeUint32, 'a whole number from 0 to 4294967295');
	}

	strings(key: string): string[] | undefined {
		if (!this.has(key))
			return this.fail(`Item has no mapping for key '${key}'`, this.context, this.#missingHint(key, `add '${key}: […]' to this item`));
		const node = this.node(key);
		const context = this.#valueContext(key);
		if (!isSequenceNode(node)) return this.fail('Value is not a sequence', context, `write '${key}: [a, b]'`);
		const found: string[] = [];
		for (const entry of node.items) {
			const item = this.#file.resolve(entry);
			if (!isTextNode(item) && !isEmptyText(item))
				return this.fail('sequence value is not scalar', within(context, 'list item', '', offsetOf(entry)));
			found.push(item.value);
		}
		return found;
	}

	fail(message: string, where: Context, hint?: string): undefined {
		this.failed = true;
		return this.#problems.error('LOAD_ERR_YAML_VALIDATE', message, where, {hint});
	}

	spoil(): undefined {
		this.failed = true;
		return undefined;
	}

	#valueContext(key: string): Context {
		return within(this.context, 'value for', key, offsetOf(this.node(key)) || this.context.offset);
	}

	/** A key of the item that was probably meant: `Priority`, `description`. */
	#missingHint(key: string, otherwise: string): string {
		if (this.has('<<')) return `Falco does not follow '<<': write the keys of the other item here, '${key}' among them`;
		const found = this.keys.find(
			({name}) => name.toLowerCase() === key || (key.length > 3 && name.startsWith(key)) || nearNames(name, [key], 1).length > 0,
		);
		return found === undefined ? otherwise : `write '${key}' in place of '${found.name}'`;
	}

	#scalar(key: string): YamlScalar | undefined {
		const node = this.node(key);
		if (!this.has(key))
			return this.fail(`Item has no mapping for key '${key}'`, this.context, this.#missingHint(key, `add '${key}:' to this item`));
		if (isEmptyText(node)) return this.fail('Value must be non-empty', this.#valueContext(key));
		if (isNullNode(node))
			return this.fail(
				`Mapping for key '${key}' is empty`,
				this.context,
				`give '${key}' a value; one that starts with ! & # or ~ needs quotes`,
			);
		if (!isTextNode(node)) {
			return this.fail('Value is not a scalar value', this.#valueContext(key), `'${key}' takes one value, not a list or a map`);
		}
		return node;
	}

	#decoded<T>(key: string, decode: (text: string) => T | undefined, expected: string): T | undefined {
		const node = this.#scalar(key);
		if (!node) return undefined;
		const value = decode(textOf(node));
		return value ?? this.fail("Can't decode YAML scalar value", this.#valueContext(key), `expected ${expected}, found '${textOf(node)}'`);
	}
}

/** `""`: a scalar, but without text; not the same as nothing at all. */
const isEmptyText = (node: YamlNode): node is YamlScalar => node?.kind === 'scalar' && node.value === '' && !node.isPlain;

const TRUE = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/;

const decodeBoolean = (text: string) => (TRUE.test(text) ? true : FALSE.test(text) ? false : undefined);

/** A number as yaml-cpp decodes one: decimal, or hexadecimal and octal with their prefix. */
export function decodeUint32(text: string): number | undefined {
	if (!/^(?:\d+|0x[0-9a-fA-F]+)$/.test(text)) return undefined;
	const value = /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text);
	return value <= 0xffffffff ? value : undefined;
}
