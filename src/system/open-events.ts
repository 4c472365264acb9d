import type {ByteString} from '../events/byte-string.ts';
import {EventCursor} from '../events/cursor.ts';
import {eventCode} from '../events/event-types.ts';
import type {EventContext} from './context.ts';
import {Fd, FdFlag} from './fd-table.ts';
import {addFd} from './fds.ts';
import {i64Or, resultOf, u16Or, u32Or, u64Or} from './params.ts';
import type {Thread} from './thread.ts';

const AT_FDCWD = -100;
/** Stands for the path of a directory descriptor that nobody knows, as in Falco. */
export const UNKNOWN_DIRECTORY = '<UNKNOWN>';
const NOT_AVAILABLE = '<NA>';

const OpenFlag = {DIRECTORY: 1024, F_CREATED: 16384, UPPER_LAYER: 32768, LOWER_LAYER: 65536} as const;

/** The directory, with a slash at its end, that `path` is relative to; '.' for an absolute path. */
export function directoryOf(thread: Thread, dirfd: number, path: ByteString): ByteString {
	if (path.charCodeAt(0) === 0x2f) return '.';
	if (dirfd === AT_FDCWD) return thread.cwd;
	const fd = thread.fds.get(dirfd);
	if (fd === undefined) return UNKNOWN_DIRECTORY;
	const {name} = fd;
	return name === '' || name.endsWith('/') ? name : `${name}/`;
}

/** Points `enter` at the stored enter event of the call that now ends, if there is one. */
export function takeEnterEvent(thread: Thread, cursor: EventCursor, enter: EventCursor): boolean {
	const event = thread.enterEvent;
	if (event === undefined) return false;
	thread.enterEvent = undefined;
	enter.set(event, 0);
	return enter.type === cursor.type - 1 || (cursor.type === EXECVE_X && enter.type === EXECVEAT_E);
}

const EXECVE_X = eventCode('EXECVE_19_X');
const EXECVEAT_E = eventCode('EXECVEAT_E');
const enter = new EventCursor();

/** Where the parameters of an open event lie; -1 for those it has not. */
interface OpenLayout {
	readonly dirfd: number;
	readonly name: number;
	readonly flags: number;
	readonly dev: number;
	readonly ino: number;
	/** The enter event's parameters, for captures that have them. */
	readonly enterDirfd: number;
	readonly enterName: number;
	readonly enterFlags: number;
}

const OPEN: OpenLayout = {dirfd: -1, name: 1, flags: 2, dev: 4, ino: 5, enterDirfd: -1, enterName: 0, enterFlags: 1};
const CREAT: OpenLayout = {dirfd: -1, name: 1, flags: -1, dev: 3, ino: 4, enterDirfd: -1, enterName: 0, enterFlags: -1};
const OPENAT: OpenLayout = {dirfd: 1, name: 2, flags: 3, dev: 5, ino: 6, enterDirfd: 0, enterName: 1, enterFlags: 2};
const OPENAT2: OpenLayout = {dirfd: 1, name: 2, flags: 3, dev: 6, ino: 7, enterDirfd: 0, enterName: 1, enterFlags: 2};

export const applyOpen = (context: EventContext, cursor: EventCursor): void => openPath(context, cursor, OPEN, 0);
export const applyOpenat = (context: EventContext, cursor: EventCursor): void => openPath(context, cursor, OPENAT, 0);
export const applyOpenat2 = (context: EventContext, cursor: EventCursor): void => openPath(context, cursor, OPENAT2, 0);

const CREAT_FLAGS = 5;
const CreatFlag = {UPPER_LAYER: 1, LOWER_LAYER: 2} as const;

/** creat has no flags of its own: the layer of the file comes in a parameter beside. */
export function applyCreat(context: EventContext, cursor: EventCursor): void {
	const bits = u16Or(cursor, CREAT_FLAGS, 0);
	const layer =
		(bits & CreatFlag.UPPER_LAYER) !== 0 ? OpenFlag.UPPER_LAYER : (bits & CreatFlag.LOWER_LAYER) !== 0 ? OpenFlag.LOWER_LAYER : 0;
	openPath(context, cursor, CREAT, layer);
}

/** open_by_handle_at always tells the whole path. */
export function applyOpenByHandleAt(context: EventContext, cursor: EventCursor): void {
	const {thread} = context;
	const number = resultOf(cursor);
	if (thread === undefined || number < 0) return;
	addFile(context, thread, number, {
		directory: '',
		name: cursor.text(3),
		flags: u32Or(cursor, 2, 0),
		dev: u32Or(cursor, 4, 0),
		ino: u64Or(cursor, 5, 0),
	});
}

function openPath(context: EventContext, cursor: EventCursor, at: OpenLayout, extraFlags: number): void {
	const {thread} = context;
	const number = resultOf(cursor);
	if (thread === undefined || number < 0) {
		if (thread !== undefined) thread.enterEvent = undefined;
		return;
	}
	let name = cursor.hasParam(at.name) ? cursor.text(at.name) : NOT_AVAILABLE;
	let flags = (at.flags < 0 ? 0 : u32Or(cursor, at.flags, 0)) | extraFlags;
	let dirfd = at.dirfd < 0 ? AT_FDCWD : i64Or(cursor, at.dirfd, AT_FDCWD);
	if (thread.enterEvent !== undefined && takeEnterEvent(thread, cursor, enter) && enter.hasParam(at.enterName)) {
		const entered = enter.text(at.enterName);
		if (entered !== NOT_AVAILABLE) {
			name = entered;
			// What the kernel found out at the exit stays.
			if (at.enterFlags >= 0) flags = u32Or(enter, at.enterFlags, 0) | (flags & ~(OpenFlag.F_CREATED - 1));
			if (at.enterDirfd >= 0) dirfd = i64Or(enter, at.enterDirfd, dirfd);
		}
	}
	const hasIno = cursor.hasParam(at.ino);
	addFile(context, thread, number, {
		directory: at.dirfd < 0 ? thread.cwd : directoryOf(thread, dirfd, name),
		name,
		flags,
		dev: hasIno ? u32Or(cursor, at.dev, 0) : 0,
		ino: hasIno ? cursor.u64(at.ino) : 0,
	});
}

interface OpenedFile {
	readonly directory: ByteString;
	readonly name: ByteString;
	readonly flags: number;
	readonly dev: number;
	readonly ino: number | bigint;
}

function addFile(context: EventContext, thread: Thread, number: number, {directory, name, flags, dev, ino}: OpenedFile): void {
	const fd = new Fd(number, (flags & OpenFlag.DIRECTORY) !== 0 ? 'directory' : 'file_v2');
	fd.openFlags = flags;
	fd.dev = dev;
	fd.ino = ino;
	fd.nameRaw = name;
	fd.directory = directory;
	if (name !== '') fd.flags |= FdFlag.NAME_CHANGED;
	if ((flags & OpenFlag.UPPER_LAYER) !== 0) fd.flags |= FdFlag.OVERLAY_UPPER;
	if ((flags & OpenFlag.LOWER_LAYER) !== 0) fd.flags |= FdFlag.OVERLAY_LOWER;
	addFd(context, thread, fd);
}
