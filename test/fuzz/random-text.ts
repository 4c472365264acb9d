import type {Random} from './random.ts';
import {pick} from './target.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const WORD_ENDS = `${LETTERS}0123456789_`;
/** What attackers put into names: quotes, escapes, syntax, control bytes, blanks, other scripts. */
const HOSTILE = '\\\\"\'()=,[] \t\n\r\b\f\v!<>ab.:%*?{}|&#~-0\x01\x7f\x80\x9b\xa0\xffé漢\u{1f600}\u202e\ud800\u2028\ufeff';
const HOSTILE_UNITS = [...HOSTILE];
const BARE_UNITS = [...'abz019_./*?:-<>!%$[]{}\\é漢'];
const SYNTAX = [
	') or (evt.num>=0',
	'a" or evt.num>=0 or proc.name="',
	'\\',
	'\\\\',
	' \\',
	'"',
	"'",
	'\\"',
	'oneof',
	'val(proc.name)',
	'and',
	'',
	' ',
	'<NA>',
	'../../etc/passwd',
	'__proto__',
	'constructor',
	'[a-',
	'(a+)+b',
	'a{1000000}',
	'(?=x)',
	'\\p{Greek}',
	'\\x41',
];

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
