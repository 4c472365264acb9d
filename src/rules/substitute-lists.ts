import type {ListItem} from './items.ts';
import {replaceTraced, type TracedText} from './traced-text.ts';

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

/** The condition with the items of lists in place of their names, as text, in order of definition; even inside quotes, as in Falco. */
export function substituteLists(condition: TracedText, lists: ReadonlyMap<string, CompiledList>): {text: TracedText; used: string[]} {
	let traced = condition;
	const words = new Set(wordsOf(traced.text));
	const used: string[] = [];
	for (const list of lists.values()) {
		if (!words.has(list.name) && !(list.isOddName && traced.text.includes(list.name))) continue;
		const replaced = substituteList(traced, list);
		if (replaced === traced) continue;
		traced = replaced;
		for (const word of list.words) words.add(word);
		list.used = true;
		used.push(list.name);
	}
	return {text: traced, used};
}

function substituteList(condition: TracedText, list: CompiledList): TracedText {
	const {name} = list;
	if (name === '') return condition;
	let traced = condition;
	let at = traced.text.indexOf(name);
	while (at !== -1) {
		const {text} = traced;
		if (isDelimited(text, at, at + name.length)) {
			const range = rangeOf(text, at, at + name.length, list.text === '');
			const replacement = `${range.start > 0 ? ' ' : ''}${list.text} `;
			traced = replaceTraced(traced, {...range, spotIndex: at}, replacement);
			at = traced.text.indexOf(name, range.start + replacement.length);
		} else at = text.indexOf(name, at + 1);
	}
	return traced;
}

const isDelimited = (text: string, start: number, end: number) =>
	(start === 0 || DELIMITERS.includes(text[start - 1])) && (end >= text.length || DELIMITERS.includes(text[end]));

/** The name with the blanks around it, and for an empty list with a comma next to it. */
function rangeOf(text: string, nameStart: number, nameEnd: number, empty: boolean): {start: number; end: number} {
	let start = nameStart;
	let end = nameEnd;
	while (start > 0 && BLANKS.includes(text[start - 1])) start--;
	while (end < text.length && BLANKS.includes(text[end])) end++;
	if (empty && start > 0 && text[start - 1] === ',') start--;
	else if (empty && text[end] === ',') end++;
	return {start, end};
}
