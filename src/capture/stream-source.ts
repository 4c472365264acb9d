import {pipeline, Readable} from 'node:stream';
import {createGunzip} from 'node:zlib';
import {type ByteSource, PIECE_BYTES} from './byte-source.ts';

/** Bytes that are read once, from front to back; how many there are nobody knows. */
export interface StreamBytes {
	readonly pieces: AsyncIterator<Buffer, undefined>;
	readonly bytesRead: number;
	close(): Promise<void>;
}

/** A pipe or a terminal. Plain or gzip, as its first bytes say. */
export async function streamSource(stream: StreamBytes): Promise<ByteSource> {
	const first = await beginning(stream.pieces);
	const pieces = inflated(first, all(first, stream.pieces));
	return {
		async read() {
			const {done, value} = await pieces.next();
			return done ? undefined : value;
		},
		get fileBytesRead() {
			return stream.bytesRead;
		},
		fileSizeBytes: 0,
		close: () => stream.close(),
	};
}

/** The first two bytes at least, where there are so many: a pipe may hand out one at a time. */
async function beginning(pieces: AsyncIterator<Buffer, undefined>): Promise<Buffer> {
	let bytes: Buffer = Buffer.alloc(0);
	while (bytes.length < 2) {
		const {done, value} = await pieces.next();
		if (done) return bytes;
		bytes = Buffer.concat([bytes, value]);
	}
	return bytes;
}

async function* all(first: Buffer, rest: AsyncIterator<Buffer, undefined>): AsyncGenerator<Buffer, undefined> {
	yield first;
	for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
	return undefined;
}

function inflated(first: Buffer, raw: AsyncGenerator<Buffer, undefined>): AsyncIterator<Buffer> {
	if (first[0] !== 0x1f || first[1] !== 0x8b) return raw;
	const gunzip = createGunzip({chunkSize: PIECE_BYTES});
	// Errors come out of the iteration.
	pipeline(Readable.from(raw), gunzip, () => {});
	return gunzip[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
}
