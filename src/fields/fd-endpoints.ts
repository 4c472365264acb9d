import type {ByteString} from '../events/byte-string.ts';
import type {EventContext} from '../system/context.ts';
import {type Fd, FdFlag} from '../system/fd-table.ts';
import {fdOf} from './fd-event.ts';
import {isConnectionFd, isInetFd, isServerFd} from './fd-type.ts';
import {parseIp} from './ip.ts';

export type End = 'client' | 'server' | 'local' | 'remote';

/** An end of the event's socket. One object, overwritten by each question, so that the hot path allocates nothing. */
const found = {address: '', port: 0};

export const hasRole = (fd: Fd): boolean => (fd.flags & (FdFlag.ROLE_CLIENT | FdFlag.ROLE_SERVER)) !== 0;

/** The address and port of one end of the event's socket; undefined where the descriptor has none or the roles are unknown. */
export function endOf(event: EventContext, end: End): {readonly address: ByteString; readonly port: number} | undefined {
	const fd = fdOf(event);
	if (fd === undefined) return undefined;
	if (isServerFd(fd.type)) return end === 'server' ? at(fd.sip, fd.sport) : undefined;
	if (!isConnectionFd(fd.type) || !hasRole(fd)) return undefined;
	return isSource(event, fd, end) ? at(fd.sip, fd.sport) : at(fd.dip, fd.dport);
}

function at(address: ByteString, port: number): typeof found {
	found.address = address;
	found.port = port;
	return found;
}

/** The client is the source; the local end is the source if one of our interfaces has its address. */
function isSource(event: EventContext, fd: Fd, end: End): boolean {
	if (end === 'client' || end === 'server') return end === 'client';
	return isLocalAddress(event, fd.sip) === (end === 'local');
}

/** Of an IPv6 address Falco compares network and subnet. */
const IPV6_SUBNET_BYTES = 8;

/** Whether the address is the machine's: one of its interfaces has it. Seen from a container, that is only the container's own. */
export function isLocalAddress({thread, system}: EventContext, address: ByteString): boolean {
	if (thread !== undefined && thread.containerId !== '') {
		const ip = system.containers.get(thread.containerId)?.ip;
		return ip !== undefined && parseIp(ip) === address;
	}
	for (const known of system.interfaces) {
		if (known.address === address) return true;
		if (address.length === 16 && known.address.length === 16 && sameSubnet(known.address, address)) return true;
	}
	return false;
}

function sameSubnet(one: ByteString, other: ByteString): boolean {
	for (let i = 0; i < IPV6_SUBNET_BYTES; i++) if (one.charCodeAt(i) !== other.charCodeAt(i)) return false;
	return true;
}

/** Both addresses of the event's socket. */
export function addressesOf(event: EventContext): readonly ByteString[] | undefined {
	const fd = fdOf(event);
	if (fd === undefined || !isInetFd(fd.type)) return undefined;
	return isServerFd(fd.type) ? pair(fd.sip, undefined) : pair(fd.sip, fd.dip);
}

// The pairs asked for last; a new array only when they differ, so what was handed out never changes.
let lastAddresses: readonly ByteString[] = [];
let lastPorts: readonly number[] = [];

function pair(first: ByteString, second: ByteString | undefined): readonly ByteString[] {
	if (lastAddresses[0] !== first || lastAddresses[1] !== second) lastAddresses = second === undefined ? [first] : [first, second];
	return lastAddresses;
}

/** Both ports of the event's socket. */
export function portsOf(event: EventContext): readonly number[] | undefined {
	const fd = fdOf(event);
	if (fd === undefined || !isInetFd(fd.type)) return undefined;
	const second = isServerFd(fd.type) ? fd.sport : fd.dport;
	if (lastPorts[0] !== fd.sport || lastPorts[1] !== second) lastPorts = [fd.sport, second];
	return lastPorts;
}
