import {write} from 'node:fs';
import {LineWriter} from './line-writer.ts';
import type {Sink} from './sink.ts';

export interface StdoutOptions {
	readonly fd: number;
	readonly buffered: boolean;
	/** The reader went away. */
	readonly onGone: () => void;
	readonly onError: (error: NodeJS.ErrnoException) => void;
}

/**
 * Standard output. Written from Node's thread pool and not through `process.stdout`,
 * whose writes to a pipe block the thread that takes events.
 */
export function createStdoutSink({fd, buffered, onGone, onError}: StdoutOptions): Sink {
	return new LineWriter({
		name: 'stdout',
		buffered,
		write: (bytes, done) => write(fd, bytes, 0, bytes.length, null, done),
		onError: (error) => (error.code === 'EPIPE' ? onGone() : onError(error)),
	});
}
