import {closeSync, createReadStream, openSync, readSync} from 'node:fs';
import {pipeline, type Readable} from 'node:stream';
import {createGunzip} from 'node:zlib';

/** Whether a file begins as gzip does: logrotate compresses old logs. False where it cannot be read: who reads it says why. */
export function isCompressed(file: string): boolean {
	const start = new Uint8Array(2);
	try {
		const descriptor = openSync(file, 'r');
		try {
			return readSync(descriptor, start) === 2 && start[0] === 0x1f && start[1] === 0x8b;
		} finally {
			closeSync(descriptor);
		}
	} catch {
		return false;
	}
}

/** What the file holds; it fails where the file does, or is cut off. */
export const readCompressed = (file: string): Readable => pipeline(createReadStream(file), createGunzip(), () => undefined);
