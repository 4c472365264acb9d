import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import {failureOf} from './failure.ts';
import type {SaveEventsOutcome} from './protocol.ts';
import type {RecentEvents} from './recent-events.ts';

export interface SaveEventsRequest {
	readonly path: string;
	readonly fromNs: bigint;
	readonly toNs: bigint;
}

/** Writes what is kept of a span to a capture; its folder is made where it is missing. */
export async function saveEvents(recent: RecentEvents | undefined, request: SaveEventsRequest): Promise<SaveEventsOutcome> {
	if (recent === undefined) return {ok: false, message: 'no events are kept here', hint: ''};
	try {
		await mkdir(path.dirname(request.path), {recursive: true, mode: 0o700});
		const saved = await recent.save(request.path, Number(request.fromNs) / 1e6, Number(request.toNs) / 1e6);
		return {
			ok: true,
			path: request.path,
			events: saved.events,
			seconds: Math.max(0, saved.toMs - saved.fromMs) / 1000,
			fileBytes: saved.fileBytes,
		};
	} catch (error) {
		const {message, hint} = failureOf(error);
		return {ok: false, message, hint};
	}
}
