import {performance} from 'node:perf_hooks';
import {EventCursor} from '../events/cursor.ts';
import type {EventFeed} from '../events/feed.ts';
import {yieldToLoop} from './loop-control.ts';
import type {SourceLoop} from './source.ts';

/** A live feed: events at hand, and a way to wait for more. */
export interface LiveFeed extends EventFeed {
	/** Resolves when events may be there, at the latest after `timeoutMs`. */
	wait(timeoutMs: number): Promise<void>;
}

const CLOCK_EVERY = 256;
/** Requests and timers wait at most this long while events come without end. */
const SLICE_MS = 8;
/** The longest sleep without events: stop and ticks never wait for it. */
const WAIT_MS = 100;

/** Takes events as they come until it is stopped. */
export async function runLive(feed: LiveFeed, {engine, outbox, control}: SourceLoop): Promise<void> {
	const cursor = new EventCursor();
	while (!control.stopped) {
		const isEmpty = takeSlice(feed, cursor, (event) => engine.process(event));
		outbox.sendSoon();
		if (isEmpty) await feed.wait(WAIT_MS);
		else await yieldToLoop();
	}
}

/** Processes events for a while; whether none is left for now. */
function takeSlice(feed: LiveFeed, cursor: EventCursor, process: (event: EventCursor) => void): boolean {
	const until = performance.now() + SLICE_MS;
	do {
		for (let i = 0; i < CLOCK_EVERY; i++) {
			if (!feed.next(cursor)) return true;
			process(cursor);
		}
	} while (performance.now() < until);
	return false;
}
