import type {ByteString} from '../events/byte-string.ts';
import type {Term} from './draft.ts';
import {escapeGlob} from './value-text.ts';
import {maskVarying} from './varying-text.ts';

/** How often a value occurred. */
export interface CountedValue {
	readonly value: ByteString;
	readonly count: number;
}

/** Past that many values a term is a list of what happened to occur. */
export const MOST_LISTED = 8;
/** So few are no sign of values that are new each time. */
const FEW = 3;
/** What patterns are made from. */
const MOST_COMPARED = 200;
const MIN_NAME = 4;

/**
 * One term that holds for all these values of a field and for others like them: the values themselves where they are few,
 * else the beginning they share, else beginning and end, else their folders. The exact values where they share nothing.
 */
export function commonTerm(field: string, values: readonly CountedValue[], alerts: number): Term {
	const texts = values.map(({value}) => value);
	const exact: Term = {field, operator: texts.length === 1 ? '=' : 'in', values: texts};
	if (field === 'fd.name' && texts.every((text) => text.includes('->'))) return serverTerm(texts) ?? exact;
	const isFree = texts.length > 1 && COMMAND_LINE.test(field);
	if (!isFree && !isNewEachTime(texts.length, alerts) && !differByChance(texts)) return exact;
	return generalTerm(field, texts.slice(0, MOST_COMPARED)) ?? exact;
}

/** Arguments are of a number that nobody knows. */
const COMMAND_LINE = /^proc\.(?:[pa]?cmdline|exeline|args)/;

/** More values than a list should hold, or another one nearly every time. */
function isNewEachTime(distinct: number, alerts: number): boolean {
	return distinct > MOST_LISTED || (distinct > FEW && distinct > alerts / 2);
}

/** Two temporary names are as new each time as twenty are. */
function differByChance(texts: readonly ByteString[]): boolean {
	const masked = maskVarying(texts[0]);
	return texts.length > 1 && masked !== texts[0] && texts.every((text) => maskVarying(text) === masked);
}

/** Of connections the server stays, or its port: the port of the client is another one each time, its address with each pod. */
function serverTerm(texts: readonly ByteString[]): Term | undefined {
	for (const mark of ['->', ':']) {
		const [end, ...others] = new Set(texts.map((text) => text.slice(text.lastIndexOf(mark))));
		if (others.length === 0) return {field: 'fd.name', operator: 'endswith', values: [end]};
	}
	return undefined;
}

function generalTerm(field: string, texts: readonly ByteString[]): Term | undefined {
	const prefix = commonPrefix(texts);
	const isPath = texts.every((text) => text.startsWith('/'));
	if (isPath) return pathTerm(field, texts, prefix);
	return tellsSomething(prefix) ? {field, operator: 'startswith', values: [prefix]} : undefined;
}

function pathTerm(field: string, texts: readonly ByteString[], prefix: ByteString): Term | undefined {
	const folder = prefix.slice(0, prefix.lastIndexOf('/'));
	const depth = folder.split('/').length - 1;
	const name = prefix.slice(folder.length + 1);
	const inOneFolder = texts.every((text) => text.lastIndexOf('/') === folder.length);
	if (/[A-Za-z0-9]/.test(name) && depth >= 1) return {field, operator: 'startswith', values: [prefix]};
	if (inOneFolder && depth >= 1) return folderTerm(field, [folder]);
	const suffix = commonSuffix(texts, prefix.length);
	if (suffix.length >= MIN_NAME && suffix.includes('/') && depth >= 1) {
		return {field, operator: 'glob', values: [`${escapeGlob(prefix)}*${escapeGlob(suffix)}`]};
	}
	const folders = [...new Set(texts.map((text) => text.slice(0, text.lastIndexOf('/'))))];
	if (folders.length <= MOST_LISTED && folders.every((one) => one.split('/').length > 2)) return folderTerm(field, folders);
	return depth >= 2 ? folderTerm(field, [folder]) : undefined;
}

/** Undefined where a folder's name would be taken for a pattern. */
function folderTerm(field: string, folders: readonly ByteString[]): Term | undefined {
	return folders.some((folder) => /[*?[]/.test(folder)) ? undefined : {field, operator: 'pmatch', values: folders};
}

/** `sh -c ` and `python3 ` say nothing of what is run; a path or a word behind them does. */
export function tellsSomething(prefix: ByteString): boolean {
	const space = prefix.indexOf(' ');
	if (space < 0) return prefix.replace(/[^A-Za-z0-9]/g, '').length >= MIN_NAME;
	const words = prefix.slice(space).replace(/\s-+[A-Za-z-]+(?=\s|$)/g, ' ');
	return /[A-Za-z0-9_./]{4}/.test(words);
}

/** What all begin with, up to the last place where a word that may differ begins. */
export function commonPrefix(texts: readonly ByteString[]): ByteString {
	const [first] = texts;
	let length = first.length;
	for (const text of texts) {
		let at = 0;
		while (at < length && text[at] === first[at]) at++;
		length = at;
	}
	if (texts.every((text) => text.length === length)) return first;
	return first.slice(0, wordStart(first, length));
}

/** A number or a random word that begins alike by chance goes as a whole; letters before a number stay. */
function wordStart(text: ByteString, length: number): number {
	let start = length;
	while (start > 0 && isWordByte(text[start - 1])) start--;
	let end = length;
	while (end < text.length && isWordByte(text[end])) end++;
	const word = text.slice(start, end);
	const name = /^[A-Za-z]*?[G-Zg-z][A-Za-z]*(?=\d)/.exec(word)?.[0].length ?? 0;
	return start + name <= length ? start + name : start;
}

/** What all end with, from the first place where a word that may differ has ended; `taken` bytes belong to the prefix. */
function commonSuffix(texts: readonly ByteString[], taken: number): ByteString {
	const [first] = texts;
	let length = Math.min(...texts.map((text) => text.length)) - taken;
	for (const text of texts) {
		let at = 0;
		while (at < length && text[text.length - 1 - at] === first[first.length - 1 - at]) at++;
		length = at;
	}
	let start = first.length - length;
	while (start < first.length && isWordByte(first[start])) start++;
	return first.slice(start);
}

const isWordByte = (byte: string): boolean => /[A-Za-z0-9\x80-\xff]/.test(byte);
