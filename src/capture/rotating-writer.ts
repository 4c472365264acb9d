import {rmSync} from 'node:fs';
import type {EventCursor} from '../events/cursor.ts';
import type {MachineState} from '../events/machine.ts';
import type {HeadOptions} from './head-writer.ts';
import {WriteFailure} from './write-failure.ts';
import {type CaptureWriter, type CaptureWriterOptions, openCaptureWriter} from './writer.ts';

export interface RotationOptions extends HeadOptions {
	/** With a size limit a number follows it: 0, 1, 2 … Without one it may be `-`: standard output. */
	readonly path: string;
	readonly gzip: boolean;
	/** A file of this size is closed and the next begun, but not before its events are as many bytes as its head. */
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
	readonly #failures = new Map<string, WriteFailure>();
	#writer: CaptureWriter;
	#earlierBytes = 0;

	/** Throws what the file system says when the first file cannot be made. */
	constructor(options: RotationOptions) {
		this.#options = options;
		this.#writer = this.#open();
	}

	/** Files that could not be written on, after `close`. */
	get failures(): readonly WriteFailure[] {
		return [...this.#failures.values()];
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
		const writer = this.#writer;
		// A limit below the head's size would give a file for each event.
		if (maxFileBytes === undefined || writer.fileBytes < maxFileBytes || writer.bytes < 2 * writer.headBytes) return;
		this.#writer = this.#open();
		this.#earlierBytes += writer.bytes;
		this.#finish(writer);
	}

	/** As `CaptureWriter.write`: false when `drain` should be awaited. */
	write(cursor: EventCursor, stateOnly: boolean): boolean {
		this.#throwFailure();
		if (this.#writer.events === 0) this.#writer.writeLarge(this.#options.firstEvents?.(cursor.tsNs) ?? []);
		this.events++;
		return this.#writer.write(cursor, stateOnly);
	}

	/** What follows has another beginning: a section of its own, in the same file. */
	beginSection(): void {
		this.#throwFailure();
		const {head, forOldReaders} = this.#options;
		this.#writer.begin(head(), {forOldReaders});
	}

	/** As `CaptureWriter.flush`. */
	flush(): void {
		this.#writer.flush();
	}

	async drain(): Promise<void> {
		await this.#writer.drain();
	}

	async close(): Promise<void> {
		this.#finish(this.#writer);
		await Promise.all(this.#closing);
		this.#throwFailure();
	}

	#open(): CaptureWriter {
		const {gzip, head, forOldReaders} = this.#options;
		const path = this.#nextPath();
		if (this.#own.has(path)) rmSync(path, {force: true});
		const writer = this.#create(path, {head: head(), gzip, forOldReaders});
		this.#own.add(path);
		this.files++;
		return writer;
	}

	/** The first file's failure is the caller's; with a later one the recording ends. */
	#create(path: string, options: CaptureWriterOptions): CaptureWriter {
		try {
			return openCaptureWriter(path, options);
		} catch (error) {
			if (this.files === 0 || !(error instanceof Error)) throw error;
			const failure = new WriteFailure(path, undefined, error);
			this.#failures.set(path, failure);
			throw failure;
		}
	}

	#nextPath(): string {
		const {path, maxFileBytes, maxFiles} = this.#options;
		if (maxFileBytes === undefined) return path;
		if (maxFiles === undefined) return `${path}${this.files}`;
		return `${path}${String(this.files % maxFiles).padStart(String(maxFiles - 1).length, '0')}`;
	}

	#finish(writer: CaptureWriter): void {
		const closing = writer
			.close()
			.catch((error: unknown) => {
				if (!(error instanceof WriteFailure)) throw error;
				this.#failures.set(error.path, error);
			})
			.finally(() => this.#closing.delete(closing));
		this.#closing.add(closing);
	}

	#throwFailure(): void {
		for (const failure of this.#failures.values()) throw failure;
	}
}
