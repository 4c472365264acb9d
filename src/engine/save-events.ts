import {mkdirSync} from 'node:fs';
import path from 'node:path';
import {failureOf} from './failure.ts';
import type {SaveEventsOutcome} from './protocol.ts';
import type {RecentEvents} from './recent-events.ts';

export interface SaveEventsRequest {
	readonly path: string;
	readonly fromNs: bigint;
	readonly toNs: bigint;
}

export interface SaveEventsSource {
	/** The ring; undefined where no events are kept. */
	readonly recent: RecentEvents | undefined;
	/** The time now where the clock of events goes on without them, milliseconds since the epoch; undefined for recordings. */
	readonly nowMs: number | undefined;
	/** No event comes any more. */
	readonly hasEnded: boolean;
}

/** Events reach the ring so much later than they happen, at most. */
const LATE_MS = 500;

/**
 * Writes a span to a capture: what is kept of it at once, what lies ahead as it comes. The folder is made where it is missing.
 */
export async function saveEvents({recent, nowMs, hasEnded}: SaveEventsSource, request: SaveEventsRequest): Promise<SaveEventsOutcome> {
	let timer: NodeJS.Timeout | undefined;
	if (recent === undefined) return {ok: false, message: 'no events are kept here', hint: ''};
	try {
		// At once: what is kept now would move on, and the source could end meanwhile.
		mkdirSync(path.dirname(request.path), {recursive: true, mode: 0o700});
		const toMs = Number(request.toNs) / 1e6;
		const saving = recent.begin(request.path, Number(request.fromNs) / 1e6, toMs);
		if (hasEnded) saving.finish();
		// A quiet machine sends no event that would end the span.
		else if (nowMs !== undefined) timer = setTimeout(() => saving.finish(), Math.max(0, toMs - nowMs) + LATE_MS);
		const saved = await saving.done;
		return {
			ok: true,
			path: request.path,
			events: saved.events,
			seconds: Math.max(0, saved.toMs - saved.fromMs) / 1000,
			fileBytes: saved.fileBytes,
			lost: saved.lost,
		};
	} catch (error) {
		const {message, hint} = failureOf(error);
		return {ok: false, message, hint};
	} finally {
		clearTimeout(timer);
	}
}
