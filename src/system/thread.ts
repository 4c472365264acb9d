import type {ByteString} from '../events/byte-string.ts';
import type {ThreadEntry} from '../events/machine.ts';
import {FdTable} from './descriptor-table.ts';

/** `PPM_CL_*`: flags of clone, and what the state notes beside them. */
export const ThreadFlag = {
	CLONE_FILES: 1,
	CLONE_NEWPID: 64,
	CLONE_PARENT: 256,
	CLONE_THREAD: 8192,
	/** The child's event came before the parent's. */
	CLONE_INVERTED: 1 << 16,
	NAME_CHANGED: 1 << 17,
	CLOSED: 1 << 18,
	ACTIVE: 1 << 19,
	CLONE_NEWUSER: 1 << 20,
	/** stdout / stdin were replaced by a descriptor, as shells do for pipes. */
	PIPE_SRC: 1 << 21,
	PIPE_DST: 1 << 22,
	CLONE_VFORK: 1 << 27,
	CHILD_IN_PIDNS: 1 << 29,
	IS_MAIN_THREAD: 1 << 30,
} as const;

/** The threads of a process, its main thread first. */
export class ThreadGroup {
	readonly pid: number;
	readonly threads: Thread[] = [];
	alive = 0;
	/** Adopts orphans below it: an init process, or prctl(PR_SET_CHILD_SUBREAPER). */
	reaper: boolean;

	constructor(pid: number, reaper: boolean) {
		this.pid = pid;
		this.reaper = reaper;
	}
}

const NO_ID = -1;
/** Uid, gid or login uid that is not set. */
export const UNSET_ID = 0xffffffff;

/** A thread of the watched machine. The properties of `ThreadEntry` are those of captures; the rest is what events added. */
export class Thread implements ThreadEntry {
	tid: number;
	pid = NO_ID;
	ptid = NO_ID;
	sid = NO_ID;
	vpgid = NO_ID;
	pgid = NO_ID;
	vtid = NO_ID;
	vpid = NO_ID;
	comm: ByteString = '';
	exe: ByteString = '';
	exepath: ByteString = '';
	args: ByteString = '';
	fdlimit: number | bigint = -1;
	flags: number = ThreadFlag.NAME_CHANGED;
	uid = UNSET_ID;
	gid = UNSET_ID;
	loginuid = UNSET_ID;
	tty = 0;
	vmsizeKb = 0;
	vmrssKb = 0;
	vmswapKb = 0;
	pfmajor = 0;
	pfminor = 0;
	cgroups: ByteString = '';
	root: ByteString = '';
	pidnsInitStartTs: number | bigint = 0;
	exeWritable = false;
	exeUpperLayer = false;
	exeLowerLayer = false;
	exeFromMemfd = false;
	capInheritable = 0n;
	capPermitted = 0n;
	capEffective = 0n;
	exeIno: number | bigint = 0;
	exeInoCtimeNs = 0n;
	exeInoMtimeNs = 0n;
	cloneTsNs = 0n;
	/** Working directory and environment as this thread's entry holds them; those of a process are its main thread's. */
	ownCwd: ByteString = '';
	ownEnv: ByteString = '';
	/** The main thread of its process; itself when it is the main thread; undefined when that one was never seen. */
	leader: Thread | undefined = undefined;
	/** Shared by the threads of a process. */
	fds = new FdTable();
	/** Container id as Falco shows it (12 hex digits for Docker-like runtimes), '' on the host. */
	containerId: ByteString = '';
	/** All digits of it, or the name where the runtime uses names. */
	containerFullId: ByteString = '';
	/** Arguments split at NUL; the list is made when first asked for and kept until the next execve. */
	argList: readonly ByteString[] | undefined = undefined;
	/** Environment split at NUL, likewise. */
	envList: readonly ByteString[] | undefined = undefined;
	/** Time of the last execve, nanoseconds since the epoch; 0n when none was seen. */
	lastExecTsNs = 0n;
	/** The descriptor of the thread's current event, -1 for none. */
	lastFd = -1;
	/** Type of the last enter event, for captures that still have them. */
	lastEnterType = -1;
	/** A copy of the last enter event whose exit needs it; its CPU is of no use. */
	enterEvent: Buffer | undefined = undefined;
	/** Whole seconds of the last event, for purging. */
	lastSeenSeconds = 0;
	/** Number of live threads of the process, kept on the leader. */
	threadCount = 0;
	/** Threads of the process beside its main thread (`proc.nchilds`), kept on the leader. */
	childCount = 0;
	/** Thread that adopts the children, as procexit said; 0 or -1 when unknown. */
	reaperTid = -1;
	/** Set by procexit: the entry goes away after the event was evaluated. */
	dead = false;
	/** undefined for a thread of which only the number is known. */
	group: ThreadGroup | undefined = undefined;
	children: Set<Thread> | undefined = undefined;

	constructor(tid: number) {
		this.tid = tid;
	}

	/** Working directory of the process, with a slash at its end. */
	get cwd(): ByteString {
		return this.leader === undefined ? './' : this.leader.ownCwd;
	}

	set cwd(cwd: ByteString) {
		if (this.leader !== undefined) this.leader.ownCwd = cwd;
	}

	/** Environment of the process, NUL-separated `NAME=value`. */
	get env(): ByteString {
		return this.leader === undefined ? this.ownEnv : this.leader.ownEnv;
	}

	set env(env: ByteString) {
		this.ownEnv = env;
		this.envList = undefined;
	}
}

/** Whether only the number of the thread is known: nobody saw it begin. */
export const isUnknown = (thread: Thread): boolean => thread.tid < 0 || thread.pid < 0 || thread.ptid < 0;

export const isMainThread = (thread: Thread): boolean => thread.tid === thread.pid || (thread.flags & ThreadFlag.IS_MAIN_THREAD) !== 0;

export const isInPidNamespace = (thread: Thread): boolean => (thread.flags & ThreadFlag.CHILD_IN_PIDNS) !== 0 || thread.tid !== thread.vtid;

const DELETED = ' (deleted)';

/** The path of an executable without the mark of a deleted file. */
export const exepathOf = (path: ByteString): ByteString =>
	path.length > DELETED.length && path.endsWith(DELETED) ? path.slice(0, -DELETED.length) : path;
