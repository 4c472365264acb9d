import {eventCode} from '../events/event-types.ts';
import type {EventContext} from '../system/context.ts';
import {hasResult, resultOf} from './event-result.ts';

const OPEN = eventCode('OPEN_X');
const OPENAT = eventCode('OPENAT_2_X');
const OPENAT2 = eventCode('OPENAT2_X');
const BY_HANDLE = eventCode('OPEN_BY_HANDLE_AT_X');
const CREAT = eventCode('CREAT_X');

export const O_RDONLY = 1;
export const O_WRONLY = 2;
const O_CREAT = 4;
const O_TMPFILE = 8192;
const O_F_CREATED = 16384;
/** Execute bits of a mode. */
const EXECUTE = 0o111;

/** Index of the flags parameter of an event that opens a file by its path; -1 for other events. */
function flagsIndex(code: number): number {
	if (code === OPENAT || code === OPENAT2) return 3;
	return code === OPEN || code === BY_HANDLE ? 2 : -1;
}

/** The flags of an open; 0 for an event that opens nothing. */
function openFlags({cursor}: EventContext): number {
	const index = flagsIndex(cursor.type);
	return index >= 0 && cursor.hasParam(index) ? cursor.u32(index) : 0;
}

/** Events that open or create files by their path, failed ones included. */
export const isFileOpen = (code: number): boolean => flagsIndex(code) >= 0 || code === CREAT;

/** O_RDWR has both bits, so either access is one test. */
export const opensFor =
	(access: typeof O_RDONLY | typeof O_WRONLY) =>
	(event: EventContext): boolean =>
		(openFlags(event) & access) !== 0;

/** The kernel made the file. */
export function opensNew(event: EventContext): boolean {
	const flags = openFlags(event);
	if (flags & O_F_CREATED) return true;
	return (flags & O_TMPFILE) !== 0 && hasResult(event.cursor) && resultOf(event.cursor) >= 0;
}

/** A file may have been made, with an execute bit. */
export function opensExecutable(event: EventContext): boolean {
	const {cursor} = event;
	if (cursor.type === CREAT) return cursor.hasParam(2) && (cursor.u32(2) & EXECUTE) !== 0;
	const index = flagsIndex(cursor.type);
	if (index < 0 || cursor.type === BY_HANDLE || (openFlags(event) & (O_TMPFILE | O_CREAT)) === 0) return false;
	return cursor.hasParam(index + 1) && (cursor.u32(index + 1) & EXECUTE) !== 0;
}
