import type {EventCursor} from '../events/cursor.ts';
import type {FdType, L4Proto} from '../events/machine.ts';
import type {EventContext} from './context.ts';
import {cloneFd, Fd, O_CLOEXEC} from './fd-table.ts';
import {addFd} from './fds.ts';
import {i64Or, resultOf, u32Or, u64Or} from './params.ts';
import {Family} from './socket-address.ts';
import {clearTuple, L4} from './socket-tuple.ts';
import type {Thread} from './thread.ts';

const AF_NETLINK = 16;
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
const SOCK_RAW = 3;
const SOCK_TYPE_MASK = 0xff;
/** In the type given to socket and socketpair. */
const SOCK_CLOEXEC = 0x80000;
const IpProto = {IP: 0, ICMP: 1, TCP: 6, UDP: 17, RAW: 255} as const;

export function applySocket(context: EventContext, cursor: EventCursor): void {
	const {thread} = context;
	const number = resultOf(cursor);
	if (thread === undefined || number < 0) return;
	addSocket(context, thread, {number, domain: u32Or(cursor, 1, 0), type: u32Or(cursor, 2, 0), protocol: u32Or(cursor, 3, 0)});
}

export interface NewSocket {
	readonly number: number;
	readonly domain: number;
	readonly type: number;
	readonly protocol: number;
}

/** Notes a socket of which nothing but its kind is known. */
export function addSocket(context: EventContext, thread: Thread, {number, domain, type, protocol}: NewSocket): void {
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

/** What a UDP socket would have been made with. */
export const datagramSocket = (number: number, domain: number): NewSocket => ({number, domain, type: SOCK_DGRAM, protocol: IpProto.UDP});
