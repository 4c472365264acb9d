import {constants, openSync} from 'node:fs';
import {Socket} from 'node:net';
import type {StreamBytes} from './stream-source.ts';

/**
 * A pipe by its path, or a socket by its descriptor, whose writer may let wait for as long as it likes, or never come. Read by
 * the event loop: a thread that is blocked in the kernel could not be called back, and would hold the program's end too.
 */
export function pipeBytes(place: string | number, signal?: AbortSignal): StreamBytes {
	const fd = typeof place === 'number' ? place : openSync(place, constants.O_RDONLY | constants.O_NONBLOCK);
	const socket = new Socket({fd, readable: true, writable: false});
	const end = (): void => void socket.destroy();
	if (signal?.aborted) end();
	signal?.addEventListener('abort', end);
	async function* pieces(): AsyncGenerator<Buffer, undefined> {
		try {
			for await (const piece of socket) yield piece as Buffer;
		} catch (error) {
			if (!signal?.aborted) throw error;
		}
		return undefined;
	}
	return {
		pieces: pieces(),
		get bytesRead() {
			return socket.bytesRead;
		},
		async close() {
			signal?.removeEventListener('abort', end);
			socket.destroy();
		},
	};
}
