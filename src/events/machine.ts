import type {ByteString} from './byte-string.ts';

/**
 * The state of a machine when a source begins: what a capture holds at its head (blocks MI, IL, UL, PL, FDL)
 * and what the live source finds by scanning. Names and units follow the capture format.
 */
export interface MachineState {
	readonly machine: MachineInfo;
	readonly interfaces: readonly NetworkInterface[];
	readonly users: readonly UserEntry[];
	readonly groups: readonly GroupEntry[];
	readonly threads: readonly ThreadEntry[];
	/** Descriptors per thread; threads of a process share the list of its main thread. */
	readonly descriptors: readonly DescriptorList[];
}

export interface MachineInfo {
	readonly cpuCount: number;
	readonly memoryBytes: number;
	readonly maxPid: number;
	readonly hostname: ByteString;
	/** Boot time, nanoseconds since the epoch; 0 when unknown. */
	readonly bootTsNs: bigint;
}

export interface NetworkInterface {
	readonly name: ByteString;
	/** 4 or 16 bytes each, network order. */
	readonly address: ByteString;
	readonly netmask: ByteString;
	readonly broadcast: ByteString;
}

export interface UserEntry {
	readonly uid: number;
	readonly gid: number;
	readonly name: ByteString;
	readonly homedir: ByteString;
	readonly shell: ByteString;
}

export interface GroupEntry {
	readonly gid: number;
	readonly name: ByteString;
}

export interface ThreadEntry {
	tid: number;
	pid: number;
	ptid: number;
	sid: number;
	vpgid: number;
	pgid: number;
	comm: ByteString;
	exe: ByteString;
	exepath: ByteString;
	/** NUL-separated, each argument NUL-terminated. */
	args: ByteString;
	cwd: ByteString;
	fdlimit: number | bigint;
	/** `PPM_CL_*` bits. */
	flags: number;
	uid: number;
	gid: number;
	vmsizeKb: number;
	vmrssKb: number;
	vmswapKb: number;
	pfmajor: number;
	pfminor: number;
	/** NUL-separated `NAME=value`. */
	env: ByteString;
	vtid: number;
	vpid: number;
	/** NUL-separated `subsystem=path`. */
	cgroups: ByteString;
	root: ByteString;
	/** Start of the pid namespace's init, in the kernel's boot clock (ns). */
	pidnsInitStartTs: number | bigint;
	tty: number;
	/** 0xffffffff when not set. */
	loginuid: number;
	exeWritable: boolean;
	exeUpperLayer: boolean;
	exeLowerLayer: boolean;
	exeFromMemfd: boolean;
	capInheritable: bigint;
	capPermitted: bigint;
	capEffective: bigint;
	exeIno: number | bigint;
	/** Nanoseconds since the epoch. */
	exeInoCtimeNs: bigint;
	exeInoMtimeNs: bigint;
	/** Start of the process, nanoseconds since the epoch; 0 when the source does not know it (captures). */
	cloneTsNs: bigint;
}

/** Kinds of descriptors, at the index that is their code in captures. */
export const FD_TYPES = [
	'unknown',
	'file',
	'directory',
	'ipv4',
	'ipv6',
	'ipv4server',
	'ipv6server',
	'fifo',
	'unix',
	'event',
	'unsupported',
	'signalfd',
	'eventpoll',
	'inotify',
	'timerfd',
	'netlink',
	'file_v2',
	'bpf',
	'userfaultfd',
	'io_uring',
	'memfd',
	'pidfd',
] as const;
export type FdType = (typeof FD_TYPES)[number];

/** 0 unknown, 1 not applicable, 2 tcp, 3 udp, 4 icmp, 5 raw. */
export type L4Proto = 0 | 1 | 2 | 3 | 4 | 5;

export interface DescriptorEntry {
	fd: number;
	ino: number | bigint;
	type: FdType;
	/** Path or name; for a UNIX socket its path. */
	name: ByteString;
	/** `file_v2` only: `PPM_O_*` bits and the device. */
	openFlags: number;
	dev: number;
	/** Sockets: 4 or 16 bytes, network order; servers have only the source. */
	sip: ByteString;
	dip: ByteString;
	sport: number;
	dport: number;
	l4proto: L4Proto;
	/** UNIX sockets: kernel addresses. */
	unixSource: number | bigint;
	unixPeer: number | bigint;
}

export interface DescriptorList {
	readonly tid: number;
	readonly entries: readonly DescriptorEntry[];
}
