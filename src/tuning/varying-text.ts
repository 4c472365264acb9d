import type {ByteString} from '../events/byte-string.ts';

const MASK = '*';
/** Shorter numbers are versions and ports, shorter hexadecimal words are words, and so are somewhat longer ones of letters alone. */
const MIN_DIGITS = 3;
const MIN_HEX = 6;
const MIN_HEX_LETTERS = 8;
const MIN_MIXED = 6;
/** Behind letters fewer digits are versions and sizes: `ext4`, `sha256`. */
const MIN_DIGITS_BEHIND = 4;
/** A kind of key, and no number: `id_ed25519`. */
const NO_NUMBER = '25519';

// A path or a name with what differs from run to run taken out: `/etc/cron.d/certbot-5f0c21ab` becomes
// `/etc/cron.d/certbot-*`. Numbers, hexadecimal words, names as mktemp makes them, and whole path parts of digits.
export function maskVarying(text: ByteString): ByteString {
	const known = masks.get(text);
	if (known !== undefined) return known;
	const masked = maskWords(text);
	if (text.length > LONGEST_REMEMBERED) return masked;
	if (masks.size >= MOST_REMEMBERED) masks.clear();
	masks.set(text, masked);
	return masked;
}

/** Noise repeats itself: looking a text up costs a tenth of reading it. */
const masks = new Map<ByteString, ByteString>();
const MOST_REMEMBERED = 4096;
const LONGEST_REMEMBERED = 256;

function maskWords(text: ByteString): ByteString {
	let masked = '';
	let kept = 0;
	for (let at = 0; at < text.length; ) {
		if (!isWordByte(text.charCodeAt(at))) {
			at++;
			continue;
		}
		const end = endOfWord(text, at);
		const from = startOfVarying(text, at, end);
		if (from < end) {
			masked += text.slice(kept, from) + MASK;
			kept = end;
		}
		at = end;
	}
	return kept === 0 ? text : masked + text.slice(kept);
}

function endOfWord(text: string, from: number): number {
	let at = from;
	while (at < text.length && isWordByte(text.charCodeAt(at))) at++;
	return at;
}

/** Where in a word the part begins that looks made up for one run; its end where none does. Letters before a number are a name. */
function startOfVarying(text: string, start: number, end: number): number {
	if (text.startsWith(NO_NUMBER, end - NO_NUMBER.length)) return end;
	if (isVarying(text, start, end)) return start;
	let from = end;
	while (from > start && isDigit(text.charCodeAt(from - 1))) from--;
	return end - from >= MIN_DIGITS_BEHIND ? from : end;
}

/** Whether the word between two places of a text looks made up for one run. */
function isVarying(text: string, start: number, end: number): boolean {
	const length = end - start;
	let digits = 0;
	let hex = 0;
	let upper = 0;
	for (let at = start; at < end; at++) {
		const byte = text.charCodeAt(at);
		if (isDigit(byte)) digits++;
		if (isDigit(byte) || (byte >= 65 && byte <= 70) || (byte >= 97 && byte <= 102)) hex++;
		if (byte >= 65 && byte <= 90) upper++;
	}
	if (digits === length) return length >= MIN_DIGITS || isPathPart(text, start, end);
	if (hex === length && length >= (digits > 0 ? MIN_HEX : MIN_HEX_LETTERS)) return true;
	return digits > 0 && length >= MIN_MIXED && upper > 0 && upper + digits < length;
}

const isPathPart = (text: string, start: number, end: number): boolean =>
	text[start - 1] === '/' && (end === text.length || text[end] === '/');

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
const isWordByte = (byte: number): boolean => isDigit(byte) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte >= 128;
