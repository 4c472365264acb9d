import type {EventCursor} from '../events/cursor.ts';
import {eventCode} from '../events/event-types.ts';
import type {FdType} from '../events/machine.ts';
import type {EventContext} from './context.ts';
import {cloneFd, Fd, FdFlag, O_CLOEXEC, setCloseOnExec} from './fd-table.ts';
import {addFd} from './fds.ts';
import {i64Or, resultOf, u16Or, u32Or, u64Or} from './params.ts';
import {ThreadFlag} from './thread.ts';

/** close: the descriptor goes away when the event was evaluated. */
export function applyClose(context: EventContext, cursor: EventCursor): void {
	if (context.thread === undefined || context.fd === undefined || resultOf(cursor) < 0) return;
	context.system.closeAfterEvent(context.fdNum);
}

const CLOSE_RANGE_CLOEXEC = 4;

export function applyCloseRange(context: EventContext, cursor: EventCursor): void {
	const {thread} = context;
	if (thread === undefined || resultOf(cursor) < 0) return;
	const first = u32Or(cursor, 1, 0);
	const last = u32Or(cursor, 2, 0);
	const onlyMark = (u32Or(cursor, 3, 0) & CLOSE_RANGE_CLOEXEC) !== 0;
	for (let fd = thread.fds.first, next: Fd | undefined; fd !== undefined; fd = next) {
		next = fd.next;
		if (fd.fd < first || fd.fd > last) continue;
		if (onlyMark) setCloseOnExec(fd, true);
		else {
			thread.fds.delete(fd.fd);
			context.system.counts.removedFds++;
		}
	}
}

const DUP3 = eventCode('DUP3_X');
const DUP3_FLAGS = 3;

/** dup, dup2 and dup3: the new number is the result. */
export function applyDup(context: EventContext, cursor: EventCursor): void {
	const {thread, fd} = context;
	const number = resultOf(cursor);
	if (thread === undefined || number < 0) return;
	if (number === 0) thread.flags |= ThreadFlag.PIPE_DST;
	if (number === 1) thread.flags |= ThreadFlag.PIPE_SRC;
	if (fd === undefined) return;
	const copy = cloneFd(fd, number);
	setCloseOnExec(copy, cursor.type === DUP3 && (u32Or(cursor, DUP3_FLAGS, 0) & O_CLOEXEC) !== 0);
	addFd(context, thread, copy);
}

const FCNTL = {CMD: 2, ARG: 3, F_DUPFD: 1, F_SETFD: 3, F_DUPFD_CLOEXEC: 26, FD_CLOEXEC: 1n} as const;

export function applyFcntl(context: EventContext, cursor: EventCursor): void {
	const {thread, fd} = context;
	const number = resultOf(cursor);
	if (thread === undefined || fd === undefined || number < 0 || !cursor.hasParam(FCNTL.CMD)) return;
	const command = cursor.u8(FCNTL.CMD);
	if (command === FCNTL.F_DUPFD || command === FCNTL.F_DUPFD_CLOEXEC) {
		const copy = cloneFd(fd, number);
		setCloseOnExec(copy, command === FCNTL.F_DUPFD_CLOEXEC);
		addFd(context, thread, copy);
	} else if (command === FCNTL.F_SETFD && cursor.hasParam(FCNTL.ARG)) {
		setCloseOnExec(fd, (BigInt(cursor.u64(FCNTL.ARG)) & FCNTL.FD_CLOEXEC) !== 0n);
	}
}

const PIPE_FLAGS = 4;

export function applyPipe(context: EventContext, cursor: EventCursor): void {
	const {thread} = context;
	if (thread === undefined || resultOf(cursor) < 0) return;
	const ino = u64Or(cursor, 3, 0);
	const openFlags = u32Or(cursor, PIPE_FLAGS, 0);
	for (let end = 1; end <= 2; end++) {
		const number = i64Or(cursor, end, -1);
		if (number < 0) continue;
		const fd = new Fd(number, 'fifo');
		fd.ino = ino;
		fd.openFlags = openFlags;
		if (end === 2) fd.flags |= FdFlag.IS_PIPE_WRITE;
		addFd(context, thread, fd);
	}
}

interface PlainFdOptions {
	/** Where the flags lie, and whether they have 2 or 4 bytes. */
	readonly flags16?: number;
	readonly flags32?: number;
	/** The kernel always closes such a descriptor on execve. */
	readonly closeOnExec?: boolean;
}

/** A handler for calls whose result is a descriptor without a name. */
export function applyPlainFd(type: FdType, {flags16 = -1, flags32 = -1, closeOnExec = false}: PlainFdOptions = {}) {
	return (context: EventContext, cursor: EventCursor): void => {
		const {thread} = context;
		const number = resultOf(cursor);
		if (thread === undefined || number < 0) return;
		const fd = new Fd(number, type);
		if (flags16 >= 0) fd.openFlags = u16Or(cursor, flags16, 0);
		if (flags32 >= 0) fd.openFlags = u32Or(cursor, flags32, 0);
		if (closeOnExec) fd.openFlags |= O_CLOEXEC;
		addFd(context, thread, fd);
	};
}

export function applyMemfdCreate(context: EventContext, cursor: EventCursor): void {
	addNamed(context, cursor, 'memfd', cursor.text(1), u32Or(cursor, 2, 0));
}

export function applyPidfdOpen(context: EventContext, cursor: EventCursor): void {
	const pid = i64Or(cursor, 1, -1);
	addNamed(context, cursor, 'pidfd', `/proc/${pid}`, u32Or(cursor, 2, 0) | O_CLOEXEC);
	if (context.fd !== undefined) context.fd.pid = pid;
}

function addNamed(context: EventContext, cursor: EventCursor, type: FdType, name: string, openFlags: number): void {
	const {thread} = context;
	const number = resultOf(cursor);
	if (thread === undefined || number < 0) return;
	const fd = new Fd(number, type);
	fd.name = name;
	fd.openFlags = openFlags;
	if (name !== '') fd.flags |= FdFlag.NAME_CHANGED;
	addFd(context, thread, fd);
}

/** pidfd_getfd takes a copy of another process's descriptor. */
export function applyPidfdGetfd(context: EventContext, cursor: EventCursor): void {
	const {thread, system} = context;
	const number = resultOf(cursor);
	if (thread === undefined || number < 0) return;
	const pidfd = thread.fds.get(i64Or(cursor, 1, -1));
	if (pidfd?.type !== 'pidfd') return;
	const target = system.table.find(pidfd.pid)?.fds.get(i64Or(cursor, 2, -1));
	if (target === undefined) return;
	const copy = cloneFd(target, number);
	setCloseOnExec(copy, true);
	addFd(context, thread, copy);
}
