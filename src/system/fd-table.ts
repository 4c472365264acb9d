import type {ByteString} from '../events/byte-string.ts';
import type {DescriptorEntry, FdType, L4Proto} from '../events/machine.ts';
import {resolvePath} from './path.ts';

export const FdFlag = {
	/** Which end of a connection this is, as far as the traffic has told. */
	ROLE_CLIENT: 1,
	ROLE_SERVER: 2,
	SOCKET_CONNECTED: 4,
	CONNECT_PENDING: 8,
	CONNECT_FAILED: 16,
	/** The current event gave the descriptor its name. */
	NAME_CHANGED: 32,
	FROM_PROC: 64,
	OVERLAY_UPPER: 128,
	OVERLAY_LOWER: 256,
	IS_PIPE_WRITE: 512,
} as const;

/** A descriptor of a process. The properties of `DescriptorEntry` are those of captures; the rest is what events added. */
export class Fd implements DescriptorEntry {
	fd: number;
	type: FdType;
	ino: number | bigint = 0;
	openFlags = 0;
	dev = 0;
	sip: ByteString = '';
	dip: ByteString = '';
	sport = 0;
	dport = 0;
	l4proto: L4Proto = 0;
	unixSource: number | bigint = 0;
	unixPeer: number | bigint = 0;
	/** The path as the program gave it, before it was resolved. */
	nameRaw: ByteString = '';
	/** `FdFlag` bits. */
	flags = 0;
	mountId = 0;
	/** pidfd: the process it stands for. */
	pid = 0;
	/** The directory `nameRaw` is relative to, until the name is asked for and resolved. */
	directory: ByteString | undefined = undefined;
	resolvedName: ByteString = '';
	/** The neighbours in the table that holds it. */
	next: Fd | undefined = undefined;
	previous: Fd | undefined = undefined;

	constructor(fd: number, type: FdType) {
		this.fd = fd;
		this.type = type;
	}

	/** Path or name. Paths are resolved when first asked for. */
	get name(): ByteString {
		if (this.directory !== undefined) {
			this.resolvedName = resolvePath(this.directory, this.nameRaw);
			this.directory = undefined;
		}
		return this.resolvedName;
	}

	set name(name: ByteString) {
		this.directory = undefined;
		this.resolvedName = name;
	}
}

/** A copy under another number, as dup and fork make it. */
export function cloneFd(from: Fd, fd: number): Fd {
	const copy = new Fd(fd, from.type);
	copy.ino = from.ino;
	copy.openFlags = from.openFlags;
	copy.dev = from.dev;
	copy.sip = from.sip;
	copy.dip = from.dip;
	copy.sport = from.sport;
	copy.dport = from.dport;
	copy.l4proto = from.l4proto;
	copy.unixSource = from.unixSource;
	copy.unixPeer = from.unixPeer;
	copy.nameRaw = from.nameRaw;
	copy.flags = from.flags & ~FdFlag.NAME_CHANGED;
	copy.mountId = from.mountId;
	copy.pid = from.pid;
	copy.directory = from.directory;
	copy.resolvedName = from.resolvedName;
	return copy;
}

/** `O_CLOEXEC` in the flags of open, and the same for memfd_create and epoll_create1. */
export const O_CLOEXEC = 4096;
const TYPE_CLOEXEC = 1;

/** Whether execve closes the descriptor. */
export function closesOnExec(fd: Fd): boolean {
	if ((fd.openFlags & O_CLOEXEC) !== 0) return true;
	return (fd.type === 'eventpoll' || fd.type === 'memfd') && (fd.openFlags & TYPE_CLOEXEC) !== 0;
}

/** Sets or clears close-on-exec. */
export function setCloseOnExec(fd: Fd, close: boolean): void {
	const bits = fd.type === 'eventpoll' || fd.type === 'memfd' ? O_CLOEXEC | TYPE_CLOEXEC : O_CLOEXEC;
	fd.openFlags = close ? fd.openFlags | O_CLOEXEC : fd.openFlags & ~bits;
}
