import type {EventCursor} from '../events/cursor.ts';
import {eventCode} from '../events/event-types.ts';
import type {DescriptorEntry, FdType, L4Proto} from '../events/machine.ts';
import type {EventContext, EventHandler} from './context.ts';
import {descriptorOf, threadOf} from './load.ts';
import {bigintOr, u16Or, u32Or, u64Or} from './params.ts';
import {isUnknown, type Thread, UNSET_ID} from './thread.ts';

/**
 * Events of Falco's first look at the machine (`task`, `task_file_*`): threads and descriptors as they are then. What is known
 * already came from later events, or from a list, and stays.
 */

/** In their headers the thread id has 32 bits, and the process id the other 32. */
const tidOf = (cursor: EventCursor): number => cursor.bytes.readUInt32LE(cursor.offset + 8);
const pidOf = (cursor: EventCursor): number => cursor.bytes.readUInt32LE(cursor.offset + 12) || tidOf(cursor);

const i32Or = (cursor: EventCursor, index: number, absent: number): number => (cursor.hasParam(index) ? cursor.i32(index) : absent);

const ExeFlag = {WRITABLE: 1, UPPER_LAYER: 2, FROM_MEMFD: 4, LOWER_LAYER: 8} as const;

export function applyTask(context: EventContext, cursor: EventCursor): void {
	const {table} = context.system;
	const tid = tidOf(cursor);
	const known = table.find(tid);
	if (known !== undefined && !isUnknown(known)) {
		context.thread = known;
		return;
	}
	if (known !== undefined) table.remove(tid);
	const thread = readTask(cursor, tid, pidOf(cursor));
	thread.lastSeenSeconds = cursor.tsSeconds;
	if (table.add(thread)) context.thread = thread;
}

function readTask(cursor: EventCursor, tid: number, pid: number): Thread {
	const [exe, args] = splitFirst(cursor.raw(5));
	const flags = u32Or(cursor, 7, 0);
	return threadOf({
		tid,
		pid,
		ptid: i32Or(cursor, 0, 0),
		pgid: i32Or(cursor, 1, -1),
		vpgid: i32Or(cursor, 2, -1),
		sid: i32Or(cursor, 3, -1),
		comm: cursor.text(4),
		exe: exe === '' ? cursor.text(4) : exe,
		args,
		exepath: cursor.text(6),
		exeWritable: (flags & ExeFlag.WRITABLE) !== 0,
		exeUpperLayer: (flags & ExeFlag.UPPER_LAYER) !== 0,
		exeFromMemfd: (flags & ExeFlag.FROM_MEMFD) !== 0,
		exeLowerLayer: (flags & ExeFlag.LOWER_LAYER) !== 0,
		env: cursor.raw(8),
		cwd: cursor.text(9),
		fdlimit: u64Or(cursor, 10, -1),
		uid: u32Or(cursor, 11, UNSET_ID),
		gid: u32Or(cursor, 12, UNSET_ID),
		capPermitted: bigintOr(cursor, 13, 0n),
		capEffective: bigintOr(cursor, 14, 0n),
		capInheritable: bigintOr(cursor, 15, 0n),
		exeIno: u64Or(cursor, 16, 0),
		exeInoCtimeNs: bigintOr(cursor, 17, 0n),
		exeInoMtimeNs: bigintOr(cursor, 18, 0n),
		vmsizeKb: u32Or(cursor, 19, 0),
		vmrssKb: u32Or(cursor, 20, 0),
		vmswapKb: u32Or(cursor, 21, 0),
		pfmajor: Number(u64Or(cursor, 22, 0)),
		pfminor: Number(u64Or(cursor, 23, 0)),
		vpid: i32Or(cursor, 24, pid),
		vtid: i32Or(cursor, 25, tid),
		pidnsInitStartTs: u64Or(cursor, 26, 0),
		cgroups: cursor.raw(27),
		root: cursor.text(28),
		cloneTsNs: bigintOr(cursor, 29, 0n),
		tty: u32Or(cursor, 30, 0),
		loginuid: u32Or(cursor, 31, UNSET_ID),
		flags: 0,
	});
}

/** The first of NUL-terminated strings, and the others. */
function splitFirst(strings: string): [string, string] {
	const nul = strings.indexOf('\0');
	return nul < 0 ? [strings, ''] : [strings.slice(0, nul), strings.slice(nul + 1)];
}

const NO_ADDRESS = {sip: '', dip: '', sport: 0, dport: 0, l4proto: 0, unixSource: 0, unixPeer: 0} as const;

const named = (cursor: EventCursor, type: FdType, parts: Partial<DescriptorEntry> = {}): DescriptorEntry => ({
	fd: i32Or(cursor, 0, -1),
	type,
	ino: 0,
	name: cursor.text(1),
	openFlags: 0,
	dev: 0,
	...NO_ADDRESS,
	...parts,
});

const SOCK_RAW = 3;
const L4_OF_PROTOCOL: Readonly<Record<number, L4Proto>> = {1: 4, 6: 2, 17: 3};

function inetSocket(cursor: EventCursor, family: 'ipv4' | 'ipv6'): DescriptorEntry {
	const l4proto = u16Or(cursor, 1, 0) === SOCK_RAW ? 5 : (L4_OF_PROTOCOL[u16Or(cursor, 2, 0)] ?? 0);
	const dip = cursor.raw(5);
	const dport = u16Or(cursor, 6, 0);
	const isServer = dport === 0 && /^\0*$/.test(dip);
	const addresses = {sip: cursor.raw(3), sport: u16Or(cursor, 4, 0), dip: isServer ? '' : dip, dport, l4proto};
	return named(cursor, isServer ? `${family}server` : family, {name: '', ino: u64Or(cursor, 7, 0), ...addresses});
}

/** `fd_type` of `task_file_anon_inode`, at the index that is its value. */
const ANONYMOUS: readonly FdType[] = [
	'unsupported',
	'event',
	'eventpoll',
	'inotify',
	'signalfd',
	'timerfd',
	'io_uring',
	'userfaultfd',
	'pidfd',
	'bpf',
	'bpf',
	'bpf',
	'bpf',
];

const READERS: Readonly<Record<string, (cursor: EventCursor) => DescriptorEntry>> = {
	ITER_TASK_FILE_PIPE_E: (cursor) => named(cursor, 'fifo', {ino: u64Or(cursor, 2, 0)}),
	ITER_TASK_FILE_MEMFD_E: (cursor) => named(cursor, 'memfd', {ino: u64Or(cursor, 2, 0)}),
	ITER_TASK_FILE_REGULAR_E: (cursor) => named(cursor, 'file_v2', {openFlags: u32Or(cursor, 2, 0), ino: u64Or(cursor, 4, 0)}),
	ITER_TASK_FILE_DIRECTORY_E: (cursor) => named(cursor, 'directory', {ino: u64Or(cursor, 2, 0)}),
	ITER_TASK_FILE_SOCKET_INET_E: (cursor) => inetSocket(cursor, 'ipv4'),
	ITER_TASK_FILE_SOCKET_INET6_E: (cursor) => inetSocket(cursor, 'ipv6'),
	ITER_TASK_FILE_SOCKET_UNIX_E: (cursor) =>
		named(cursor, 'unix', {name: cursor.text(4), unixSource: u64Or(cursor, 3, 0), ino: u64Or(cursor, 5, 0)}),
	ITER_TASK_FILE_SOCKET_NETLINK_E: (cursor) => named(cursor, 'netlink', {name: '', ino: u64Or(cursor, 3, 0)}),
	ITER_TASK_FILE_ANON_INODE_E: (cursor) =>
		named(cursor, ANONYMOUS[cursor.hasParam(1) ? cursor.u8(1) : 0] ?? 'unsupported', {name: cursor.text(2), ino: u64Or(cursor, 3, 0)}),
};

const readerByCode = new Map(Object.entries(READERS).map(([constant, reader]) => [eventCode(constant), reader]));

export const DESCRIPTOR_ITERATORS: readonly string[] = Object.keys(READERS);

export const applyTaskFile: EventHandler = (context, cursor) => {
	const thread = context.system.table.find(tidOf(cursor)) ?? context.system.table.find(pidOf(cursor));
	const entry = readerByCode.get(cursor.type)?.(cursor);
	context.thread = thread;
	if (thread === undefined || entry === undefined || entry.fd < 0) return;
	context.fdNum = entry.fd;
	if (!thread.fds.has(entry.fd)) {
		thread.fds.put(descriptorOf(entry, context.system.interfaces));
		context.system.counts.addedFds++;
	}
	context.fd = thread.fds.get(entry.fd);
};
