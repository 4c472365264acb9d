import {type Context, within} from './context.ts';
import {createDecoder, type Decoder} from './decode.ts';
import type {ExceptionEntry, ExceptionItem} from './items.ts';
import type {ProblemList} from './problem-list.ts';
import {traceScalar} from './traced-text.ts';
import {isMapNode, isNullNode, isSequenceNode, isTextNode, offsetOf, originOf, type YamlFile} from './yaml-file.ts';
import type {YamlNode} from './yaml-node.ts';

/** Reads the `exceptions` of a rule. `appending`: fields may be left out, they are those of the earlier exception. */
export function readExceptions(file: YamlFile, rule: Decoder, problems: ProblemList, appending: boolean): ExceptionItem[] | undefined {
	const node = rule.node('exceptions');
	if (isNullNode(node)) return [];
	const context = within(rule.context, 'exceptions', '', offsetOf(node));
	if (!isSequenceNode(node)) return rule.fail('Rule exceptions must be a sequence', context, 'write each exception as "- name: …"');
	const found: ExceptionItem[] = [];
	for (const raw of node.items) {
		const item = readException(file, file.resolve(raw), {rule, exceptions: context, problems, appending});
		if (!item) return undefined;
		if (found.some((other) => other.name === item.name)) {
			problems.warning('LOAD_EXCEPTION_NAME_NOT_UNIQUE', `Multiple definitions of exception '${item.name}' in the same rule`, item.context);
		}
		found.push(item);
	}
	return found;
}

interface ExceptionSurroundings {
	readonly rule: Decoder;
	readonly exceptions: Context;
	readonly problems: ProblemList;
	readonly appending: boolean;
}

function readException(file: YamlFile, node: YamlNode, around: ExceptionSurroundings): ExceptionItem | undefined {
	const {rule, problems, appending} = around;
	const unnamed = within(around.exceptions, 'exception', '', offsetOf(node));
	if (!isMapNode(node)) return rule.fail('Rule exception must be a mapping', unnamed, 'write "name:", "fields:", "comps:" and "values:"');
	const name = failing(rule, createDecoder(file, node, unnamed, problems), (decoder) => decoder.string('name'));
	if (name === undefined) return undefined;
	const context = within(rule.context, 'exception', name, offsetOf(node));
	return failing(rule, createDecoder(file, node, context, problems), (decoder) => {
		const fields = decoder.has('fields') || !appending ? readKey(file, decoder, 'fields') : undefined;
		const comps = decoder.has('comps') ? readKey(file, decoder, 'comps') : undefined;
		const values = readValues(file, decoder, {appending, problems});
		return decoder.failed || !values ? undefined : {name, context, fields, comps, values};
	});
}

/** Runs a part of the reading; what fails there fails the rule. */
function failing<T>(rule: Decoder, decoder: Decoder, read: (decoder: Decoder) => T | undefined): T | undefined {
	const found = read(decoder);
	return decoder.failed ? rule.spoil() : found;
}

function readKey(file: YamlFile, decoder: Decoder, key: string): ExceptionEntry | undefined {
	const node = decoder.node(key);
	if (!decoder.has(key)) return decoder.fail(`Item has no mapping for key '${key}'`, decoder.context, `add '${key}: […]' to the exception`);
	if (isNullNode(node)) return undefined;
	return readEntry(file, node, {decoder, context: within(decoder.context, 'value for', key, offsetOf(node))});
}

function readValues(
	file: YamlFile,
	decoder: Decoder,
	{appending, problems}: {readonly appending: boolean; readonly problems: ProblemList},
): ExceptionEntry[] | undefined {
	if (!decoder.has('values')) {
		if (appending) problems.warning('LOAD_APPEND_NO_VALUES', 'Overriding/appending exception with no values', decoder.context);
		return [];
	}
	const node = decoder.node('values');
	const context = within(decoder.context, 'exception values', '', offsetOf(node));
	if (!isSequenceNode(node)) return decoder.fail('Rule exception values must be a sequence', context, 'write "values: [[a, b]]"');
	const found: ExceptionEntry[] = [];
	for (const raw of node.items) {
		const value = file.resolve(raw);
		const entry = readEntry(file, value, {decoder, context: within(context, 'exception value', '', offsetOf(value))});
		if (!entry) return undefined;
		found.push(entry);
	}
	return found;
}

/** A tuple, its members, their items: lists within those mean nothing, and an alias may hold itself. */
const DEEPEST = 3;

interface EntryPlace {
	readonly decoder: Decoder;
	readonly context: Context;
	readonly depth?: number;
}

function readEntry(file: YamlFile, node: YamlNode, where: EntryPlace): ExceptionEntry | undefined {
	const depth = where.depth ?? 1;
	if (isTextNode(node)) return {kind: 'text', text: traceScalar(originOf(file.source, node))};
	if (!isSequenceNode(node)) return where.decoder.fail('Value must be non-empty', where.context, 'expected text or a list of texts');
	if (depth > DEEPEST) return where.decoder.fail('Lists of exception values are nested too deeply', where.context);
	const items: ExceptionEntry[] = [];
	for (const raw of node.items) {
		const value = file.resolve(raw);
		const context = within(where.context, 'exception', '', offsetOf(value));
		const entry = readEntry(file, value, {...where, context, depth: depth + 1});
		if (!entry) return undefined;
		items.push(entry);
	}
	return {kind: 'list', items};
}
