import {BARE_UNITS, HOSTILE_UNITS, LETTERS, SYNTAX, WORD_ENDS} from '../filter/hostile-words.ts';
import type {Random} from './random.ts';
import {pick} from './target.ts';

export function word(random: Random, longest = 6): string {
	let text = LETTERS[random(LETTERS.length)];
	for (let i = random(longest); i > 0; i--) text += WORD_ENDS[random(WORD_ENDS.length)];
	return text;
}

/** Text that no condition may take for syntax. Without NUL bytes, which no condition can hold. */
export function hostileText(random: Random, longest = 12): string {
	if (random(6) === 0) return pick(random, SYNTAX);
	let text = '';
	for (let i = random(longest); i > 0; i--) text += pick(random, HOSTILE_UNITS);
	return random(200) === 0 ? text.repeat(1 + random(300)) : text;
}

export function bareText(random: Random): string {
	let text = pick(random, BARE_UNITS);
	for (let i = random(8); i > 0; i--) text += pick(random, BARE_UNITS);
	return text;
}
