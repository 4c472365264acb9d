import type {ByteString} from '../../events/byte-string.ts';

// Names and command lines are chosen by attackers. Everything that could move a cursor, hide, reorder or
// imitate text becomes a visible escape here; the painters let nothing else onto a line.

/** Controls, soft hyphen, bidirectional and invisible characters, variation selectors, private use, specials, tags. */
const UNSAFE_RANGES =
	'\\x00-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3164' +
	'\\ud800-\\udfff\\ue000-\\uf8ff\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\ufffe\\uffff\\u{e0000}-\\u{e0fff}\\u{f0000}-\\u{10ffff}';
const UNSAFE = new RegExp(`[${UNSAFE_RANGES}]`, 'u');
const UNSAFE_ALL = new RegExp(`[${UNSAFE_RANGES}]`, 'gu');
const NON_ASCII = /[\x80-\xff]/;
const NAMED: Readonly<Record<string, string>> = {'\n': '\\n', '\r': '\\r', '\t': '\\t'};

function escapeCharacter(character: string): string {
	const named = NAMED[character];
	if (named !== undefined) return named;
	const code = character.codePointAt(0)!;
	if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
	return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}

/** Text as it may stand on a screen, in a clipboard or in a log: one line, nothing hidden. */
export function showText(text: string): string {
	return UNSAFE.test(text) ? text.replace(UNSAFE_ALL, escapeCharacter) : text;
}

export const isSafeText = (text: string): boolean => !UNSAFE.test(text);

/** Bytes of an event as they may stand on a screen; bytes that are not UTF-8 are shown as `\xNN`. */
export function showBytes(bytes: ByteString): string {
	return showText(NON_ASCII.test(bytes) ? decodeVisibly(Buffer.from(bytes, 'latin1')) : bytes);
}

const strict = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

function decodeVisibly(bytes: Buffer): string {
	try {
		return strict.decode(bytes);
	} catch {
		return decodePieces(bytes);
	}
}

function decodePieces(bytes: Buffer): string {
	let shown = '';
	for (let at = 0; at < bytes.length; ) {
		const length = sequenceLength(bytes, at);
		shown += length === 0 ? `\\x${bytes[at].toString(16).padStart(2, '0')}` : bytes.toString('utf8', at, at + length);
		at += length || 1;
	}
	return shown;
}

/** Bytes of the well-formed UTF-8 sequence at this place; 0 where there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
	const lead = bytes[at];
	const length = lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
	if (length === 0 || at + length > bytes.length) return 0;
	try {
		strict.decode(bytes.subarray(at, at + length));
		return length;
	} catch {
		return 0;
	}
}
