import type {EventCursor} from '../events/cursor.ts';
import {eventCode} from '../events/event-types.ts';
import type {EventContext} from './context.ts';

const EXECVEAT_E = eventCode('EXECVEAT_E');
const CONNECT_E = eventCode('SOCKET_CONNECT_E');

/** Keeps an enter event whose exit needs it. Today's recordings have none of them; those of old releases do. */
export function storeEnterEvent({thread}: EventContext, cursor: EventCursor): void {
	if (thread === undefined) return;
	if (cursor.hasParam(0) || cursor.type === EXECVEAT_E || cursor.type === CONNECT_E) thread.enterEvent = cursor.copy();
}
