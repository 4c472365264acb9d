import {createWriteStream, type WriteStream} from 'node:fs';
import {finished} from 'node:stream/promises';
import {createGzip, type Gzip} from 'node:zlib';
import type {EventCursor} from '../events/cursor.ts';
import type {MachineState} from '../events/machine.ts';
import {WRITTEN} from './block-types.ts';
import {writeHead} from './head-writer.ts';

export interface CaptureWriterOptions {
	/** The state at the beginning: what the events refer to. */
	readonly head: MachineState;
	/** Captures are gzip files unless this is false. */
	readonly gzip?: boolean;
}

const BUFFER_BYTES = 256 * 1024;
/** Block type, length, CPU number; and the length again at the end. */
const EVENT_HEAD_BYTES = 10;
const LENGTH_BYTES = 4;

/** Creates a capture file (refuses to overwrite one) and writes its head. */
export async function createCaptureWriter(path: string, {head, gzip = true}: CaptureWriterOptions): Promise<CaptureWriter> {
	const file = createWriteStream(path, {flags: 'wx', mode: 0o600});
	await new Promise<void>((resolve, reject) => file.once('open', () => resolve()).once('error', reject));
	const writer = new CaptureWriter(path, file, gzip);
	await writer.begin(head);
	return writer;
}

/** Writes events as they lie in the cursor, in the format that Falco, sysdig and Stratoshark read. Only the owner can read the file. */
export class CaptureWriter {
	readonly path: string;
	events = 0;
	/** Uncompressed bytes. */
	bytes = 0;
	/** Strings of the head that were too long for the format and were cut. */
	truncated = 0;
	readonly #file: WriteStream;
	readonly #gzip: Gzip | undefined;
	readonly #sink: WriteStream | Gzip;
	#buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
	#used = 0;
	#failure: Error | undefined;
	#isFull = false;

	constructor(path: string, file: WriteStream, gzip: boolean) {
		this.path = path;
		this.#file = file;
		this.#gzip = gzip ? createGzip() : undefined;
		this.#sink = this.#gzip ?? file;
		this.#gzip?.pipe(file);
		for (const stream of [file, this.#gzip]) stream?.on('error', (error: Error) => (this.#failure ??= error));
	}

	async begin(state: MachineState): Promise<void> {
		const head = writeHead(state);
		this.truncated = head.truncated;
		for (const block of head.blocks) {
			this.bytes += block.length;
			this.#isFull = !this.#sink.write(block);
			await this.drain();
		}
	}

	/** Takes an event; false when the disk is behind, and `drain` should be awaited before the next. */
	write(cursor: EventCursor): boolean {
		if (this.#failure !== undefined) throw this.#failure;
		const padded = Math.ceil((cursor.length + 2) / 4) * 4;
		const length = padded + 12;
		if (this.#used + length > this.#buffer.length) this.#hand(length);
		const block = this.#buffer;
		const at = this.#used;
		block.writeUInt32LE(cursor.large ? WRITTEN.largeEvent : WRITTEN.event, at);
		block.writeUInt32LE(length, at + 4);
		block.writeUInt16LE(cursor.cpu & 0xffff, at + 8);
		cursor.bytes.copy(block, at + EVENT_HEAD_BYTES, cursor.offset, cursor.offset + cursor.length);
		block.fill(0, at + EVENT_HEAD_BYTES + cursor.length, at + length - LENGTH_BYTES);
		block.writeUInt32LE(length, at + length - LENGTH_BYTES);
		this.#used = at + length;
		this.bytes += length;
		this.events++;
		return !this.#isFull;
	}

	/** Hands the full buffer on and takes a new one of at least `bytes`. */
	#hand(bytes: number): void {
		if (this.#used > 0) this.#isFull = !this.#sink.write(this.#buffer.subarray(0, this.#used));
		this.#buffer = Buffer.allocUnsafeSlow(Math.max(BUFFER_BYTES, bytes));
		this.#used = 0;
	}

	/** Waits until the disk has caught up. */
	async drain(): Promise<void> {
		if (this.#failure !== undefined) throw this.#failure;
		if (!this.#isFull) return;
		await new Promise<void>((resolve, reject) => {
			const settle = (error?: Error): void => {
				this.#sink.off('drain', settle).off('error', settle);
				if (error === undefined) resolve();
				else reject(error);
			};
			this.#sink.on('drain', settle).on('error', settle);
		});
		this.#isFull = false;
	}

	/** Writes what is left and closes the file. */
	async close(): Promise<void> {
		this.#hand(0);
		this.#sink.end();
		await finished(this.#file);
		if (this.#failure !== undefined) throw this.#failure;
	}
}
