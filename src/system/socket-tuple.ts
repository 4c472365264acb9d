import type {ByteString} from '../events/byte-string.ts';
import {type Fd, FdFlag} from './fd-table.ts';
import {Family, isMapped, mappedIp, type SocketTuple, tupleText} from './socket-address.ts';

export const L4 = {UNKNOWN: 0, TCP: 2, UDP: 3, ICMP: 4, RAW: 5} as const;

const NO_IP = {4: '\0'.repeat(4), 16: '\0'.repeat(16)} as const;
const isNoIp = (ip: ByteString): boolean => ip === '' || ip === NO_IP[4] || ip === NO_IP[16];

/** A socket of which no end is known yet. */
export function clearTuple(fd: Fd, width: 4 | 16): void {
	fd.sip = NO_IP[width];
	fd.dip = NO_IP[width];
	fd.sport = 0;
	fd.dport = 0;
}

/** Takes over `tuple`; says whether that changed something. Without `overwrite` a known destination stays. */
export function setTuple(fd: Fd, tuple: SocketTuple, overwrite: boolean): boolean {
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

export function swapEnds(fd: Fd): void {
	[fd.sip, fd.dip] = [fd.dip, fd.sip];
	[fd.sport, fd.dport] = [fd.dport, fd.sport];
}

export const nameOfTuple = (fd: Fd): ByteString => tupleText(fd.sip, fd.sport, fd.dip, fd.dport);

/** Notes that data can flow. */
export function markConnected(fd: Fd): void {
	fd.flags = (fd.flags & ~(FdFlag.CONNECT_PENDING | FdFlag.CONNECT_FAILED)) | FdFlag.SOCKET_CONNECTED;
}
