import {constants, createWriteStream, fstatSync, openSync} from 'node:fs';
import {Socket} from 'node:net';
import type {Writable} from 'node:stream';

/** In place of a file's name: standard input, or standard output. A file of that name is `./-`. */
export const STANDARD_STREAM = '-';

const STDIN = 0;
const STDOUT = 1;

/** How messages name the capture that is read. */
export const captureName = (path: string): string => (path === STANDARD_STREAM ? 'standard input' : path);

/** What leads to the bytes of standard input: a path to open it once more, or where sockets refuse that, the descriptor itself. */
export const standardInput = (): string | number => (fstatSync(STDIN).isSocket() ? STDIN : '/dev/stdin');

/** Where a capture's bytes go. */
export type CaptureFile = Writable & {readonly bytesWritten: number};

/**
 * Standard output for a capture. A pipe is written by the event loop, and opened once more for that: a thread that waits in the
 * kernel for its reader would hold the program's end, and whoever shares the pipe would find that it does not block any more.
 */
export function standardOutput(): CaptureFile {
	const about = fstatSync(STDOUT);
	if (about.isFIFO()) return pipe(openSync('/dev/stdout', constants.O_WRONLY | constants.O_NONBLOCK));
	if (about.isSocket()) return pipe(STDOUT);
	return createWriteStream('', {fd: STDOUT, autoClose: false});
}

const pipe = (fd: number): CaptureFile => new Socket({fd, readable: false, writable: true});
