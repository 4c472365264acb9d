import type {EventCursor} from '../events/cursor.ts';
import type {EventContext} from './context.ts';
import {bigintOr, i64Or, resultOf, u32Or, u64Or} from './params.ts';
import {resolvePath} from './path.ts';
import {isUnknown, type Thread, ThreadFlag} from './thread.ts';

/** Falco keeps a slash at the end of working directories. */
function changeDirectory(thread: Thread, path: string): void {
	const resolved = resolvePath(thread.ownCwd, path);
	thread.cwd = resolved.endsWith('/') ? resolved : `${resolved}/`;
}

export function applyChdir({thread}: EventContext, cursor: EventCursor): void {
	if (thread !== undefined && resultOf(cursor) >= 0) changeDirectory(thread, cursor.text(1));
}

export function applyFchdir({thread, fd}: EventContext, cursor: EventCursor): void {
	if (thread !== undefined && fd !== undefined && resultOf(cursor) >= 0) changeDirectory(thread, fd.name);
}

export function applyChroot({thread}: EventContext, cursor: EventCursor): void {
	if (thread !== undefined && resultOf(cursor) === 0) thread.root = resolvePath(thread.cwd, cursor.text(1));
}

const setUid =
	(param: number) =>
	({thread}: EventContext, cursor: EventCursor): void => {
		if (thread !== undefined && resultOf(cursor) === 0) thread.uid = u32Or(cursor, param, thread.uid);
	};

const setGid =
	(param: number) =>
	({thread}: EventContext, cursor: EventCursor): void => {
		if (thread !== undefined && resultOf(cursor) === 0) thread.gid = u32Or(cursor, param, thread.gid);
	};

export const applySetuid = setUid(1);
/** setresuid and setreuid: the effective id counts. */
export const applySetresuid = setUid(2);
export const applySetgid = setGid(1);
export const applySetresgid = setGid(2);

export function applySetsid({thread}: EventContext, cursor: EventCursor): void {
	const sid = resultOf(cursor);
	if (thread !== undefined && sid >= 0) thread.sid = sid;
}

export function applyCapset({thread}: EventContext, cursor: EventCursor): void {
	if (thread === undefined || resultOf(cursor) < 0) return;
	thread.capInheritable = bigintOr(cursor, 1, thread.capInheritable);
	thread.capPermitted = bigintOr(cursor, 2, thread.capPermitted);
	thread.capEffective = bigintOr(cursor, 3, thread.capEffective);
}

/** All capabilities of a kernel that knows CAP_CHECKPOINT_RESTORE (40) as its last. */
const ALL_CAPABILITIES = (1n << 41n) - 1n;

/** In a new user namespace a process has every capability. A handler: `flagsParam` is where the namespaces lie. */
export const applyNamespaces =
	(flagsParam: number) =>
	({thread}: EventContext, cursor: EventCursor): void => {
		if (thread === undefined || resultOf(cursor) < 0 || (u32Or(cursor, flagsParam, 0) & ThreadFlag.CLONE_NEWUSER) === 0) return;
		thread.capInheritable = ALL_CAPABILITIES;
		thread.capPermitted = ALL_CAPABILITIES;
		thread.capEffective = ALL_CAPABILITIES;
	};

const PR_SET_CHILD_SUBREAPER = 36;
const PR_GET_CHILD_SUBREAPER = 37;

export function applyPrctl({thread}: EventContext, cursor: EventCursor): void {
	if (thread === undefined || resultOf(cursor) < 0 || isUnknown(thread) || thread.group === undefined) return;
	const option = u32Or(cursor, 1, 0);
	if (option === PR_SET_CHILD_SUBREAPER || option === PR_GET_CHILD_SUBREAPER) thread.group.reaper = i64Or(cursor, 3, 0) !== 0;
}

const RLIMIT_NOFILE = 7;

/** getrlimit and setrlimit. */
export function applyRlimit({thread}: EventContext, cursor: EventCursor): void {
	if (thread?.leader === undefined || resultOf(cursor) < 0) return;
	if (!cursor.hasParam(3) || cursor.u8(3) !== RLIMIT_NOFILE || !cursor.hasParam(1)) return;
	setFdLimit(thread.leader, cursor);
}

export function applyPrlimit({thread, system}: EventContext, cursor: EventCursor): void {
	if (resultOf(cursor) !== 0 || !cursor.hasParam(6) || cursor.u8(6) !== RLIMIT_NOFILE || !cursor.hasParam(1) || !cursor.hasParam(5)) return;
	const pid = cursor.i64(5);
	const target = pid === 0 ? thread : system.table.find(pid);
	if (target?.leader !== undefined) setFdLimit(target.leader, cursor);
}

function setFdLimit(leader: Thread, cursor: EventCursor): void {
	const limit = cursor.exactI64(1);
	if (limit !== -1) leader.fdlimit = limit;
}

/** brk, mmap and munmap tell how big the process is now; as in Falco, each thread keeps what it saw itself. */
export function applyMemory({thread}: EventContext, cursor: EventCursor): void {
	if (thread === undefined) return;
	thread.vmsizeKb = u32Or(cursor, 1, thread.vmsizeKb);
	if (!cursor.hasParam(3)) return;
	thread.vmrssKb = u32Or(cursor, 2, 0);
	thread.vmswapKb = cursor.u32(3);
}

export function applySwitch({thread}: EventContext, cursor: EventCursor): void {
	if (thread === undefined || !cursor.hasParam(5)) return;
	thread.pfmajor = Number(u64Or(cursor, 1, 0));
	thread.pfminor = Number(u64Or(cursor, 2, 0));
	const {leader} = thread;
	if (leader === undefined) return;
	leader.vmsizeKb = u32Or(cursor, 3, 0);
	leader.vmrssKb = u32Or(cursor, 4, 0);
	leader.vmswapKb = cursor.u32(5);
}

export function applyUserAdded({system}: EventContext, cursor: EventCursor): void {
	const user = {uid: u32Or(cursor, 0, 0), gid: u32Or(cursor, 1, 0), name: cursor.text(2), homedir: cursor.text(3), shell: cursor.text(4)};
	system.users.setUser(user, cursor.text(5));
}

export function applyUserDeleted({system}: EventContext, cursor: EventCursor): void {
	system.users.deleteUser(u32Or(cursor, 0, 0), cursor.text(5));
}

export function applyGroupAdded({system}: EventContext, cursor: EventCursor): void {
	system.users.setGroup({gid: u32Or(cursor, 0, 0), name: cursor.text(1)}, cursor.text(2));
}

export function applyGroupDeleted({system}: EventContext, cursor: EventCursor): void {
	system.users.deleteGroup(u32Or(cursor, 0, 0), cursor.text(2));
}
