import {type LocalFile, type LocalItem, parseLocalFile} from './local-file.ts';
import {type EditedText, findItemFault, textOfNewItems} from './rules-edit.ts';
import {applySplices} from './splice.ts';
import {yamlScalar} from './yaml-text.ts';

export type YamlValue = string | boolean | readonly YamlValue[] | {readonly [key: string]: YamlValue};

/** An item of any keys, in their order. */
export interface PlainItem {
	readonly kind: 'rule' | 'list';
	readonly name: string;
	readonly keys: Readonly<Record<string, YamlValue>>;
}

/** Adds an item at the end of the file, then reads the result again: it and every other item must mean what they should. */
export function appendItem(file: LocalFile, item: PlainItem, comment: string): EditedText {
	const insert = textOfNewItems(file, comment, (dashIndent) => [linesOf(item, dashIndent, file.keyIndent)]);
	const text = applySplices(file.text, [{at: file.text.length, remove: 0, insert}]);
	const parsed = parseLocalFile(text);
	const fault = parsed.ok ? findFault(file.items, parsed.file.items, item) : parsed.problem.message;
	if (fault !== undefined) return {ok: false, problem: {code: 'edit-failed', message: fault, hint: 'nothing was changed'}};
	return {ok: true, text: file.bom + text};
}

/** A value in flow style: one line, whatever it holds. */
export function flowText(value: YamlValue): string {
	if (typeof value === 'string') return yamlScalar(value);
	if (typeof value === 'boolean') return String(value);
	if (isSequence(value)) return `[${value.map(flowText).join(', ')}]`;
	return `{${Object.entries(value)
		.map(([key, inner]) => `${yamlScalar(key)}: ${flowText(inner)}`)
		.join(', ')}}`;
}

/** `isArray` does not narrow readonly arrays. */
const isSequence = (value: YamlValue): value is readonly YamlValue[] => Array.isArray(value);

function linesOf(item: PlainItem, dashIndent: string, keyIndent: string): string[] {
	const keys = dashIndent + ' '.repeat(keyIndent.length);
	const head = `${dashIndent}-${keyIndent.slice(1)}${item.kind}: ${yamlScalar(item.name)}`;
	return [head, ...keyLines(item.keys, keys)];
}

/** A line for each key; what holds mappings or rows (`exceptions` and its `values`) has lines of its own, as people write it. */
function keyLines(mapping: Readonly<Record<string, YamlValue>>, indent: string): string[] {
	return Object.entries(mapping).flatMap(([key, value]) => {
		if (!isSequence(value) || value.every((inner) => typeof inner !== 'object')) return [`${indent}${yamlScalar(key)}: ${flowText(value)}`];
		return [`${indent}${yamlScalar(key)}:`, ...value.flatMap((inner) => entryLines(inner, `${indent}  `))];
	});
}

function entryLines(value: YamlValue, indent: string): string[] {
	if (typeof value !== 'object' || isSequence(value)) return [`${indent}- ${flowText(value)}`];
	const [first, ...others] = keyLines(value, `${indent}  `);
	return [`${indent}- ${first.trimStart()}`, ...others];
}

function findFault(before: readonly LocalItem[], after: readonly LocalItem[], item: PlainItem): string | undefined {
	if (after.length !== before.length + 1) return 'the edit would change the number of items';
	for (const [index, old] of before.entries()) {
		const fault = findItemFault(old, after[index], old.condition);
		if (fault !== undefined) return fault;
	}
	const wanted = JSON.stringify(asTexts({[item.kind]: item.name, ...item.keys}));
	return JSON.stringify(after[before.length].value) === wanted ? undefined : `${item.kind} ${item.name} would not be read back`;
}

/** As the reader sees values: every scalar a text. */
function asTexts(value: YamlValue): unknown {
	if (typeof value !== 'object') return String(value);
	if (isSequence(value)) return value.map(asTexts);
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asTexts(inner)]));
}
