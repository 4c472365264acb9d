import type {ByteString} from '../events/byte-string.ts';

const REPLACEMENT = '\xef\xbf\xbd';
const PRINTABLE = /^[\x20-\x7e]*$/;

/**
 * A path as Falco shows it: control bytes and bytes that are not UTF-8 become U+FFFD. Text that needs no change is
 * returned itself.
 */
export function sanitize(bytes: ByteString): ByteString {
	if (PRINTABLE.test(bytes)) return bytes;
	let out = '';
	for (let i = 0; i < bytes.length; ) {
		const length = sequenceLength(bytes, i);
		if (length > 0) out += bytes.slice(i, i + length);
		else out += REPLACEMENT;
		i += Math.abs(length);
	}
	return out;
}

/** Bytes of the UTF-8 sequence at `i`; negative: how many bytes one replacement stands for. */
function sequenceLength(bytes: ByteString, i: number): number {
	const lead = bytes.charCodeAt(i);
	if (lead < 0x80) return lead >= 0x20 && lead !== 0x7f ? 1 : -1;
	const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
	if (lead < 0xc2 || lead > 0xf4) return -1;
	let low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
	let high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
	for (let k = 1; k < length; k++) {
		const next = bytes.charCodeAt(i + k);
		if (!(next >= low && next <= high)) return -k;
		low = 0x80;
		high = 0xbf;
	}
	return length;
}
