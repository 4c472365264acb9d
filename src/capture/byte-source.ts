import {readSync} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {gzipSource} from './gzip-source.ts';
import {CaptureError} from './problem.ts';
import {streamSource} from './stream-source.ts';

/** A capture's bytes, uncompressed, piece by piece. */
export interface ByteSource {
	/** The next piece, undefined at the end; valid until the next call. Throws what zlib and the file system throw. */
	read(): Promise<Buffer | undefined>;
	/** Bytes of the file itself (compressed) that were read so far. */
	readonly fileBytesRead: number;
	readonly fileSizeBytes: number;
	close(): Promise<void>;
}

export const PIECE_BYTES = 256 * 1024;
const GZIP_MAGIC = [0x1f, 0x8b];

/** Opens a plain or gzip file; which of the two it is, the first bytes say. */
export async function openByteSource(path: string): Promise<ByteSource> {
	const file = await openFile(path);
	try {
		const stat = await file.stat();
		if (!stat.isFile() && !stat.isDirectory()) return await streamSource(file);
		const {size} = stat;
		const magic = Buffer.alloc(2);
		await file.read(magic, 0, 2, 0);
		const isGzip = magic[0] === GZIP_MAGIC[0] && magic[1] === GZIP_MAGIC[1];
		if (!isGzip) return plainSource(file, size);
		await file.close();
		return gzipSource(path, size);
	} catch (error) {
		await file.close();
		throw unreadable(path, error);
	}
}

async function openFile(path: string): Promise<FileHandle> {
	try {
		return await open(path, 'r');
	} catch (error) {
		throw unreadable(path, error);
	}
}

function unreadable(path: string, cause: unknown): CaptureError {
	const reason = cause instanceof Error ? cause.message : String(cause);
	return new CaptureError('unreadable', `cannot read the capture ${path}: ${reason}`, 'check the path and the permissions', cause);
}

/** Reads in place: another thread would fetch the bytes into the caches of another processor, and cost as much again. */
function plainSource(file: FileHandle, sizeBytes: number): ByteSource {
	const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
	let position = 0;
	return {
		async read() {
			const bytesRead = readSync(file.fd, piece, 0, PIECE_BYTES, position);
			position += bytesRead;
			return bytesRead === 0 ? undefined : piece.subarray(0, bytesRead);
		},
		get fileBytesRead() {
			return position;
		},
		fileSizeBytes: sizeBytes,
		close: () => file.close(),
	};
}
