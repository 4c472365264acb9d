import {readSync} from 'node:fs';
import {type FileHandle, open, stat} from 'node:fs/promises';
import {isatty} from 'node:tty';
import {deviceBytes} from './device-bytes.ts';
import {gzipSource} from './gzip-source.ts';
import {pipeBytes} from './pipe-bytes.ts';
import {CaptureError} from './problem.ts';
import {captureName, STANDARD_STREAM, standardInput} from './standard-streams.ts';
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

/** Opens a plain or gzip file, or `-`; which of the two it is, the first bytes say. `signal` ends a pipe. */
export async function openByteSource(given: string, signal?: AbortSignal): Promise<ByteSource> {
	if (given === STANDARD_STREAM && isatty(0)) throw nothingPiped();
	const path = given === STANDARD_STREAM ? standardInput() : given;
	if (typeof path === 'number' || (await isPipe(path))) return pipeSource(path, captureName(given), signal);
	const file = await openFile(path);
	try {
		const about = await file.stat();
		if (!about.isFile() && !about.isDirectory()) return await streamSource(deviceBytes(file));
		const {size} = about;
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

const isPipe = (path: string): Promise<boolean> =>
	stat(path).then(
		(about) => about.isFIFO(),
		() => false,
	);

const nothingPiped = (): CaptureError =>
	new CaptureError('unreadable', 'standard input is the terminal', 'pipe a capture into it: falconer record -w - | falconer replay -');

async function pipeSource(place: string | number, name: string, signal: AbortSignal | undefined): Promise<ByteSource> {
	const bytes = pipeBytes(place, signal);
	try {
		return await streamSource(bytes);
	} catch (error) {
		await bytes.close();
		throw unreadable(name, error);
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
