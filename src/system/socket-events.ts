import {EventCursor} from '../events/cursor.ts';
import type {EventContext} from './context.ts';
import {Fd, FdFlag, O_CLOEXEC} from './fd-table.ts';
import {addFd, rename} from './fds.ts';
import {takeEnterEvent} from './open-events.ts';
import {resultOf, u32Or} from './params.ts';
import {addressText, Family, isMapped, mappedIp, readAddress, readTuple, SocketTuple, unixText} from './socket-address.ts';
import {L4, markConnected, nameOfTuple, setTuple, swapEnds} from './socket-tuple.ts';

const EINPROGRESS = -115;

const tuple = new SocketTuple();
const address = new SocketTuple();
const entered = new SocketTuple();
const enter = new EventCursor();

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
	markConnected(fd);
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
		const changed = setTuple(fd, tuple, true);
		if (changed && (fd.flags & FdFlag.ROLE_SERVER) !== 0 && fd.l4proto === L4.UDP) swapEnds(fd);
		rename(fd, nameOfTuple(fd));
	}
	if ((fd.flags & (FdFlag.ROLE_CLIENT | FdFlag.ROLE_SERVER)) === 0) fd.flags |= FdFlag.ROLE_CLIENT;
}

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
		setTuple(fd, tuple, true);
		fd.l4proto = L4.TCP;
		fd.name = nameOfTuple(fd);
	}
	if ((u32Or(cursor, ACCEPT.FLAGS, 0) & O_CLOEXEC) !== 0) fd.openFlags |= O_CLOEXEC;
	fd.flags = FdFlag.ROLE_SERVER | FdFlag.SOCKET_CONNECTED | FdFlag.NAME_CHANGED;
	addFd(context, thread, fd);
}
