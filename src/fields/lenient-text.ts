import type {ByteString} from '../events/byte-string.ts';

const REPLACEMENT = '�';

/**
 * Bytes as text the way Falco's JSON writer reads them: it takes as many bytes as the first one promises, without looking
 * whether they are continuations. Only values that were not sanitized before (`evt.rawarg`) can tell it from UTF-8.
 */
export function lenientText(bytes: ByteString): string {
	let out = '';
	for (let i = 0; i < bytes.length; ) {
		const first = bytes.charCodeAt(i);
		const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
		if (length === 0 || i + length > bytes.length) {
			out += REPLACEMENT;
			i++;
			continue;
		}
		out += decoded(bytes, i, length);
		i += length;
	}
	return out;
}

/** The smallest code point that needs as many bytes. */
const LEAST = [0, 0, 0x80, 0x800, 0x1_0000] as const;
const LEAD_BITS = [0, 0x7f, 0x1f, 0x0f, 0x07] as const;

function decoded(bytes: ByteString, at: number, length: number): string {
	let point = bytes.charCodeAt(at) & LEAD_BITS[length];
	for (let i = 1; i < length; i++) point = (point << 6) | (bytes.charCodeAt(at + i) & 0x3f);
	const isSurrogate = point >= 0xd800 && point <= 0xdfff;
	return point < LEAST[length] || isSurrogate || point > 0x10_ffff ? REPLACEMENT : String.fromCodePoint(point);
}
