import type {EventCursor} from '../events/cursor.ts';
import {EventCursor as Cursor} from '../events/cursor.ts';
import {eventCode} from '../events/event-types.ts';
import {setCgroups} from './cgroups.ts';
import type {EventContext} from './context.ts';
import {closesOnExec, type Fd} from './fd-table.ts';
import {directoryOf, takeEnterEvent, UNKNOWN_DIRECTORY} from './open-events.ts';
import {bigintOr, i64Or, resultOf, u32Or, u64Or} from './params.ts';
import {resolvePath} from './path.ts';
import {exepathOf, isMainThread, isUnknown, type Thread, ThreadFlag} from './thread.ts';
import {markDead, resurrect} from './thread-table.ts';

/** Parameters of execve and execveat. */
const P = {
	EXE: 1,
	ARGS: 2,
	PID: 4,
	PTID: 5,
	FDLIMIT: 7,
	PFMAJ: 8,
	PFMIN: 9,
	VMSIZE: 10,
	VMRSS: 11,
	VMSWAP: 12,
	COMM: 13,
	CGROUPS: 14,
	ENV: 15,
	TTY: 16,
	VPGID: 17,
	LOGINUID: 18,
	FLAGS: 19,
	CAP_INHERITABLE: 20,
	CAP_PERMITTED: 21,
	CAP_EFFECTIVE: 22,
	EXE_INO: 23,
	EXE_CTIME: 24,
	EXE_MTIME: 25,
	UID: 26,
	EXEPATH: 27,
	PGID: 28,
	GID: 29,
} as const;

const ExeFlag = {WRITABLE: 1, UPPER_LAYER: 2, FROM_MEMFD: 4, LOWER_LAYER: 8} as const;

/** A successful execve or execveat makes a new program of the process. */
export function applyExecve(context: EventContext, cursor: EventCursor): void {
	const {thread, system} = context;
	if (thread === undefined || resultOf(cursor) < 0) return;
	if (thread.dead) resurrect(thread);
	thread.exe = cursor.text(P.EXE);
	thread.lastExecTsNs = cursor.tsNs;
	thread.comm = cursor.hasParam(P.COMM) ? cursor.text(P.COMM) : thread.exe;
	thread.args = cursor.raw(P.ARGS);
	thread.argList = undefined;
	thread.pid = i64Or(cursor, P.PID, thread.pid);
	if (isUnknown(thread)) {
		thread.ptid = i64Or(cursor, P.PTID, thread.ptid);
		if ((thread.flags & ThreadFlag.CHILD_IN_PIDNS) === 0) {
			thread.vtid = thread.tid;
			thread.vpid = thread.pid;
		}
		system.table.relate(thread);
	}
	refreshProcess(thread, cursor);
	refreshExecutable(context, thread, cursor);
	refreshIds(thread, cursor);
	const kept = ThreadFlag.PIPE_SRC | ThreadFlag.PIPE_DST | ThreadFlag.IS_MAIN_THREAD | ThreadFlag.CLONE_INVERTED;
	thread.flags = (thread.flags & kept) | ThreadFlag.ACTIVE | ThreadFlag.NAME_CHANGED;
	endOtherThreads(context, thread);
	for (let fd = thread.fds.first, next: Fd | undefined; fd !== undefined; fd = next) {
		next = fd.next;
		if (!closesOnExec(fd)) continue;
		thread.fds.delete(fd.fd);
		system.counts.removedFds++;
	}
}

function refreshProcess(thread: Thread, cursor: EventCursor): void {
	if (cursor.hasParam(P.FDLIMIT)) thread.fdlimit = cursor.exactI64(P.FDLIMIT);
	if (cursor.hasParam(P.VMSWAP)) {
		thread.pfmajor = Number(u64Or(cursor, P.PFMAJ, 0));
		thread.pfminor = Number(u64Or(cursor, P.PFMIN, 0));
		thread.vmsizeKb = u32Or(cursor, P.VMSIZE, 0);
		thread.vmrssKb = u32Or(cursor, P.VMRSS, 0);
		thread.vmswapKb = cursor.u32(P.VMSWAP);
	}
	if (cursor.hasParam(P.ENV)) thread.env = cursor.raw(P.ENV);
	if (cursor.hasParam(P.CGROUPS)) setCgroups(thread, cursor.raw(P.CGROUPS));
	thread.tty = u32Or(cursor, P.TTY, thread.tty);
}

function refreshExecutable(context: EventContext, thread: Thread, cursor: EventCursor): void {
	if (cursor.hasParam(P.EXEPATH)) thread.exepath = exepathOf(cursor.text(P.EXEPATH));
	else {
		const path = pathOfEnterEvent(context, thread, cursor);
		if (path !== undefined) thread.exepath = exepathOf(path);
	}
	if (cursor.hasParam(P.FLAGS)) {
		const flags = cursor.u32(P.FLAGS);
		thread.exeWritable = (flags & ExeFlag.WRITABLE) !== 0;
		thread.exeUpperLayer = (flags & ExeFlag.UPPER_LAYER) !== 0;
		thread.exeFromMemfd = (flags & ExeFlag.FROM_MEMFD) !== 0;
		thread.exeLowerLayer = (flags & ExeFlag.LOWER_LAYER) !== 0;
	}
	if (cursor.hasParam(P.EXE_MTIME)) {
		thread.exeIno = u64Or(cursor, P.EXE_INO, 0);
		thread.exeInoCtimeNs = bigintOr(cursor, P.EXE_CTIME, 0n);
		thread.exeInoMtimeNs = bigintOr(cursor, P.EXE_MTIME, 0n);
	}
}

function refreshIds(thread: Thread, cursor: EventCursor): void {
	thread.vpgid = i64Or(cursor, P.VPGID, thread.vpgid);
	thread.loginuid = u32Or(cursor, P.LOGINUID, thread.loginuid);
	if (cursor.hasParam(P.CAP_EFFECTIVE)) {
		thread.capInheritable = bigintOr(cursor, P.CAP_INHERITABLE, 0n);
		thread.capPermitted = bigintOr(cursor, P.CAP_PERMITTED, 0n);
		thread.capEffective = bigintOr(cursor, P.CAP_EFFECTIVE, 0n);
	}
	thread.uid = u32Or(cursor, P.UID, thread.uid);
	thread.pgid = i64Or(cursor, P.PGID, -1);
	thread.gid = u32Or(cursor, P.GID, thread.gid);
}

/** execve ends all threads but the one that goes on as the main thread. */
function endOtherThreads(context: EventContext, thread: Thread): void {
	const {group} = thread;
	if (group === undefined || group.alive <= 1) return;
	for (const other of [...group.threads]) if (!isMainThread(other) && other !== thread) context.system.table.remove(other.tid);
}

const EXECVE_E = eventCode('EXECVE_19_E');
const EXECVEAT_E = eventCode('EXECVEAT_E');
const AT_EMPTY_PATH = 1;
const NOT_AVAILABLE = '<NA>';
const enter = new Cursor();

/** The executable's path out of the enter event: only captures that are too old to tell it at the exit need this. */
function pathOfEnterEvent(context: EventContext, thread: Thread, cursor: EventCursor): string | undefined {
	if (!takeEnterEvent(thread, cursor, enter)) return undefined;
	if (enter.type === EXECVE_E) {
		const filename = enter.text(0);
		return filename === NOT_AVAILABLE ? filename : resolvePath(thread.cwd, filename);
	}
	if (enter.type !== EXECVEAT_E) return '';
	const dirfd = i64Or(enter, 0, -1);
	const path = enter.text(1);
	const emptyPath = (u32Or(enter, 2, 0) & AT_EMPTY_PATH) !== 0;
	const directory = directoryOf(thread, dirfd, path);
	if (directory === UNKNOWN_DIRECTORY || (path === NOT_AVAILABLE && !emptyPath)) return NOT_AVAILABLE;
	if (directory !== '.') context.fd = thread.fds.get(dirfd);
	return emptyPath ? resolvePath('', directory) : resolvePath(directory, path);
}

const STATUS = {REAPER: 4} as const;

/** procexit: the thread is counted out now; its entry goes away when the event was evaluated. */
export function applyProcexit(context: EventContext, cursor: EventCursor): void {
	const {thread} = context;
	if (thread === undefined) return;
	markDead(thread);
	if (thread.children !== undefined && thread.children.size > 0) thread.reaperTid = i64Or(cursor, STATUS.REAPER, -1);
	context.system.removeAfterEvent(cursor.tid);
}
