import type {ByteString} from '../events/byte-string.ts';

const UNPRINTABLE = /[^\x20-\x7e]/g;

/** A byte buffer as text: every byte that is not printable ASCII is a dot. */
export function bytesToDots(bytes: ByteString): string {
	return bytes.replace(UNPRINTABLE, '.');
}

/** A byte buffer in base64. */
export function bytesToBase64(bytes: ByteString): string {
	return Buffer.from(bytes, 'latin1').toString('base64');
}
