import type {EventCursor} from '../events/cursor.ts';
import {EVENT_TYPES, type EventType} from '../events/event-types.ts';
import type {ParamType} from '../events/param-type.ts';

const SYSCALL_SOURCE = 512;
const GENERIC = 'syscall';
const RESULTS = new Set<ParamType>(['ERRNO', 'FD', 'PID', 'INT64', 'UINT64', 'UID', 'GID', 'INT32', 'UINT32']);

/** How many bytes the result of each event type takes, at the index of its code: 8, 4, or 0 without one. */
const RESULT_BYTES = Uint8Array.from(EVENT_TYPES, resultBytes);

/** Exits of system calls give their result in the first parameter. */
function resultBytes({code, category, name, params}: EventType): number {
	const isExit = code % 2 === 1;
	if (!isExit || (category & SYSCALL_SOURCE) === 0 || name === GENERIC || params.length === 0 || !RESULTS.has(params[0].type)) return 0;
	return ['UID', 'GID', 'INT32', 'UINT32'].includes(params[0].type) ? 4 : 8;
}

/** Whether the event carries the result of a system call. */
export function hasResult(cursor: EventCursor): boolean {
	const bytes = RESULT_BYTES[cursor.type];
	return bytes !== 0 && cursor.paramLength(0) >= bytes;
}

/** The result as a number: exact up to 2^53. Only for events that have one. */
export function resultOf(cursor: EventCursor): number {
	return RESULT_BYTES[cursor.type] === 8 ? cursor.i64(0) : cursor.u32(0);
}

/** The result, exact. */
export function exactResultOf(cursor: EventCursor): number | bigint {
	return RESULT_BYTES[cursor.type] === 8 ? cursor.exactI64(0) : cursor.u32(0);
}

/** Whether the event comes from a system call (not a tracepoint, plugin or note of the collector). */
export const isSyscall = (code: number): boolean => (EVENT_TYPES[code].category & SYSCALL_SOURCE) !== 0;
