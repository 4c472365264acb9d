import type {EventCursor} from '../events/cursor.ts';
import type {EventContext} from './context.ts';
import {type Fd, FdFlag} from './fd-table.ts';
import {rename} from './fds.ts';
import {completeTuple} from './interfaces.ts';
import {addSocket, datagramSocket} from './new-socket.ts';
import {i64Or, resultOf} from './params.ts';
import {noteReceived} from './passed-descriptors.ts';
import {Family, readTuple, SocketTuple, unixText} from './socket-address.ts';
import {L4, markConnected, nameOfTuple, setTuple, swapEnds} from './socket-tuple.ts';
import type {Thread} from './thread.ts';

const tuple = new SocketTuple();
const NO_TUPLE = -1;

/** A handler for reads: `tupleParam` is where the other end's address lies. */
export const applyRead =
	(tupleParam = NO_TUPLE) =>
	(context: EventContext, cursor: EventCursor): void =>
		transfer(context, cursor, tupleParam, true);

/** A handler for messages that may bring descriptors: `controlParam` is where their control data lies. */
export const applyReceive =
	(tupleParam: number, controlParam: number) =>
	(context: EventContext, cursor: EventCursor): void => {
		transfer(context, cursor, tupleParam, true);
		if (cursor.hasParam(controlParam) && resultOf(cursor) >= 0) noteReceived(context, cursor, controlParam);
	};

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
	addSocket(context, thread, datagramSocket(number, tuple.family));
}

/** Data went through a descriptor: sockets learn who is at the other end, datagram by datagram. */
function transfer(context: EventContext, cursor: EventCursor, tupleParam: number, incoming: boolean): void {
	const {fd, thread} = context;
	if (fd === undefined || thread === undefined) return;
	const isInet = fd.type === 'ipv4' || fd.type === 'ipv6';
	if (tupleParam === NO_TUPLE && !isInet) return;
	if (resultOf(cursor) < 0) return;
	if (isInet) markConnected(fd);
	if (tupleParam === NO_TUPLE || (fd.name !== '' && isTcp(fd)) || !readTuple(cursor, tupleParam, tuple)) return;
	if (tuple.family === Family.UNIX) {
		fd.type = 'unix';
		fd.unixSource = tuple.unixSource;
		fd.unixPeer = tuple.unixPeer;
		rename(fd, unixText(tuple.unixSource, tuple.unixPeer, tuple.path));
		return;
	}
	if (!setTuple(fd, tuple, false)) return;
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
	for (let other = thread.fds.first; other !== undefined; other = other.next) {
		if (other.type === 'ipv4') {
			isBound ||= other.dport === fd.dport;
			isClient ||= other.sport === fd.sport;
		} else if (other.type === 'ipv4server') isBound ||= other.sport === fd.dport;
	}
	if (!isBound) return FdFlag.ROLE_CLIENT;
	if (!isClient) return FdFlag.ROLE_SERVER;
	return incoming ? FdFlag.ROLE_SERVER : FdFlag.ROLE_CLIENT;
}
