import {EVENT_FLAGS, EventFlags, eventCode} from '../events/event-types.ts';
import type {EventContext} from '../system/context.ts';
import type {Fd} from '../system/fd-table.ts';
import {resolvePath} from '../system/path.ts';
import {directoryOfFd} from './directory-of-fd.ts';
import {stringParam} from './event-param.ts';
import {resultOf} from './event-result.ts';
import {paramText} from './param-text.ts';

const HAS_FD = EventFlags.CREATES_FD | EventFlags.USES_FD | EventFlags.DESTROYS_FD;

/** Whether the event creates, uses or destroys a descriptor by a thread that is known: only then fd fields have values. */
export function isFdEvent({cursor, thread}: EventContext): boolean {
	return thread !== undefined && (EVENT_FLAGS[cursor.type] & HAS_FD) !== 0;
}

/** The descriptor the event is about, also when only its number is known. */
export function fdOf(event: EventContext): Fd | undefined {
	if (!isFdEvent(event)) return undefined;
	if (event.fd !== undefined) return event.fd;
	return event.fdNum === -1 ? undefined : event.thread?.fds.get(event.fdNum);
}

const CONNECT = eventCode('SOCKET_CONNECT_X');
const BY_HANDLE = eventCode('OPEN_BY_HANDLE_AT_X');
/** Events whose failed call names what it would have opened in parameter 1. */
const NAMED_IN_1: readonly number[] = [
	'OPEN_X',
	'SOCKET_ACCEPT_X',
	'SOCKET_ACCEPT_5_X',
	'SOCKET_ACCEPT4_X',
	'SOCKET_ACCEPT4_5_X',
	'SOCKET_ACCEPT4_6_X',
	'CREAT_X',
	'SOCKET_CONNECT_X',
].map(eventCode);
/** … and those that name it by a directory (1) and a path (2). */
const RELATIVE: readonly number[] = ['OPENAT_2_X', 'OPENAT2_X'].map(eventCode);
const CONNECT_TUPLE = 1;

/** Whether the name comes from the parameters: no descriptor, or a connection that failed. */
export function isNamedByParams(event: EventContext, fd: Fd | undefined): boolean {
	return fd === undefined || (event.cursor.type === CONNECT && event.cursor.paramLength(0) >= 8 && resultOf(event.cursor) < 0);
}

/** What a failed call would have opened: '' where the event does not say; undefined for starts of calls. */
export function nameFromParams(event: EventContext, raw: boolean): string | undefined {
	const {cursor} = event;
	if (cursor.type % 2 === 0) return undefined;
	if (cursor.type === CONNECT && !cursor.hasParam(CONNECT_TUPLE)) return '';
	if (NAMED_IN_1.includes(cursor.type)) return paramText(event, CONNECT_TUPLE, false);
	if (cursor.type === BY_HANDLE) return stringParam(cursor, 3);
	if (!RELATIVE.includes(cursor.type)) return '';
	const path = stringParam(cursor, 2);
	return raw ? path : resolvePath(directoryOfFd(event, cursor.paramLength(1) >= 8 ? cursor.i64(1) : -1), path);
}

const CHARS = new Map<number, string>();
for (const [char, names] of Object.entries({
	f: ['OPEN', 'OPENAT', 'OPENAT_2', 'OPENAT2', 'CREAT'],
	'4': ['SOCKET_SOCKET', 'SOCKET_ACCEPT', 'SOCKET_ACCEPT_5', 'SOCKET_ACCEPT4', 'SOCKET_ACCEPT4_5', 'SOCKET_ACCEPT4_6'],
	p: ['PIPE', 'PIPE2'],
	e: ['EVENTFD', 'EVENTFD2'],
	s: ['SIGNALFD', 'SIGNALFD4'],
	t: ['TIMERFD_CREATE'],
	i: ['INOTIFY_INIT', 'INOTIFY_INIT1'],
}))
	for (const name of names) for (const end of ['E', 'X']) CHARS.set(eventCode(`${name}_${end}`), char);

/** `fd.typechar` of an event without a descriptor: what a call of that type would have made. */
export const charOfEvent = (code: number): string => CHARS.get(code) ?? 'o';
