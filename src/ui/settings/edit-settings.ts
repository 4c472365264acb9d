import {isDeepStrictEqual} from 'node:util';
import {isMap, isScalar, type Pair, parseDocument, type YAMLMap} from 'yaml';
import {flowText, type YamlValue} from '../../tuning/append-item.ts';
import {applySplices, type Splice} from '../../tuning/splice.ts';
import {yamlScalar} from '../../tuning/yaml-text.ts';

/** A setting by its keys from the top, and what it is to be. */
export interface SettingChange {
	readonly path: readonly string[];
	readonly value: YamlValue;
}

export type EditedSettings = {readonly ok: true; readonly text: string} | {readonly ok: false; readonly message: string};

/** Puts values into the text of a settings file by splicing: comments, order and every byte outside a value stay. */
export function editSettings(text: string, changes: readonly SettingChange[]): EditedSettings {
	let edited = text;
	for (const change of changes) {
		const next = setOne(edited, change);
		if (!next.ok) return next;
		edited = next.text;
	}
	return {ok: true, text: edited};
}

function setOne(text: string, {path, value}: SettingChange): EditedSettings {
	const document = parseDocument(text, {schema: 'failsafe'});
	const failed = (why: string): EditedSettings => ({
		ok: false,
		message: `cannot put ${path.join('.')}: ${flowText(value)} into the file: ${why}`,
	});
	if (document.errors.length > 0) return failed('it is not valid YAML');
	const eol = text.includes('\r\n') ? '\r\n' : '\n';
	const splice = spliceFor(text, document.contents, path, value, eol);
	if (typeof splice === 'string') return failed(splice);
	const result = applySplices(text, [splice]);
	const after = parseDocument(result, {schema: 'failsafe'});
	// What stands elsewhere must mean what it meant: the parser decides, not this module.
	const isRight = after.errors.length === 0 && isDeepStrictEqual(after.toJS() ?? {}, put(document.toJS() ?? {}, path, asTexts(value)));
	return isRight ? {ok: true, text: result} : failed('its place is written in a way that cannot be changed in place');
}

function spliceFor(text: string, contents: unknown, path: readonly string[], value: YamlValue, eol: string): Splice | string {
	if (contents === null || (isScalar(contents) && contents.value === '')) {
		const gap = text === '' || text.endsWith('\n') ? '' : eol;
		return {at: text.length, remove: 0, insert: gap + block(path, value, '', eol) + eol};
	}
	let node: unknown = contents;
	for (const [depth, key] of path.entries()) {
		if (!isMap(node)) return 'a value stands where a map is needed';
		const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
		if (pair === undefined) return insertInto(text, node, path.slice(depth), value, eol);
		if (isEmpty(pair)) return fillEmpty(text, pair, path.slice(depth + 1), value, eol);
		node = pair.value;
	}
	return replace(text, node, value);
}

const isEmpty = ({value}: Pair): boolean => value === null || (isScalar(value) && value.value === '' && value.type === 'PLAIN');

/** `key: ` with nothing behind it gets the value, or the rest of the path below it. */
function fillEmpty(text: string, pair: Pair, rest: readonly string[], value: YamlValue, eol: string): Splice | string {
	const range = isScalar(pair.key) ? pair.key.range : undefined;
	if (!range) return 'its key is not plain';
	const colon = text.indexOf(':', range[1] - 1) + 1;
	if (rest.length === 0) return {at: colon, remove: 0, insert: ` ${flowText(value)}`};
	const indent = `${indentAt(text, range[0])}  `;
	return {at: endOfLine(text, colon), remove: 0, insert: eol + block(rest, value, indent, eol)};
}

function insertInto(text: string, map: YAMLMap, rest: readonly string[], value: YamlValue, eol: string): Splice | string {
	const range = map.range;
	if (!range) return 'its map has no place';
	if (map.flow) {
		const close = text.lastIndexOf('}', range[1] - 1);
		return {at: close, remove: 0, insert: `${map.items.length > 0 ? ', ' : ''}${flowBlock(rest, value)}`};
	}
	const first = map.items[0]?.key;
	const last = trimmedEnd(text, range[0], range[1]);
	if (!isScalar(first) || !first.range) return 'its map has no place';
	return {at: endOfLine(text, last), remove: 0, insert: eol + block(rest, value, indentAt(text, first.range[0]), eol)};
}

function replace(text: string, node: unknown, value: YamlValue): Splice | string {
	const range = (node as {range?: readonly number[] | null}).range;
	if (!range) return 'its value has no place';
	const end = trimmedEnd(text, range[0], range[1]);
	if (/(^|\s)#/.test(text.slice(range[0], end))) return 'the old value has comments inside';
	return {at: range[0], remove: end - range[0], insert: flowText(value)};
}

/** `a:` and below it `b: value`, each level two cells further in. */
function block(path: readonly string[], value: YamlValue, indent: string, eol: string): string {
	return path
		.map((key, depth) => `${indent}${'  '.repeat(depth)}${yamlScalar(key)}:${depth === path.length - 1 ? ` ${flowText(value)}` : ''}`)
		.join(eol);
}

function flowBlock([key, ...rest]: readonly string[], value: YamlValue): string {
	return `${yamlScalar(key)}: ${rest.length === 0 ? flowText(value) : `{${flowBlock(rest, value)}}`}`;
}

function endOfLine(text: string, from: number): number {
	const end = text.indexOf('\n', from);
	if (end < 0) return text.length;
	return text[end - 1] === '\r' ? end - 1 : end;
}

const indentAt = (text: string, offset: number): string => /^[ ]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))![0];

/** The range of a block collection reaches over the comments and blanks behind it. */
function trimmedEnd(text: string, start: number, end: number): number {
	const lines = text.slice(start, end).split('\n');
	while (lines.length > 1 && /^\s*(#.*)?$/.test(lines.at(-1)!)) lines.pop();
	return start + lines.join('\n').trimEnd().length;
}

function put(root: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
	const map = typeof root === 'object' && root !== null ? (root as Record<string, unknown>) : {};
	return {...map, [key]: rest.length === 0 ? value : put(map[key] ?? {}, rest, value)};
}

/** As the reader sees values: every scalar a text. */
function asTexts(value: YamlValue): unknown {
	if (typeof value !== 'object') return String(value);
	if (Array.isArray(value)) return (value as readonly YamlValue[]).map(asTexts);
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asTexts(inner)]));
}
