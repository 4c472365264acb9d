import {EventCursor} from '../../src/events/cursor.ts';
import {encodeEvent} from '../../src/events/encode.ts';
import {eventCode} from '../../src/events/event-types.ts';
import type {EventContext} from '../../src/system/context.ts';
import type {System} from '../../src/system/system.ts';

/** The context of a `chdir` event that no thread is known of: fields of processes have no value. */
export function chdirEvent(path: string, tsNs = 1_795_347_872_731_814_251n): EventContext {
	const cursor = new EventCursor();
	const params = [Buffer.alloc(8), Buffer.from(`${path}\0`, 'latin1')];
	cursor.set(encodeEvent({tsNs, tid: 7, type: eventCode('CHDIR_X'), params}), 0);
	cursor.num = 42;
	return {cursor, system: undefined as unknown as System, thread: undefined, fd: undefined, fdNum: -1, container: undefined};
}
