import {EventCursor} from '../events/cursor.ts';
import {openCapture} from './reader.ts';

export interface TimeSpan {
	/** Milliseconds since the epoch. */
	readonly startMs: number;
	readonly endMs: number;
}

/** Times of the first and the last event. Reads the whole file, giving way between pieces; undefined when stopped or empty. */
export async function readTimeSpan(path: string, isStopped: () => boolean): Promise<TimeSpan | undefined> {
	const capture = await openCapture(path);
	const cursor = new EventCursor();
	let startMs: number | undefined;
	let endMs = 0;
	try {
		while (!isStopped() && (await capture.fill())) {
			while (capture.next(cursor)) {
				startMs ??= timeMs(cursor);
				endMs = Math.max(endMs, timeMs(cursor));
			}
		}
	} finally {
		await capture.close();
	}
	return startMs === undefined || isStopped() ? undefined : {startMs, endMs};
}

const timeMs = (cursor: EventCursor): number => cursor.tsSeconds * 1000 + cursor.tsNanos / 1e6;
