import type {Writable} from 'node:stream';

/** Whether what was written so far is taken by its reader within `timeoutMs`. Where it is not, a normal exit would wait for ever. */
export function isTaken(stream: Writable, timeoutMs: number): Promise<boolean> {
	if (stream.writableLength === 0) return Promise.resolve(true);
	return new Promise((resolve) => {
		const timer = setTimeout(() => resolve(false), timeoutMs);
		stream.write('', () => {
			clearTimeout(timer);
			resolve(true);
		});
	});
}
