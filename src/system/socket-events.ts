import type {ByteString} from '../events/byte-string.ts';
import {EventCursor} from '../events/cursor.ts';
import type {FdType, L4Proto} from '../events/machine.ts';
import type {EventContext} from './context.ts';
import {cloneFd, Fd, FdFlag, O_CLOEXEC} from './fd-table.ts';
import {addFd, rename} from './fds.ts';
import {completeTuple} from './interfaces.ts';
import {takeEnterEvent} from './open-events.ts';
import {i64Or, resultOf, u32Or, u64Or} from './params.ts';
import {addressText, Family, isMapped, mappedIp, readAddress, readTuple, SocketTuple, tupleText, unixText} from './socket-address.ts';
import type {Thread} from './thread.ts';

const AF_NETLINK = 16;
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
const SOCK_RAW = 3;
const SOCK_TYPE_MASK = 0xff;
/** In the type given to socket and socketpair. */
const SOCK_CLOEXEC = 0x80000;
const IpProto = {IP: 0, ICMP: 1, TCP: 6, UDP: 17, RAW: 255} as const;
const L4 = {UNKNOWN: 0, TCP: 2, UDP: 3, ICMP: 4, RAW: 5} as const;
const EINPROGRESS = -115;

const tuple = new SocketTuple();
const address = new SocketTuple();
const entered = new SocketTuple();
const enter = new EventCursor();

export function applySocket(context: EventContext, cursor: EventCursor): void {
	const {thread} = context;
	const number = resultOf(cursor);
	if (thread === undefined || number < 0) return;
	addSocket(context, thread, {number, domain: u32Or(cursor, 1, 0), type: u32Or(cursor, 2, 0), protocol: u32Or(cursor, 3, 0)});
}

interface NewSocket {
	readonly number: number;
	readonly domain: number;
	readonly type: number;
	readonly protocol: number;
}

function addSocket(context: EventContext, thread: Thread, {number, domain, type, protocol}: NewSocket): void {
	const fd = new Fd(number, typeOfDomain(domain));
	if (domain === Family.INET || domain === Family.INET6) {
		fd.l4proto = l4protoOf(type, protocol);
		clearTuple(fd, domain === Family.INET ? 4 : 16);
	}
	if ((type & SOCK_CLOEXEC) !== 0) fd.openFlags |= O_CLOEXEC;
	addFd(context, thread, fd);
}

function typeOfDomain(domain: number): FdType {
	switch (domain) {
		case Family.UNIX:
			return 'unix';
		case Family.INET:
			return 'ipv4';
		case Family.INET6:
			return 'ipv6';
		case AF_NETLINK:
			return 'netlink';
		default:
			return 'unknown';
	}
}

function l4protoOf(type: number, protocol: number): L4Proto {
	const isRaw = type === SOCK_RAW;
	switch (protocol) {
		case IpProto.TCP:
			return isRaw ? L4.RAW : L4.TCP;
		case IpProto.UDP:
			return isRaw ? L4.RAW : L4.UDP;
		case IpProto.ICMP:
			return isRaw ? L4.RAW : L4.ICMP;
		case IpProto.RAW:
			return L4.RAW;
		case IpProto.IP:
			return (type & SOCK_TYPE_MASK) === SOCK_STREAM ? L4.TCP : (type & SOCK_TYPE_MASK) === SOCK_DGRAM ? L4.UDP : L4.UNKNOWN;
		default:
			return L4.UNKNOWN;
	}
}

const NO_IP = {4: '\0'.repeat(4), 16: '\0'.repeat(16)} as const;
const isNoIp = (ip: ByteString): boolean => ip === '' || ip === NO_IP[4] || ip === NO_IP[16];

function clearTuple(fd: Fd, width: 4 | 16): void {
	fd.sip = NO_IP[width];
	fd.dip = NO_IP[width];
	fd.sport = 0;
	fd.dport = 0;
}

export function applySocketpair(context: EventContext, cursor: EventCursor): void {
	const {thread} = context;
	if (thread === undefined || resultOf(cursor) < 0) return;
	const first = i64Or(cursor, 1, -1);
	const second = i64Or(cursor, 2, -1);
	if (first === second) {
		context.fd = undefined;
		return;
	}
	const fd = new Fd(first, 'unix');
	fd.unixSource = u64Or(cursor, 3, 0);
	fd.unixPeer = u64Or(cursor, 4, 0);
	if ((u32Or(cursor, 6, 0) & SOCK_CLOEXEC) !== 0) fd.openFlags |= O_CLOEXEC;
	addFd(context, thread, fd);
	addFd(context, thread, cloneFd(fd, second));
	// The first end is the event's descriptor, its number is the second's: as Falco shows it.
	context.fd = fd;
}

const BIND = {ADDR: 1} as const;

export function applyBind(context: EventContext, cursor: EventCursor): void {
	const {fd} = context;
	if (fd === undefined || resultOf(cursor) < 0 || !readAddress(cursor, BIND.ADDR, address)) return;
	if (address.family === Family.UNIX) {
		rename(fd, address.path);
		return;
	}
	const mapped = address.family === Family.INET6 && isMapped(address.dip);
	if (address.dport > 0) {
		fd.type = address.family === Family.INET || mapped ? 'ipv4server' : 'ipv6server';
		fd.sip = mapped ? mappedIp(address.dip) : address.dip;
		fd.sport = address.dport;
		fd.dip = '';
		fd.dport = 0;
		fd.flags |= FdFlag.ROLE_SERVER;
	}
	rename(fd, addressText(address.dip, address.dport));
}

const CONNECT = {TUPLE: 1, ADDR: 3, ENTER_ADDR: 1} as const;

/** connect: done, or under way for a socket that does not block; Falco counts both as connected. */
export function applyConnect(context: EventContext, cursor: EventCursor): void {
	const {thread, fd} = context;
	if (thread === undefined || fd === undefined) return;
	const result = resultOf(cursor);
	if (result < 0 && result !== EINPROGRESS) {
		thread.enterEvent = undefined;
		return;
	}
	connected(fd);
	const hasEntered = takeEnterEvent(thread, cursor, enter) && readAddress(enter, CONNECT.ENTER_ADDR, entered);
	if (!readTuple(cursor, CONNECT.TUPLE, tuple)) {
		if (hasEntered) connectToAddress(fd, entered);
		return;
	}
	if (hasEntered && readAddress(cursor, CONNECT.ADDR, address)) trustEntered();
	if (tuple.family === Family.UNIX) {
		if (fd.type !== 'unix') return;
		fd.unixSource = tuple.unixSource;
		fd.unixPeer = tuple.unixPeer;
		rename(fd, unixText(tuple.unixSource, tuple.unixPeer, tuple.path));
	} else {
		const changed = setTuple(fd, true);
		if (changed && (fd.flags & FdFlag.ROLE_SERVER) !== 0 && fd.l4proto === L4.UDP) swapEnds(fd);
		rename(fd, nameOfTuple(fd));
	}
	if ((fd.flags & (FdFlag.ROLE_CLIENT | FdFlag.ROLE_SERVER)) === 0) fd.flags |= FdFlag.ROLE_CLIENT;
}

const connected = (fd: Fd): void => {
	fd.flags = (fd.flags & ~(FdFlag.CONNECT_PENDING | FdFlag.CONNECT_FAILED)) | FdFlag.SOCKET_CONNECTED;
};

/** Without a tuple (TCP fast open), the address that was asked for tells the destination. */
function connectToAddress(fd: Fd, to: SocketTuple): void {
	if (to.family === Family.UNIX) return;
	const mapped = isMapped(to.dip) && to.dip.length === 16;
	fd.type = to.family === Family.INET || mapped ? 'ipv4' : 'ipv6';
	fd.dip = mapped ? mappedIp(to.dip) : to.dip;
	fd.dport = to.dport;
}

/** The address at the exit can be changed by another thread meanwhile; the one at the enter cannot. */
function trustEntered(): void {
	if (entered.family !== tuple.family || address.family !== tuple.family) return;
	if (tuple.family === Family.UNIX) {
		if (address.path === tuple.path) tuple.path = entered.path;
	} else if (address.dip === tuple.dip && address.dport === tuple.dport) {
		tuple.dip = entered.dip;
		tuple.dport = entered.dport;
	}
}

/** Takes over `tuple`; says whether that changed something. Without `overwrite` a known destination stays. */
function setTuple(fd: Fd, overwrite: boolean): boolean {
	const mapped = tuple.family === Family.INET6 && isMapped(tuple.sip) && isMapped(tuple.dip);
	const type = tuple.family === Family.INET || mapped ? 'ipv4' : 'ipv6';
	const sip = mapped ? mappedIp(tuple.sip) : tuple.sip;
	const dip = mapped ? mappedIp(tuple.dip) : tuple.dip;
	if (type === 'ipv4' && fd.sip.length === 16) clearTuple(fd, 4);
	if (type === 'ipv6' && fd.sip.length === 4) clearTuple(fd, 16);
	fd.type = type;
	const same = sip === fd.sip && tuple.sport === fd.sport && dip === fd.dip && tuple.dport === fd.dport;
	const reversed = dip === fd.sip && tuple.dport === fd.sport && sip === fd.dip && tuple.sport === fd.dport;
	if (same || reversed) return false;
	let changed = fd.sip !== sip || fd.sport !== tuple.sport;
	fd.sip = sip;
	fd.sport = tuple.sport;
	if (isNoIp(fd.dip) || (overwrite && fd.dip !== dip)) {
		fd.dip = dip;
		changed = true;
	}
	if (fd.dport === 0 || (overwrite && fd.dport !== tuple.dport)) {
		fd.dport = tuple.dport;
		changed = true;
	}
	return changed;
}

function swapEnds(fd: Fd): void {
	[fd.sip, fd.dip] = [fd.dip, fd.sip];
	[fd.sport, fd.dport] = [fd.dport, fd.sport];
}

export const nameOfTuple = (fd: Fd): ByteString => tupleText(fd.sip, fd.sport, fd.dip, fd.dport);

const ACCEPT = {TUPLE: 1, FLAGS: 5} as const;

export function applyAccept(context: EventContext, cursor: EventCursor): void {
	const {thread} = context;
	const number = resultOf(cursor);
	if (thread === undefined || number < 0) return;
	thread.lastFd = number;
	context.fdNum = number;
	if (!readTuple(cursor, ACCEPT.TUPLE, tuple)) return;
	const fd = new Fd(number, 'unix');
	if (tuple.family === Family.UNIX) {
		fd.unixSource = tuple.unixSource;
		fd.unixPeer = tuple.unixPeer;
		fd.name = unixText(tuple.unixSource, tuple.unixPeer, tuple.path);
	} else {
		setTuple(fd, true);
		fd.l4proto = L4.TCP;
		fd.name = tupleText(fd.sip, fd.sport, fd.dip, fd.dport);
	}
	if ((u32Or(cursor, ACCEPT.FLAGS, 0) & O_CLOEXEC) !== 0) fd.openFlags |= O_CLOEXEC;
	fd.flags = FdFlag.ROLE_SERVER | FdFlag.SOCKET_CONNECTED | FdFlag.NAME_CHANGED;
	addFd(context, thread, fd);
}

const NO_TUPLE = -1;

/** A handler for reads: `tupleParam` is where the other end's address lies. */
export const applyRead =
	(tupleParam = NO_TUPLE) =>
	(context: EventContext, cursor: EventCursor): void =>
		transfer(context, cursor, tupleParam, true);

/** A handler for writes. */
export const applyWrite =
	(tupleParam = NO_TUPLE) =>
	(context: EventContext, cursor: EventCursor): void =>
		transfer(context, cursor, tupleParam, false);

/** A handler for send, sendto and sendmsg, which may be the first that is seen of a socket. */
export const applySend =
	(tupleParam: number, fdParam: number) =>
	(context: EventContext, cursor: EventCursor): void => {
		if (context.fd === undefined && context.thread !== undefined && resultOf(cursor) >= 0)
			inferSocket(context, context.thread, cursor, tupleParam, fdParam);
		transfer(context, cursor, tupleParam, false);
	};

/** A socket that nobody saw being made: datagrams are the most likely. */
function inferSocket(context: EventContext, thread: Thread, cursor: EventCursor, tupleParam: number, fdParam: number): void {
	const number = i64Or(cursor, fdParam, -1);
	if (number < 0 || !readTuple(cursor, tupleParam, tuple) || tuple.family === Family.UNIX) return;
	addSocket(context, thread, {number, domain: tuple.family, type: SOCK_DGRAM, protocol: IpProto.UDP});
}

/** Data went through a descriptor: sockets learn who is at the other end, datagram by datagram. */
function transfer(context: EventContext, cursor: EventCursor, tupleParam: number, incoming: boolean): void {
	const {fd, thread} = context;
	if (fd === undefined || thread === undefined) return;
	const isInet = fd.type === 'ipv4' || fd.type === 'ipv6';
	if (tupleParam === NO_TUPLE && !isInet) return;
	if (resultOf(cursor) < 0) return;
	if (isInet) connected(fd);
	if (tupleParam === NO_TUPLE || (fd.name !== '' && isTcp(fd)) || !readTuple(cursor, tupleParam, tuple)) return;
	if (tuple.family === Family.UNIX) {
		fd.type = 'unix';
		fd.unixSource = tuple.unixSource;
		fd.unixPeer = tuple.unixPeer;
		rename(fd, unixText(tuple.unixSource, tuple.unixPeer, tuple.path));
		return;
	}
	if (!setTuple(fd, false)) return;
	if (fd.l4proto === L4.UNKNOWN) fd.l4proto = L4.UDP;
	completeTuple(fd, context.system.interfaces);
	if ((fd.flags & (FdFlag.ROLE_CLIENT | FdFlag.ROLE_SERVER)) === 0) fd.flags |= guessRole(thread, fd, incoming);
	if ((fd.flags & (incoming ? FdFlag.ROLE_CLIENT : FdFlag.ROLE_SERVER)) !== 0) swapEnds(fd);
	rename(fd, nameOfTuple(fd));
}

const isTcp = (fd: Fd): boolean =>
	(fd.type === 'ipv4' || fd.type === 'ipv6' || fd.type === 'ipv4server' || fd.type === 'ipv6server') && fd.l4proto === L4.TCP;

/** Whoever is bound to the destination's port serves; if both ends are in this process, whoever reads first does. */
function guessRole(thread: Thread, fd: Fd, incoming: boolean): number {
	let isBound = false;
	let isClient = false;
	for (const other of thread.fds.values()) {
		if (other.type === 'ipv4') {
			isBound ||= other.dport === fd.dport;
			isClient ||= other.sport === fd.sport;
		} else if (other.type === 'ipv4server') isBound ||= other.sport === fd.dport;
	}
	if (!isBound) return FdFlag.ROLE_CLIENT;
	if (!isClient) return FdFlag.ROLE_SERVER;
	return incoming ? FdFlag.ROLE_SERVER : FdFlag.ROLE_CLIENT;
}

const SOCKOPT = {LEVEL: 2, NAME: 3, VALUE: 4, SOL_SOCKET: 1, SO_ERROR: 4, VALUE_IS_ERRNO: 1, BYTES: 9} as const;

/** getsockopt(SO_ERROR) tells how a connect that did not block ended. */
export function applyGetsockopt(context: EventContext, cursor: EventCursor): void {
	const {fd} = context;
	if (fd === undefined || resultOf(cursor) < 0 || cursor.paramLength(SOCKOPT.VALUE) !== SOCKOPT.BYTES) return;
	if (!cursor.hasParam(SOCKOPT.LEVEL) || cursor.u8(SOCKOPT.LEVEL) !== SOCKOPT.SOL_SOCKET || cursor.u8(SOCKOPT.NAME) !== SOCKOPT.SO_ERROR)
		return;
	const at = cursor.paramOffset(SOCKOPT.VALUE);
	if (cursor.bytes[at] !== SOCKOPT.VALUE_IS_ERRNO) return;
	if (cursor.bytes.readBigInt64LE(at + 1) < 0n) fd.flags |= FdFlag.CONNECT_FAILED;
}
