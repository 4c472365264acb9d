import type {EventCursor} from '../events/cursor.ts';
import {eventCode} from '../events/event-types.ts';
import {setCgroups} from './cgroups.ts';
import type {EventContext} from './context.ts';
import {copyFds} from './fds.ts';
import {i64Or, resultOf, u32Or, u64Or} from './params.ts';
import {isInPidNamespace, isUnknown, Thread, ThreadFlag, UNSET_ID} from './thread.ts';

/** Parameters of clone, fork, vfork and clone3. */
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
	FLAGS: 15,
	UID: 16,
	GID: 17,
	VTID: 18,
	VPID: 19,
	PIDNS: 20,
} as const;

const VFORK = eventCode('VFORK_20_X');
/** A thread entry older than this at its child's event belonged to another thread of the same number. */
const STALE_NS = 2_000_000_000n;

/** clone, fork, vfork and clone3 are seen twice: in the caller (result: the child) and in the child (result 0). */
export function applyClone(context: EventContext, cursor: EventCursor): void {
	const result = resultOf(cursor);
	if (result === 0) applyInChild(context, cursor);
	else if (result > 0) applyInCaller(context, cursor, result);
}

function applyInCaller(context: EventContext, cursor: EventCursor, childTid: number): void {
	const {system} = context;
	const caller = system.threadOrUnknown(cursor.tid);
	context.thread = caller;
	if (caller === undefined) return;
	const isKnown = !isUnknown(caller);
	if (!isKnown) learnCaller(context, cursor, caller);
	const flags = u32Or(cursor, P.FLAGS, 0);
	// In a pid namespace the result is a number of that namespace: the child's own event tells more. After vfork the child may be gone already.
	const leaveToChild = ThreadFlag.CHILD_IN_PIDNS | ThreadFlag.CLONE_NEWPID | ThreadFlag.CLONE_PARENT | ThreadFlag.CLONE_VFORK;
	if ((flags & leaveToChild) !== 0 || caller.tid !== caller.vtid || cursor.type === VFORK) return;
	const existing = system.table.find(childTid);
	if (existing !== undefined) {
		if ((existing.flags & ThreadFlag.CLONE_INVERTED) !== 0) return;
		system.table.remove(childTid);
	}
	const child = new Thread(childTid);
	child.flags = flags;
	if ((flags & ThreadFlag.CLONE_THREAD) === 0) {
		child.pid = childTid;
		child.ptid = caller.tid;
		if (isKnown) inheritProcess(child, caller);
	} else {
		child.pid = caller.pid;
		child.ptid = caller.ptid;
		child.flags |= ThreadFlag.CLONE_FILES;
		child.lastExecTsNs = caller.lastExecTsNs;
	}
	child.vtid = child.tid;
	child.vpid = child.pid;
	describe(child, cursor);
	if (isKnown) inherit(child, caller);
	else describeUnknown(caller, child);
	system.table.add(child);
}

/** What the event tells of a caller of which only the number was known. */
function learnCaller(context: EventContext, cursor: EventCursor, caller: Thread): void {
	caller.pid = i64Or(cursor, P.PID, -1);
	caller.ptid = i64Or(cursor, P.PTID, -1);
	caller.vtid = i64Or(cursor, P.VTID, caller.tid);
	caller.vpid = i64Or(cursor, P.VPID, -1);
	context.system.table.relate(caller);
}

function applyInChild(context: EventContext, cursor: EventCursor): void {
	const {system} = context;
	const tsNs = cursor.tsNs;
	const existing = context.thread;
	if (existing !== undefined && existing.cloneTsNs !== 0n) {
		if (tsNs - existing.cloneTsNs < STALE_NS) return;
		system.table.remove(cursor.tid);
	}
	context.thread = undefined;
	const child = new Thread(cursor.tid);
	child.pid = i64Or(cursor, P.PID, cursor.tid);
	child.ptid = i64Or(cursor, P.PTID, -1);
	child.vtid = i64Or(cursor, P.VTID, child.tid);
	child.vpid = i64Or(cursor, P.VPID, -1);
	child.flags = u32Or(cursor, P.FLAGS, 0) | ThreadFlag.CLONE_INVERTED;
	const isProcess = (child.flags & ThreadFlag.CLONE_THREAD) === 0;
	if (!isProcess) child.flags |= ThreadFlag.CLONE_FILES;
	const model = system.threadOrUnknown(isProcess ? child.ptid : child.pid);
	if (model === undefined) return;
	const isKnown = !isUnknown(model);
	if (!isKnown && !isProcess) {
		model.pid = child.pid;
		model.ptid = child.ptid;
		model.vpid = child.vpid;
		model.vtid = child.vpid;
		system.table.relate(model);
	}
	describe(child, cursor);
	if (isKnown) {
		inherit(child, model);
		if (isProcess) inheritProcess(child, model);
		else child.lastExecTsNs = model.lastExecTsNs;
	} else if (!isProcess) describeUnknown(model, child);
	const inNamespace = isInPidNamespace(child) || (child.flags & ThreadFlag.CLONE_NEWPID) !== 0;
	if (inNamespace) child.pidnsInitStartTs = u64Or(cursor, P.PIDNS, 0);
	if (system.table.add(child)) context.thread = child;
}

/** What the event itself tells of the child. */
function describe(child: Thread, cursor: EventCursor): void {
	child.exe = cursor.text(P.EXE);
	child.args = cursor.raw(P.ARGS);
	child.comm = cursor.hasParam(P.COMM) ? cursor.text(P.COMM) : child.exe;
	child.fdlimit = cursor.hasParam(P.FDLIMIT) ? cursor.exactI64(P.FDLIMIT) : -1;
	if (cursor.hasParam(P.VMSWAP)) {
		child.pfmajor = Number(u64Or(cursor, P.PFMAJ, 0));
		child.pfminor = Number(u64Or(cursor, P.PFMIN, 0));
		child.vmsizeKb = u32Or(cursor, P.VMSIZE, 0);
		child.vmrssKb = u32Or(cursor, P.VMRSS, 0);
		child.vmswapKb = cursor.u32(P.VMSWAP);
	}
	child.uid = u32Or(cursor, P.UID, UNSET_ID);
	child.gid = u32Or(cursor, P.GID, UNSET_ID);
	if (cursor.hasParam(P.CGROUPS)) setCgroups(child, cursor.raw(P.CGROUPS));
	child.cloneTsNs = cursor.tsNs;
	child.lastSeenSeconds = cursor.tsSeconds;
}

/** What a child takes over from a thread that is known well. */
function inherit(child: Thread, from: Thread): void {
	child.exepath = from.exepath;
	child.exeWritable = from.exeWritable;
	child.exeUpperLayer = from.exeUpperLayer;
	child.exeLowerLayer = from.exeLowerLayer;
	child.exeFromMemfd = from.exeFromMemfd;
	child.root = from.root;
	child.sid = from.sid;
	child.vpgid = from.vpgid;
	child.pgid = from.pgid;
	child.tty = from.tty;
	child.loginuid = from.loginuid;
	child.capPermitted = from.capPermitted;
	child.capInheritable = from.capInheritable;
	child.capEffective = from.capEffective;
	child.exeIno = from.exeIno;
	child.exeInoCtimeNs = from.exeInoCtimeNs;
	child.exeInoMtimeNs = from.exeInoMtimeNs;
	if (child.cgroups !== '') return;
	child.cgroups = from.cgroups;
	child.containerId = from.containerId;
	child.containerFullId = from.containerFullId;
}

/** What a new process (not a thread) takes over besides. */
function inheritProcess(child: Thread, from: Thread): void {
	child.fds = copyFds(from.fds);
	child.ownCwd = from.cwd;
	child.ownEnv = from.ownEnv;
}

function describeUnknown(thread: Thread, like: Thread): void {
	thread.exe = like.exe;
	thread.comm = like.comm;
	thread.args = like.args;
	thread.argList = undefined;
}
