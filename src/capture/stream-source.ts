import type {FileHandle} from 'node:fs/promises';
import {pipeline, Readable} from 'node:stream';
import {createGunzip} from 'node:zlib';
import {type ByteSource, PIECE_BYTES} from './byte-source.ts';

/** A pipe or a terminal: read once, from front to back; how long it is nobody knows. Plain or gzip, as its first bytes say. */
export async function streamSource(file: FileHandle): Promise<ByteSource> {
	let bytesRead = 0;
	const readOn = async (): Promise<Buffer | undefined> => {
		const piece = Buffer.allocUnsafe(PIECE_BYTES);
		const read = await file.read(piece, 0, PIECE_BYTES, null);
		bytesRead += read.bytesRead;
		return read.bytesRead === 0 ? undefined : piece.subarray(0, read.bytesRead);
	};
	const first = await beginning(readOn);
	const pieces = inflated(first, all(first, readOn));
	return {
		async read() {
			const {done, value} = await pieces.next();
			return done ? undefined : value;
		},
		get fileBytesRead() {
			return bytesRead;
		},
		fileSizeBytes: 0,
		async close() {
			await file.close();
		},
	};
}

type Read = () => Promise<Buffer | undefined>;

/** The first two bytes at least, where there are so many: a pipe may hand out one at a time. */
async function beginning(readOn: Read): Promise<Buffer> {
	let bytes: Buffer = Buffer.alloc(0);
	while (bytes.length < 2) {
		const piece = await readOn();
		if (piece === undefined) return bytes;
		bytes = Buffer.concat([bytes, piece]);
	}
	return bytes;
}

async function* all(first: Buffer, readOn: Read): AsyncGenerator<Buffer, undefined> {
	yield first;
	for (let piece = await readOn(); piece !== undefined; piece = await readOn()) yield piece;
	return undefined;
}

function inflated(first: Buffer, raw: AsyncGenerator<Buffer, undefined>): AsyncIterator<Buffer> {
	if (first[0] !== 0x1f || first[1] !== 0x8b) return raw;
	const gunzip = createGunzip({chunkSize: PIECE_BYTES});
	// Errors come out of the iteration.
	pipeline(Readable.from(raw), gunzip, () => {});
	return gunzip[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
}
