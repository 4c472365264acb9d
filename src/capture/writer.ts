import {createWriteStream, openSync} from 'node:fs';
import {finished} from 'node:stream/promises';
import {constants, createGzip, type Gzip} from 'node:zlib';
import {EventCursor} from '../events/cursor.ts';
import type {MachineState} from '../events/machine.ts';
import {EventBlockFlag, WRITTEN} from './block-types.ts';
import {type HeadOptions, writeHead} from './head-writer.ts';
import {type CaptureFile, STANDARD_STREAM, standardOutput} from './standard-streams.ts';
import {WriteFailure} from './write-failure.ts';

export interface CaptureWriterOptions extends HeadOptions {
	/** The state at the beginning: what the events refer to. */
	readonly head: MachineState;
	/** Captures are gzip files unless this is false. */
	readonly gzip?: boolean;
}

const BUFFER_BYTES = 256 * 1024;
/** Block type, length, CPU number; and the length again at the end. */
const EVENT_HEAD_BYTES = 10;
const FLAGS_BYTES = 4;
const LENGTH_BYTES = 4;

/** Creates a capture file (refuses to overwrite one) and writes its head. */
export async function createCaptureWriter(path: string, options: CaptureWriterOptions): Promise<CaptureWriter> {
	const writer = openCaptureWriter(path, options);
	await writer.drain();
	return writer;
}

/** The same without waiting for the disk: throws what the file system says at once. `-` is standard output. */
export function openCaptureWriter(path: string, {head, gzip = true, ...headOptions}: CaptureWriterOptions): CaptureWriter {
	const file = path === STANDARD_STREAM ? standardOutput() : createWriteStream(path, {fd: openSync(path, 'wx', 0o600)});
	const writer = new CaptureWriter(path, file, gzip);
	writer.begin(head, headOptions);
	return writer;
}

/** Writes events as they lie in the cursor, in the format that Falco, sysdig and Stratoshark read. Only the owner can read the file. */
export class CaptureWriter {
	readonly path: string;
	/** State-only ones included. */
	events = 0;
	/** Uncompressed bytes. */
	bytes = 0;
	/** Strings of the head that were too long for the format and were cut. */
	truncated = 0;
	/** Uncompressed bytes of the head. */
	headBytes = 0;
	readonly #file: CaptureFile;
	readonly #gzip: Gzip | undefined;
	readonly #sink: CaptureFile | Gzip;
	#buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
	#used = 0;
	#failure: Error | undefined;
	#isFull = false;
	#flushedBytes = 0;

	constructor(path: string, file: CaptureFile, gzip: boolean) {
		this.path = path;
		this.#file = file;
		this.#gzip = gzip ? createGzip() : undefined;
		this.#sink = this.#gzip ?? file;
		this.#gzip?.pipe(file);
		for (const stream of [file, this.#gzip]) stream?.on('error', (error: Error) => this.#fail(error));
	}

	/** A stream does not hear of the fault of the one behind it, and would wait for ever. */
	#fail(error: Error): void {
		this.#failure ??= error;
		this.#gzip?.destroy();
		this.#file.destroy();
	}

	#throwFailure(): void {
		if (this.#failure !== undefined) throw new WriteFailure(this.path, this.events, this.#failure);
	}

	/** Bytes the file has now; compressed, they follow behind `bytes`. */
	get fileBytes(): number {
		return this.#gzip === undefined ? this.bytes : this.#file.bytesWritten;
	}

	/** Bytes the file will have when the disk has taken what it was given, as far as the compression so far tells. */
	get expectedFileBytes(): number {
		const taken = this.bytes - this.#used - this.waitingBytes;
		// A small beginning tells nothing of the rest.
		return taken * 2 < this.bytes ? this.fileBytes : (this.fileBytes / taken) * this.bytes;
	}

	/** Bytes that the disk has yet to take. */
	get waitingBytes(): number {
		return this.#sink.writableLength + (this.#gzip === undefined ? 0 : this.#file.writableLength);
	}

	/** Begins a section: the first, or one more with a state of its own. */
	begin(state: MachineState, options: HeadOptions = {}): void {
		const head = writeHead(state, options);
		this.truncated += head.truncated;
		this.#hand(0);
		for (const block of head.blocks) {
			this.bytes += block.length;
			this.#isFull = !this.#sink.write(block);
		}
		if (this.events === 0) this.headBytes = this.bytes;
	}

	/**
	 * Takes an event; false when the disk is behind, and `drain` should be awaited before the next.
	 * `stateOnly`: readers need it for the state, but show it to nobody.
	 */
	write(cursor: EventCursor, stateOnly = false): boolean {
		if (this.#failure !== undefined) this.#throwFailure();
		const flagsBytes = stateOnly ? FLAGS_BYTES : 0;
		const padded = Math.ceil((cursor.length + 2 + flagsBytes) / 4) * 4;
		const length = padded + 12;
		if (this.#used + length > this.#buffer.length) this.#hand(length);
		const block = this.#buffer;
		const at = this.#used;
		if (stateOnly) {
			block.writeUInt32LE(cursor.large ? WRITTEN.largeFlaggedEvent : WRITTEN.flaggedEvent, at);
			block.writeUInt32LE(EventBlockFlag.STATE_ONLY | (cursor.large ? EventBlockFlag.LARGE : 0), at + EVENT_HEAD_BYTES);
		} else block.writeUInt32LE(cursor.large ? WRITTEN.largeEvent : WRITTEN.event, at);
		block.writeUInt32LE(length, at + 4);
		block.writeUInt16LE(cursor.cpu & 0xffff, at + 8);
		const start = at + EVENT_HEAD_BYTES + flagsBytes;
		cursor.bytes.copy(block, start, cursor.offset, cursor.offset + cursor.length);
		block.fill(0, start + cursor.length, at + length - LENGTH_BYTES);
		block.writeUInt32LE(length, at + length - LENGTH_BYTES);
		this.#used = at + length;
		this.bytes += length;
		this.events++;
		return !this.#isFull;
	}

	/** Takes large events that lie one by one in buffers of their own. */
	writeLarge(events: readonly Buffer[]): void {
		const cursor = new EventCursor();
		for (const event of events) {
			cursor.set(event, 0, 0, true);
			this.write(cursor);
		}
	}

	/** Hands the full buffer on and takes a new one of at least `bytes`. */
	#hand(bytes: number): void {
		if (this.#used > 0) this.#isFull = !this.#sink.write(this.#buffer.subarray(0, this.#used));
		this.#buffer = Buffer.allocUnsafeSlow(Math.max(BUFFER_BYTES, bytes));
		this.#used = 0;
	}

	/** Hands on what there is: whoever reads a pipe shall not wait for a full buffer. */
	flush(): void {
		if (this.#failure !== undefined || this.#flushedBytes === this.bytes) return;
		this.#flushedBytes = this.bytes;
		this.#hand(0);
		this.#gzip?.flush(constants.Z_SYNC_FLUSH);
	}

	/** Waits until the disk has caught up. */
	async drain(): Promise<void> {
		this.#throwFailure();
		if (!this.#isFull) return;
		await new Promise<void>((resolve) => {
			const settle = (): void => {
				this.#sink.off('drain', settle).off('close', settle);
				resolve();
			};
			this.#sink.on('drain', settle).on('close', settle);
		});
		this.#throwFailure();
		this.#isFull = false;
	}

	/** Writes what is left and closes the file. */
	async close(): Promise<void> {
		this.#throwFailure();
		this.#hand(0);
		this.#sink.end();
		// A failure ends both streams without an error of their own.
		await finished(this.#file, {readable: false}).catch((error: Error) => this.#fail(error));
		this.#throwFailure();
	}
}
