import type {FdType, L4Proto} from '../events/machine.ts';
import {type Fd, FdFlag} from '../system/fd-table.ts';

/** What `fd.type` shows for each kind of descriptor, and its letter in `fd.typechar` and in `<f>/path`. */
const SHOWN: Readonly<Record<FdType, readonly [string, string]>> = {
	unknown: ['<NA>', 'o'],
	file: ['file', 'f'],
	file_v2: ['file', 'f'],
	directory: ['directory', 'd'],
	ipv4: ['ipv4', '4'],
	ipv4server: ['ipv4', '4'],
	ipv6: ['ipv6', '6'],
	ipv6server: ['ipv6', '6'],
	fifo: ['pipe', 'p'],
	unix: ['unix', 'u'],
	event: ['event', 'e'],
	unsupported: ['unsupported', 'X'],
	signalfd: ['signalfd', 's'],
	eventpoll: ['eventpoll', 'l'],
	inotify: ['inotify', 'i'],
	timerfd: ['timerfd', 't'],
	netlink: ['netlink', 'n'],
	bpf: ['bpf', 'b'],
	userfaultfd: ['userfaultfd', 'u'],
	io_uring: ['io_uring', 'r'],
	memfd: ['memfd', 'm'],
	pidfd: ['pidfd', 'P'],
};

export const fdTypeName = (type: FdType): string => SHOWN[type][0];
export const fdTypeChar = (type: FdType): string => SHOWN[type][1];

/** Regular files and directories: what Falco counts as file I/O. */
export const isFileFd = (type: FdType): boolean => type === 'file' || type === 'file_v2' || type === 'directory';
/** Internet sockets, servers included. */
export const isInetFd = (type: FdType): boolean => type === 'ipv4' || type === 'ipv6' || type === 'ipv4server' || type === 'ipv6server';
/** Internet connections (not servers). */
export const isConnectionFd = (type: FdType): boolean => type === 'ipv4' || type === 'ipv6';
export const isServerFd = (type: FdType): boolean => type === 'ipv4server' || type === 'ipv6server';

/**
 * The protocol of a socket; 0 where there is none to show. As in Falco a connection shows it once both ends are known, a
 * server only when it was there before the recording.
 */
export function shownProtocol(fd: Fd): L4Proto {
	const isShown = isConnectionFd(fd.type) ? fd.name.includes('->') : isServerFd(fd.type) && (fd.flags & FdFlag.FROM_PROC) !== 0;
	return isShown ? fd.l4proto : 0;
}

/** What `fd.l4proto` shows, at the index of the protocol's code; `<NA>` for none. */
export const L4_NAMES = ['<NA>', '<NA>', 'tcp', 'udp', 'icmp', 'raw'] as const;
/** The protocol's letter after the type's in `<4t>`. */
export const L4_CHARS = ['', '', 't', 'u', 'i', 'r'] as const;
