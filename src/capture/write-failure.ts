import {EventCursor} from '../events/cursor.ts';
import {openCapture} from './reader.ts';

/** A capture's file could not be written on, most often because the disk is full: it ends where that happened. */
export class WriteFailure extends Error {
	override readonly name = 'WriteFailure';
	readonly code: string;
	readonly hint: string;
	readonly path: string;
	/** Events that were given to this file, whether they reached it or not; undefined where it could not even be made. */
	readonly events: number | undefined;

	constructor(path: string, events: number | undefined, cause: Error) {
		super(cause.message, {cause});
		this.code = 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unwritable';
		this.hint = this.code === 'ENOSPC' ? 'the disk is full' : '';
		this.path = path;
		this.events = events;
	}
}

/** Events that can be read from a file whose writing failed; undefined when not even its head is whole. */
export async function countReadable(path: string): Promise<number | undefined> {
	const capture = await openCapture(path).catch(() => undefined);
	if (capture === undefined) return undefined;
	const cursor = new EventCursor();
	while (await capture.fill()) while (capture.next(cursor));
	await capture.close();
	return capture.counters.events;
}
