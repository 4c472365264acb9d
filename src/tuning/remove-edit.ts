import {type LocalFile, type LocalItem, parseLocalFile} from './local-file.ts';
import type {TuningProblem} from './problem.ts';
import {removeValue, withoutValue} from './remove-value.ts';
import {findItemFault} from './rules-edit.ts';
import {applySplices, type Splice} from './splice.ts';
import {conditionScalar, yamlDoubleQuoted} from './yaml-text.ts';

/** What goes from the file: whole items with the comment lines above them, or a part of one condition. */
export type Removal =
	| {readonly kind: 'items'; readonly items: readonly LocalItem[]}
	| {
			readonly kind: 'shorten';
			readonly item: LocalItem /** The shorter condition text. */;
			readonly keep: (condition: string) => string | undefined;
	  }
	/** One value of a sequence of the item: keys and indices lead to it. */
	| {readonly kind: 'value'; readonly item: LocalItem; readonly path: readonly (string | number)[]};

type Removed = {readonly ok: true; readonly text: string} | {readonly ok: false; readonly problem: TuningProblem};

/** Removes by splicing, then reads the result again: every other item must mean what it meant. */
export function applyRemoval(file: LocalFile, removal: Removal): Removed {
	const splices = splicesOf(file, removal);
	if (splices.some((splice) => splice === undefined)) return failed('it stands in a form that is not edited automatically');
	const text = applySplices(file.text, splices as Splice[]);
	const fault = findFault(file, removal, text);
	return fault === undefined ? {ok: true, text: file.bom + text} : failed(fault);
}

function splicesOf(file: LocalFile, removal: Removal): readonly (Splice | undefined)[] {
	switch (removal.kind) {
		case 'items':
			return removeItems(file, removal.items);
		case 'shorten':
			return [shortenItem(file, removal)];
		case 'value':
			return [removeValue(file.text, removal.item.map, removal.path)];
	}
}

function failed(message: string): Removed {
	return {ok: false, problem: {code: 'edit-failed', message, hint: 'edit the file by hand: nothing was changed'}};
}

/** Items that follow each other go as one: at the end of the file the blank line above the first of them goes along. */
function removeItems(file: LocalFile, items: readonly LocalItem[]): readonly (Splice | undefined)[] {
	const splices: Splice[] = [];
	for (const item of items.toSorted((a, b) => a.dash - b.dash)) {
		const splice = removeItem(file, item);
		if (splice === undefined) return [undefined];
		const before = splices.at(-1);
		if (before !== undefined && before.at + before.remove === splice.at)
			splices[splices.length - 1] = {...before, remove: before.remove + splice.remove};
		else splices.push(splice);
	}
	return splices.map(({at, remove, insert}) => {
		const blank = at + remove === file.text.length ? (/(?<=\n)[ \t]*\r?\n$/.exec(file.text.slice(0, at))?.[0].length ?? 0) : 0;
		return {at: at - blank, remove: remove + blank, insert};
	});
}

/** The lines of an item, the comment lines directly above it, and one blank line behind it. */
function removeItem(file: LocalFile, item: LocalItem): Splice | undefined {
	if (!item.block) return undefined;
	const {text} = file;
	let at = item.lineStart;
	for (;;) {
		const previous = text.lastIndexOf('\n', at - 2) + 1;
		if (at === 0 || !/^[ \t]*#/.test(text.slice(previous, at))) break;
		at = previous;
	}
	if (isFileHeader(file, at)) at = item.lineStart;
	const lineEnd = text.indexOf('\n', text[item.end - 1] === '\n' ? item.end - 1 : item.end);
	let end = lineEnd < 0 ? text.length : lineEnd + 1;
	const blank = /^[ \t]*\r?\n/.exec(text.slice(end));
	if (blank) end += blank[0].length;
	return {at, remove: end - at, insert: ''};
}

/** A comment that opens the file speaks of the file, not of its first item, unless a blank line parts them. */
function isFileHeader(file: LocalFile, at: number): boolean {
	return at === 0 && file.items[0]?.lineStart !== at && file.items.length > 1;
}

/** Cuts in the text of the scalar where that text reads like its value; else the scalar is written anew. */
function shortenItem(file: LocalFile, removal: Extract<Removal, {kind: 'shorten'}>): Splice | undefined {
	const {item, keep} = removal;
	const node = item.conditionNode;
	if (!node?.range || item.condition === undefined) return undefined;
	const [start, end] = node.range;
	const source = file.text.slice(start, end);
	const block = node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL';
	const head = block ? source.indexOf('\n') + 1 : 0;
	if (block || node.type === 'PLAIN') {
		const kept = keep(source.slice(head));
		if (kept !== undefined)
			return {
				at: start + head,
				remove: end - start - head,
				insert: kept.includes('evt.num = 0') && block ? blockLine(source, head, kept) : tidy(kept),
			};
	}
	const kept = keep(item.condition);
	if (kept === undefined || !item.block) return undefined;
	const before = /[ \t]*$/.exec(file.text.slice(0, start))![0].length;
	const written = conditionScalar(kept, ' '.repeat(item.dash - item.lineStart + 4), file.eol);
	// A comment behind the value would become part of a block.
	const isAlone = /^[ \t]*(?:\r?\n|$)/.test(file.text.slice(end));
	const insert = isAlone || !written.includes('\n') ? written : ` ${yamlDoubleQuoted(kept.trim())}`;
	return {at: start - before, remove: end - start + before, insert};
}

function blockLine(source: string, head: number, line: string): string {
	const indent = /^(?:[ \t]*\r?\n)* */.exec(source.slice(head))![0];
	const tail = /\s*$/.exec(source)![0];
	return indent + line + tail;
}

/** No line of only blanks stays where an alternative filled a line of its own. */
function tidy(text: string): string {
	return text.replace(/\n[ \t]+(?=\r?\n)/g, '');
}

function findFault(before: LocalFile, removal: Removal, text: string): string | undefined {
	const parsed = parseLocalFile(text);
	if (!parsed.ok) return parsed.problem.message;
	const removed: readonly LocalItem[] = removal.kind === 'items' ? removal.items : [];
	const kept = before.items.filter((item) => !removed.includes(item));
	const after = parsed.file.items;
	if (after.length !== kept.length) return 'the edit would change the number of items';
	for (const [index, item] of kept.entries()) {
		const isCut = removal.kind === 'value' && removal.item === item;
		const shorter = removal.kind === 'shorten' && removal.item === item ? removal.keep(item.condition ?? '') : item.condition;
		const expected = isCut ? {...item, value: withoutValue(item.value, removal.path)} : item;
		const fault = findItemFault(expected, after[index], shorter);
		if (fault !== undefined) return fault;
	}
	return undefined;
}
