import {rmSync} from 'node:fs';
import type {EventCursor} from '../events/cursor.ts';
import type {MachineState} from '../events/machine.ts';
import type {HeadOptions} from './head-writer.ts';
import {type CaptureWriter, openCaptureWriter} from './writer.ts';

export interface RotationOptions extends HeadOptions {
	/** With a size limit a number follows it: 0, 1, 2 … */
	readonly path: string;
	readonly gzip: boolean;
	/** A file of this size is closed and the next begun. */
	readonly maxFileBytes?: number;
	/** With a size limit: so many files are kept; then the first is written anew. */
	readonly maxFiles?: number;
	/** The present state, for the head of each file. */
	readonly head: () => MachineState;
	/** Large events that each file begins with, at the time of its first event: what the head has no block for. */
	readonly firstEvents?: (tsNs: bigint) => readonly Buffer[];
}

/**
 * A capture in one file, or in several of a bounded size, named as sysdig's -C and -W name them. Every file stands for itself.
 * Files that were there before are never overwritten: only those of this run.
 */
export class RotatingWriter {
	/** Events in all files, state-only ones included. */
	events = 0;
	/** Files begun. */
	files = 0;
	readonly #options: RotationOptions;
	readonly #own = new Set<string>();
	readonly #closing = new Set<Promise<void>>();
	#failure: unknown;
	#writer: CaptureWriter;
	#earlierBytes = 0;

	/** Throws what the file system says when the first file cannot be made. */
	constructor(options: RotationOptions) {
		this.#options = options;
		this.#writer = this.#open();
	}

	/** The file that is being written. */
	get path(): string {
		return this.#writer.path;
	}

	/** Uncompressed bytes in all files. */
	get bytes(): number {
		return this.#earlierBytes + this.#writer.bytes;
	}

	/** Begins the next file when this one is full. To be called before the event that goes into it is applied to the state. */
	rotate(): void {
		const {maxFileBytes} = this.#options;
		if (maxFileBytes === undefined || this.#writer.fileBytes < maxFileBytes) return;
		this.#earlierBytes += this.#writer.bytes;
		this.#finish(this.#writer);
		this.#writer = this.#open();
	}

	/** As `CaptureWriter.write`: false when `drain` should be awaited. */
	write(cursor: EventCursor, stateOnly: boolean): boolean {
		if (this.#failure !== undefined) throw this.#failure;
		if (this.#writer.events === 0) this.#writer.writeLarge(this.#options.firstEvents?.(cursor.tsNs) ?? []);
		this.events++;
		return this.#writer.write(cursor, stateOnly);
	}

	async drain(): Promise<void> {
		await this.#writer.drain();
	}

	async close(): Promise<void> {
		this.#finish(this.#writer);
		await Promise.all(this.#closing);
		if (this.#failure !== undefined) throw this.#failure;
	}

	#open(): CaptureWriter {
		const {gzip, head, forOldReaders} = this.#options;
		const path = this.#nextPath();
		if (this.#own.has(path)) rmSync(path, {force: true});
		const writer = openCaptureWriter(path, {head: head(), gzip, forOldReaders});
		this.#own.add(path);
		this.files++;
		return writer;
	}

	#nextPath(): string {
		const {path, maxFileBytes, maxFiles} = this.#options;
		if (maxFileBytes === undefined) return path;
		if (maxFiles === undefined) return `${path}${this.files}`;
		return `${path}${String(this.files % maxFiles).padStart(String(maxFiles - 1).length, '0')}`;
	}

	#finish(writer: CaptureWriter): void {
		const closing = writer.close().then(
			() => void this.#closing.delete(closing),
			(error: unknown) => {
				this.#closing.delete(closing);
				this.#failure ??= error;
			},
		);
		this.#closing.add(closing);
	}
}
