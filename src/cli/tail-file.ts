import {type FileHandle, open, stat} from 'node:fs/promises';
import path from 'node:path';
import {LineSplitter} from './tail-lines.ts';
import type {AlertLineSource, LineSink} from './tail-source.ts';

const CHUNK_BYTES = 64 * 1024;

export interface FileSourceOptions {
	/** How often a file that was read to its end is looked at again. */
	readonly pollMs?: number;
	/** False: end at the end of the file. */
	readonly follow?: boolean;
}

/**
 * Follows a file as `tail -F` does: through rotation (another file of that name: the old one is read to its end first),
 * truncation (from the beginning again) and absence. All that the file holds already comes first.
 */
export class FileSource implements AlertLineSource {
	readonly #path: string;
	readonly #pollMs: number;
	readonly #follow: boolean;
	readonly #buffer = new Uint8Array(CHUNK_BYTES);
	#isAwaited = false;
	#paused = false;
	#closed = false;
	#wake: (() => void) | undefined;
	#finished: Promise<void> = Promise.resolve();

	constructor(file: string, {pollMs = 250, follow = true}: FileSourceOptions = {}) {
		this.#path = file;
		this.#pollMs = pollMs;
		this.#follow = follow;
	}

	get label(): string {
		return `${this.#isAwaited ? 'waiting for' : 'tail'} ${path.basename(this.#path)}`;
	}

	start(sink: LineSink): void {
		this.#finished = this.#run(sink).catch((error: Error) => {
			sink.failed(`${this.#path} cannot be read: ${error.message}`, 'check the path and its permissions');
		});
	}

	setPaused(paused: boolean): void {
		this.#paused = paused;
		if (!paused) this.#wake?.();
	}

	async close(): Promise<void> {
		this.#closed = true;
		this.#wake?.();
		await this.#finished;
	}

	async #run(sink: LineSink): Promise<void> {
		let handle = await this.#appeared(sink);
		if (handle === undefined) return;
		try {
			while (!this.#closed) {
				const next = await this.#readFile(handle, sink);
				if (next === undefined) break;
				await handle.close();
				handle = next;
			}
		} finally {
			await handle.close();
		}
		if (!this.#closed) sink.ended();
	}

	/** The file, once it is there: Falco makes it with its first alert. Undefined: closed before. */
	async #appeared(sink: LineSink): Promise<FileHandle | undefined> {
		while (!this.#closed) {
			try {
				const handle = await open(this.#path, 'r');
				if (this.#isAwaited) this.#await(false, sink);
				return handle;
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || !this.#follow) throw error;
			}
			if (!this.#isAwaited) this.#await(true, sink);
			await this.#sleep();
		}
		return undefined;
	}

	#await(isAwaited: boolean, sink: LineSink): void {
		this.#isAwaited = isAwaited;
		sink.note(`${this.#path} is ${isAwaited ? 'not there yet: waiting for it' : 'there now'}`);
	}

	/** Reads a file until another one has its name; undefined: it is over. */
	async #readFile(handle: FileHandle, sink: LineSink): Promise<FileHandle | undefined> {
		const splitter = new LineSplitter(sink);
		let at = 0;
		let next: FileHandle | undefined;
		while (!this.#closed) {
			if (this.#paused) {
				await this.#sleep();
				continue;
			}
			const {bytesRead} = await handle.read(this.#buffer, 0, CHUNK_BYTES, at);
			at += bytesRead;
			splitter.feed(this.#buffer.subarray(0, bytesRead));
			if (bytesRead > 0) continue;
			// The end was read once more after the successor was seen: nothing written in between is lost.
			if (next !== undefined || !this.#follow) break;
			next = await this.#successor(handle);
			if (next !== undefined) continue;
			if ((await handle.stat()).size < at) {
				sink.gap(`${this.#path} was truncated: reading it from the beginning; what was cut off before it was read is lost`);
				at = 0;
			} else await this.#sleep();
		}
		splitter.end();
		if (this.#closed) await next?.close();
		else if (next !== undefined) sink.note(`${this.#path} was rotated: following the new file`);
		return this.#closed ? undefined : next;
	}

	/** The file that has the name now, when it is another one. */
	async #successor(handle: FileHandle): Promise<FileHandle | undefined> {
		const [own, named] = await Promise.all([handle.stat(), stat(this.#path).catch(() => undefined)]);
		if (named === undefined || (named.ino === own.ino && named.dev === own.dev)) return undefined;
		return open(this.#path, 'r').catch(() => undefined);
	}

	#sleep(): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, this.#pollMs);
			this.#wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}
}
