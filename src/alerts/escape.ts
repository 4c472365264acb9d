import type {ByteString} from '../events/byte-string.ts';
import {toText} from '../events/byte-string.ts';

/** DEL and the C1 controls: JSON allows them as they are, terminals act on them. */
const C1 = /[\x7f-\x9f]/g;

/**
 * Text in JSON's string form, quotes included: control characters, quotes and backslashes escaped.
 * DEL and C1 controls are escaped too, which says the same to a JSON reader and nothing to a terminal.
 */
export function jsonString(text: string): string {
	return JSON.stringify(text).replace(C1, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
}

/** Bytes of an event as one line that is safe to show: JSON's escapes without the quotes; what is not UTF-8 becomes U+FFFD. */
export function safeLine(bytes: ByteString): string {
	return jsonString(toText(bytes)).slice(1, -1);
}
