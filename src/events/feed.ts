import type {EventCursor} from './cursor.ts';

/** Events that are at hand now. The engine calls `next` in a loop until it says no; nothing waits inside it. */
export interface EventFeed {
	/** Moves the cursor to the next event; false when none is left for now. What the cursor showed before is then gone. */
	next(cursor: EventCursor): boolean;
}
