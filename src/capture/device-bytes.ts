import type {FileHandle} from 'node:fs/promises';
import {PIECE_BYTES} from './byte-source.ts';
import type {StreamBytes} from './stream-source.ts';

/** What is neither a file nor a pipe: a terminal, `/dev/zero`. */
export function deviceBytes(file: FileHandle): StreamBytes {
	let bytesRead = 0;
	async function* pieces(): AsyncGenerator<Buffer, undefined> {
		for (;;) {
			const piece = Buffer.allocUnsafe(PIECE_BYTES);
			const read = await file.read(piece, 0, PIECE_BYTES, null);
			if (read.bytesRead === 0) return undefined;
			bytesRead += read.bytesRead;
			yield piece.subarray(0, read.bytesRead);
		}
	}
	return {
		pieces: pieces(),
		get bytesRead() {
			return bytesRead;
		},
		close: () => file.close(),
	};
}
