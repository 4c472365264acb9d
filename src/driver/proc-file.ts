import {closeSync, openSync, readlinkSync, readSync} from 'node:fs';
import type {ByteString} from '../events/byte-string.ts';

const CHUNK_BYTES = 64 << 10;
const buffer = Buffer.allocUnsafe(CHUNK_BYTES);

/** A file of /proc as a byte string, at most `most` bytes; undefined when it cannot be read: the process may have ended. */
export function readProc(path: string, most = CHUNK_BYTES): ByteString | undefined {
	let file: number;
	try {
		file = openSync(path, 'r');
	} catch {
		return undefined;
	}
	try {
		const length = readSync(file, buffer, 0, Math.min(most, CHUNK_BYTES), null);
		if (length < CHUNK_BYTES || most <= CHUNK_BYTES) return buffer.latin1Slice(0, length);
		return readRest(file, buffer.latin1Slice(0, length), most);
	} catch {
		return undefined;
	} finally {
		closeSync(file);
	}
}

function readRest(file: number, start: ByteString, most: number): ByteString {
	const parts = [start];
	for (let total = start.length; total < most; ) {
		const length = readSync(file, buffer, 0, Math.min(CHUNK_BYTES, most - total), null);
		if (length === 0) break;
		parts.push(buffer.latin1Slice(0, length));
		total += length;
	}
	return parts.join('');
}

/** Where a link of /proc leads, as a byte string; '' when it cannot be read. */
export function readProcLink(path: string): ByteString {
	try {
		return readlinkSync(path, 'latin1');
	} catch {
		return '';
	}
}
