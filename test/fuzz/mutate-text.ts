import type {Random} from './random.ts';
import {hostileText} from './random-text.ts';
import {pick} from './target.ts';

export interface Changes {
	readonly pieces: readonly string[];
	readonly most: number;
}

/** The text with a few pieces put in, cut out, doubled, swapped or moved; at most `most`; `pieces` are words of its language. */
export function mutateText(original: string, random: Random, {pieces, most}: Changes): string {
	let text = original;
	for (let i = 1 + random(most); i > 0; i--) text = change(text, random, pieces);
	return text;
}

function change(text: string, random: Random, pieces: readonly string[]): string {
	const at = random(text.length + 1);
	const to = Math.min(text.length, at + random(random(4) === 0 ? 60 : 6));
	switch (random(14)) {
		case 0:
		case 1:
		case 2:
			return text.slice(0, at) + pick(random, pieces) + text.slice(at);
		case 3:
			return text.slice(0, at) + text.slice(to);
		case 4:
			return text.slice(0, at) + text.slice(at, to).repeat(1 + random(3)) + text.slice(at);
		case 5:
			return text.slice(0, at) + hostileText(random, 4) + text.slice(to);
		case 6:
			return text.slice(0, at) + String.fromCharCode(random(random(2) === 0 ? 128 : 0x1_0000)) + text.slice(at + 1);
		case 7:
			return random(6) === 0 ? text.slice(0, at) : text.slice(0, at) + pick(random, pieces) + text.slice(to);
		case 8: {
			const from = random(text.length + 1);
			return text.slice(0, at) + text.slice(from, from + random(40)) + text.slice(at);
		}
		default:
			return exchangeWord(text, wordAt(text, at), wordAt(text, random(text.length + 1)));
	}
}

interface Word {
	readonly start: number;
	readonly end: number;
}

const WORD = /[\w.%-]/;

/** The word around a place, or after it. */
function wordAt(text: string, at: number): Word {
	let start = at;
	while (start < text.length && !WORD.test(text[start])) start++;
	let end = start;
	while (start > 0 && WORD.test(text[start - 1])) start--;
	while (end < text.length && WORD.test(text[end])) end++;
	return {start, end};
}

/** One word of the text in place of another: what comes of it mostly has the right form, and another meaning. */
const exchangeWord = (text: string, a: Word, b: Word): string => text.slice(0, a.start) + text.slice(b.start, b.end) + text.slice(a.end);
