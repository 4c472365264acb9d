import {appendFile, close, closeSync, openSync, write} from 'node:fs';
import {LineWriter, type WriteBytes} from './line-writer.ts';
import type {Sink} from './sink.ts';

export interface FileSinkOptions {
	readonly filename: string;
	/** Keep it open; `reopen` then follows a rotation. Else it is opened for every write. */
	readonly keepAlive: boolean;
	readonly buffered: boolean;
	readonly onError: (error: NodeJS.ErrnoException) => void;
}

/** Falco's `file_output`: lines are appended. */
export function createFileSink({filename, keepAlive, buffered, onError}: FileSinkOptions): Sink {
	const common = {name: `file ${filename}`, buffered, onError};
	if (!keepAlive) return new LineWriter({...common, write: appendTo(filename)});
	const file = new OpenFile(filename);
	return new LineWriter({
		...common,
		write: file.write,
		reopen: () => file.close(),
		end: () => file.close(),
	});
}

const appendTo =
	(filename: string): WriteBytes =>
	(bytes, done) =>
		appendFile(filename, bytes, (error) => done(error, bytes.length));

/** Opens when first written, and again after `close`. */
class OpenFile {
	readonly #filename: string;
	#fd: number | undefined;
	#busy = false;
	#closeWhenIdle = false;

	constructor(filename: string) {
		this.#filename = filename;
	}

	write: WriteBytes = (bytes, done) => {
		try {
			this.#fd ??= openSync(this.#filename, 'a');
		} catch (error) {
			// The writer is in the middle of a call: answer after it, as every other write does.
			setImmediate(() => done(error as NodeJS.ErrnoException, 0));
			return;
		}
		this.#busy = true;
		write(this.#fd, bytes, 0, bytes.length, null, (error, written) => {
			this.#busy = false;
			if (this.#closeWhenIdle && written === bytes.length) this.close();
			done(error, written);
		});
	};

	/** A write under way is finished in the old file. */
	close(): void {
		this.#closeWhenIdle = this.#busy;
		if (this.#busy || this.#fd === undefined) return;
		const fd = this.#fd;
		this.#fd = undefined;
		close(fd, () => {});
	}
}

/** Makes sure that the file can be appended to, so that a wrong path is said at the start. */
export function checkAppendable(filename: string): NodeJS.ErrnoException | undefined {
	try {
		closeSync(openSync(filename, 'a'));
		return undefined;
	} catch (error) {
		return error as NodeJS.ErrnoException;
	}
}
