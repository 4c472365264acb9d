import {existsSync} from 'node:fs';

/** Whether a thread exists: /proc knows threads by their ids, too, though it does not list them. */
export function isAlive(tid: number, hostRoot = ''): boolean {
	return existsSync(`${hostRoot}/proc/${tid}`);
}
