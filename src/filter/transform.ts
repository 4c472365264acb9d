import type {ByteString} from '../events/byte-string.ts';

// What the transformers do with byte strings. Texts end at a NUL byte, as C strings do.

const UPPER_OR_HIGH = /[A-Z\x80-\xff]/;
const LOWER_OR_HIGH = /[a-z\x80-\xff]/;
const HIGH = /[\x80-\xff]/;

/** ASCII lower case; other bytes stay as they are. */
export function toLowerAscii(text: ByteString): ByteString {
	if (!UPPER_OR_HIGH.test(text)) return text;
	return HIGH.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text.toLowerCase();
}

/** ASCII upper case; other bytes stay as they are. */
export function toUpperAscii(text: ByteString): ByteString {
	if (!LOWER_OR_HIGH.test(text)) return text;
	return HIGH.test(text) ? text.replace(/[a-z]+/g, (letters) => letters.toUpperCase()) : text.toUpperCase();
}

/** What follows the last slash; '' after a slash at the end. */
export const basename = (path: ByteString): ByteString => path.slice(path.lastIndexOf('/') + 1);

export const untilNul = (text: ByteString): ByteString => {
	const nul = text.indexOf('\0');
	return nul < 0 ? text : text.slice(0, nul);
};

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The bytes that base64 text stands for, padded or not; undefined where it is none. */
export function decodeBase64(text: ByteString): ByteString | undefined {
	const digits = text.replace(/=+$/, '');
	if (!BASE64.test(text) || digits.length % 4 === 1) return undefined;
	if (digits.length !== text.length && text.length % 4 !== 0) return undefined;
	return Buffer.from(digits, 'base64').toString('latin1');
}

/** An option of a command line: `value` is what came with it, '' where that is missing; undefined for an option that takes none. */
export interface FoundOption {
	/** `?` for one that is not known. */
	readonly name: ByteString;
	readonly value: ByteString | undefined;
	readonly isValueMissing: boolean;
}

/**
 * The options of an argument list as POSIX getopt finds them, read by a short-option string such as `t:n`.
 * It stops at `--` and at the first word that is no option, and skips `--long` words.
 */
export function parseOptions(words: readonly ByteString[], known: ByteString): FoundOption[] {
	const found: FoundOption[] = [];
	for (let i = 0; i < words.length; i++) {
		const word = words[i];
		if (word === '--' || word === '-' || !word.startsWith('-')) break;
		if (word.startsWith('--')) continue;
		for (let at = 1; at < word.length; at++) {
			const name = word[at];
			if (name === ':' || !known.includes(name)) {
				found.push({name: '?', value: undefined, isValueMissing: false});
			} else if (!known.includes(`${name}:`)) {
				found.push({name, value: undefined, isValueMissing: false});
			} else {
				const value = at + 1 < word.length ? word.slice(at + 1) : words[++i];
				found.push({name, value: value ?? '', isValueMissing: value === undefined});
				break;
			}
		}
	}
	return found;
}

/** What `getopt(…)` gives: names and values in turn; a value that is missing stands alone, as ''. */
export function optionTexts(options: readonly FoundOption[]): ByteString[] {
	return options.flatMap(({name, value, isValueMissing}) => (value === undefined ? [name] : isValueMissing ? [value] : [name, value]));
}

/** What `getopt(…)[c]` gives: the value of the last such option, or its name when it takes none. */
export function selectOption(options: readonly FoundOption[], wanted: ByteString): ByteString | undefined {
	const option = options.findLast(({name}) => name === wanted);
	return option && (option.value ?? option.name);
}
