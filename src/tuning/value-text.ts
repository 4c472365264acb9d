import type {ByteString} from '../events/byte-string.ts';
import type {Scalar} from '../fields/field.ts';
import {formatIp} from '../fields/ip.ts';

/** Fields of type IPADDR: their values are 4 or 16 raw bytes. */
const ADDRESS_FIELD = /^fd\.[scrl]?ip$/;

/** A value as a rule writes it: decimal numbers, `true`, addresses with dots or colons, texts as they are. */
export function valueText(field: string, value: Scalar): ByteString {
	if (typeof value !== 'string') return String(value);
	return ADDRESS_FIELD.test(field) && (value.length === 4 || value.length === 16) ? formatIp(value) : value;
}

/** The pattern of `glob` that matches exactly this value. */
export function escapeGlob(value: ByteString): ByteString {
	return value.replace(/[*?[\]\\]/g, '\\$&');
}
