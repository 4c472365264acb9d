import type {Scalar} from 'yaml';
import {flowText, type YamlValue} from './append-item.ts';
import {putCommentAbove} from './comment-above.ts';
import {type LocalFile, type LocalItem, parseLocalFile} from './local-file.ts';
import {type EditedText, findItemFault} from './rules-edit.ts';
import {applySplices} from './splice.ts';

/** Gives a key of an item another value, in the place of the old one; the comment goes above the item. */
export function replaceScalar(
	file: LocalFile,
	item: LocalItem,
	change: {readonly key: string; readonly value: YamlValue; readonly comment: string},
): EditedText {
	const {key, value, comment} = change;
	const node = item.scalars.get(key);
	if (!node?.range || !item.block || !isOneLine(file.text, node))
		return failed(`${key} of ${item.kind} ${item.name} cannot be replaced in place`);
	const [at, end] = node.range;
	const text = applySplices(file.text, [putCommentAbove(file, item, comment), {at, remove: end - at, insert: flowText(value)}]);
	const fault = findFault(file, item, {key, value, text});
	return fault === undefined ? {ok: true, text: file.bom + text} : failed(fault);
}

function failed(message: string): EditedText {
	return {ok: false, problem: {code: 'edit-failed', message, hint: 'nothing was changed'}};
}

function isOneLine(text: string, {type, range}: Scalar): boolean {
	return (type === 'PLAIN' || type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') && !text.slice(range?.[0], range?.[1]).includes('\n');
}

function findFault(
	before: LocalFile,
	item: LocalItem,
	{key, value, text}: {readonly key: string; readonly value: YamlValue; readonly text: string},
): string | undefined {
	const parsed = parseLocalFile(text);
	if (!parsed.ok) return parsed.problem.message;
	if (parsed.file.items.length !== before.items.length) return 'the edit would change the number of items';
	for (const [index, old] of before.items.entries()) {
		const expected = old === item ? {...old, value: {...old.value, [key]: String(value)}} : old;
		const fault = findItemFault(expected, parsed.file.items[index], old.condition);
		if (fault !== undefined) return fault;
	}
	return undefined;
}
