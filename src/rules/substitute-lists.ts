import type {ListItem} from './items.ts';
import {editTraced, type TracedEdit, type TracedText} from './traced-text.ts';

/** A list as conditions use it: lists among its items unfolded one level. */
export interface CompiledList {
	readonly name: string;
	readonly items: readonly string[];
	/** Names of the lists that were unfolded. */
	readonly lists: readonly string[];
	/** Its items as condition text. */
	readonly text: string;
	/** What that text brings into a condition: names of further lists may be among it. */
	readonly words: readonly string[];
	/** A name that no word of a condition can be. */
	readonly isOddName: boolean;
	used: boolean;
}

/** An item that holds a blank and has no quotes of its own gets them; what is in it is taken as it is. */
const quoteItem = (item: string) => (item.includes(' ') && !item.startsWith('"') && !item.startsWith("'") ? `"${item}"` : item);

/** The lists in order of definition. An item that names a list which came before is replaced by that list's own items. */
export function compileLists(lists: ReadonlyMap<string, ListItem>): Map<string, CompiledList> {
	const compiled = new Map<string, CompiledList>();
	const used = new Set<string>();
	for (const list of lists.values()) {
		const unfolded = new Set<string>();
		const items = list.items.flatMap((item) => {
			const other = lists.get(item);
			if (!other || other.index >= list.visibility) return [item];
			unfolded.add(item);
			used.add(item);
			return other.items;
		});
		const text = items.map(quoteItem).join(', ');
		const words = wordsOf(text).filter((word) => lists.has(word));
		const isOddName = wordsOf(list.name).length !== 1;
		compiled.set(list.name, {name: list.name, items, lists: [...unfolded], text, words, isOddName, used: false});
	}
	for (const name of used) compiled.get(name)!.used = true;
	return compiled;
}

const BLANKS = ' \t\n\r';
const DELIMITERS = `${BLANKS}(),=`;
const IS_DELIMITER = Uint8Array.from({length: 128}, (_, code) => Number(DELIMITERS.includes(String.fromCharCode(code))));

function wordsOf(text: string): string[] {
	const words: string[] = [];
	let start = -1;
	for (let i = 0; i <= text.length; i++) {
		const code = i < text.length ? text.charCodeAt(i) : 32;
		const isBreak = code < 128 && IS_DELIMITER[code] === 1;
		if (isBreak && start !== -1) {
			words.push(text.slice(start, i));
			start = -1;
		} else if (!isBreak && start === -1) start = i;
	}
	return words;
}

interface Substituted {
	readonly text: TracedText;
	/** Names of the lists that were put in, in order of definition. */
	readonly used: string[];
	/** It grew over `MOST_TEXT`: not all lists were put in. */
	readonly tooLong: boolean;
}

/** The condition with the items of lists in place of their names, as text, in order of definition; even inside quotes, as in Falco. */
export function substituteLists(condition: TracedText, lists: ReadonlyMap<string, CompiledList>): Substituted {
	let traced = condition;
	const words = new Set(wordsOf(traced.text));
	const used: string[] = [];
	if (!mayName(words, lists)) return {text: traced, used, tooLong: false};
	for (const list of lists.values()) {
		if (!words.has(list.name) && !(list.isOddName && traced.text.includes(list.name))) continue;
		const replaced = substituteList(traced, list);
		if (replaced === traced) continue;
		traced = replaced;
		for (const word of list.words) words.add(word);
		list.used = true;
		used.push(list.name);
		if (traced.text.length > MOST_TEXT) return {text: traced, used, tooLong: true};
	}
	return {text: traced, used, tooLong: false};
}

/** Most conditions name no list: that is seen by their words, of which there are fewer than lists. */
function mayName(words: ReadonlySet<string>, lists: ReadonlyMap<string, CompiledList>): boolean {
	for (const word of words) if (lists.has(word)) return true;
	return hasOddNames(lists);
}

const oddNames = new WeakMap<ReadonlyMap<string, CompiledList>, boolean>();

function hasOddNames(lists: ReadonlyMap<string, CompiledList>): boolean {
	let found = oddNames.get(lists);
	if (found === undefined) {
		found = [...lists.values()].some(({isOddName}) => isOddName);
		oddNames.set(lists, found);
	}
	return found;
}

/** UTF-16 units of a condition with its lists. Lists that name later lists twice, forty times over, would fill any memory. */
export const MOST_TEXT = 2_000_000;

function substituteList(condition: TracedText, list: CompiledList): TracedText {
	const {name} = list;
	const {text} = condition;
	const edits: TracedEdit[] = [];
	for (let at = name === '' ? -1 : text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
		const before = edits.at(-1)?.end ?? 0;
		if (at < before || !isDelimited(text, at, at + name.length)) continue;
		const range = rangeOf(text, {start: at, end: at + name.length, before}, list.text === '');
		edits.push({...range, spotIndex: at, text: `${range.start > 0 ? ' ' : ''}${list.text} `});
	}
	return edits.length > 0 ? editTraced(condition, edits) : condition;
}

const isDelimited = (text: string, start: number, end: number) =>
	(start === 0 || DELIMITERS.includes(text[start - 1])) && (end >= text.length || DELIMITERS.includes(text[end]));

/** The name with the blanks around it, and for an empty list with a comma next to it; nothing of what was replaced `before`. */
function rangeOf(text: string, name: {start: number; end: number; before: number}, empty: boolean): {start: number; end: number} {
	let {start, end} = name;
	while (start > name.before && BLANKS.includes(text[start - 1])) start--;
	while (end < text.length && BLANKS.includes(text[end])) end++;
	if (empty && start > name.before && text[start - 1] === ',') start--;
	else if (empty && text[end] === ',') end++;
	return {start, end};
}
