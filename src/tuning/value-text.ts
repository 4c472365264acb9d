import type {ByteString} from '../events/byte-string.ts';
import type {Scalar} from '../fields/field.ts';

/** Fields of type IPADDR: their values are 4 or 16 raw bytes. */
const ADDRESS_FIELD = /^fd\.[scrl]?ip$/;

/** A value as a rule writes it: decimal numbers, `true`, addresses with dots or colons, texts as they are. */
export function valueText(field: string, value: Scalar): ByteString {
	if (typeof value !== 'string') return String(value);
	return ADDRESS_FIELD.test(field) ? addressText(value) : value;
}

/** `10.96.0.1`, `fe80::1`; anything that is not 4 or 16 bytes is a text already. */
function addressText(bytes: ByteString): ByteString {
	const at = (index: number): number => bytes.charCodeAt(index);
	if (bytes.length === 4) return [0, 1, 2, 3].map(at).join('.');
	if (bytes.length !== 16) return bytes;
	const groups = [0, 2, 4, 6, 8, 10, 12, 14].map((index) => ((at(index) << 8) | at(index + 1)).toString(16));
	return compressZeros(groups);
}

/** RFC 5952: the longest run of zero groups, at least two, becomes `::`. */
function compressZeros(groups: readonly string[]): string {
	let best = {start: -1, length: 1};
	for (let start = 0; start < groups.length; start++) {
		let length = 0;
		while (groups[start + length] === '0') length++;
		if (length > best.length) best = {start, length};
	}
	if (best.start < 0) return groups.join(':');
	return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`;
}

/** The pattern of `glob` that matches exactly this value. */
export function escapeGlob(value: ByteString): ByteString {
	return value.replace(/[*?[\]\\]/g, '\\$&');
}
