/**
 * Text of an event as the kernel wrote it: one UTF-16 unit per byte (0–255), so that any bytes survive,
 * comparisons are bytewise as in Falco, and `length` counts bytes. Never show one to a person: use `toText`.
 */
export type ByteString = string;

const strict = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});
const NON_ASCII = /[\x80-\xff]/;

/** The byte string of a text: its UTF-8 bytes. */
export function toByteString(text: string): ByteString {
	return /[^\x00-\x7f]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

/** The text of a byte string; bytes that are not UTF-8 become U+FFFD. */
export function toText(bytes: ByteString): string {
	return NON_ASCII.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes;
}

/** Whether the bytes are well-formed UTF-8, so that `toByteString(toText(bytes))` gives them back. */
export function isUtf8(bytes: ByteString): boolean {
	if (!NON_ASCII.test(bytes)) return true;
	try {
		strict.decode(Buffer.from(bytes, 'latin1'));
		return true;
	} catch {
		return false;
	}
}
