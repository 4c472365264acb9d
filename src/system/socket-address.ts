import type {ByteString} from '../events/byte-string.ts';
import type {EventCursor} from '../events/cursor.ts';

export const Family = {UNIX: 1, INET: 2, INET6: 10} as const;

/** An address or a pair of addresses out of an event. One object is used over and over. */
export class SocketTuple {
	/** 0 when there is none, or one that nobody understands. */
	family = 0;
	/** Network order; IPv4-mapped IPv6 addresses are those 4 bytes. */
	sip: ByteString = '';
	dip: ByteString = '';
	sport = 0;
	dport = 0;
	unixSource: number | bigint = 0;
	unixPeer: number | bigint = 0;
	path: ByteString = '';
}

const INET_BYTES = 13;
const INET6_BYTES = 37;
const UNIX_BYTES = 17;
const INET_ADDR_BYTES = 7;
const INET6_ADDR_BYTES = 19;

/** Reads a SOCKTUPLE parameter; false when it is empty or of another family. */
export function readTuple(cursor: EventCursor, index: number, into: SocketTuple): boolean {
	const length = cursor.paramLength(index);
	into.family = 0;
	if (length === 0) return false;
	const at = cursor.paramOffset(index);
	const {bytes} = cursor;
	const family = bytes[at];
	if (family === Family.INET && length >= INET_BYTES) readEnds(bytes, at, 4, into);
	else if (family === Family.INET6 && length >= INET6_BYTES) readEnds(bytes, at, 16, into);
	else if (family === Family.UNIX && length >= UNIX_BYTES) {
		into.unixSource = u64(bytes, at + 1);
		into.unixPeer = u64(bytes, at + 9);
		into.path = textAt(bytes, at + UNIX_BYTES, at + length);
	} else return false;
	into.family = family;
	return true;
}

function readEnds(bytes: Buffer, at: number, width: 4 | 16, into: SocketTuple): void {
	into.sip = bytes.latin1Slice(at + 1, at + 1 + width);
	into.sport = bytes.readUInt16LE(at + 1 + width);
	into.dip = bytes.latin1Slice(at + 3 + width, at + 3 + 2 * width);
	into.dport = bytes.readUInt16LE(at + 3 + 2 * width);
}

/** Reads a SOCKADDR parameter into the destination of `into`; false when it is empty or of another family. */
export function readAddress(cursor: EventCursor, index: number, into: SocketTuple): boolean {
	const length = cursor.paramLength(index);
	into.family = 0;
	if (length === 0) return false;
	const at = cursor.paramOffset(index);
	const {bytes} = cursor;
	const family = bytes[at];
	if (family === Family.INET && length >= INET_ADDR_BYTES) {
		into.dip = bytes.latin1Slice(at + 1, at + 5);
		into.dport = bytes.readUInt16LE(at + 5);
	} else if (family === Family.INET6 && length >= INET6_ADDR_BYTES) {
		into.dip = bytes.latin1Slice(at + 1, at + 17);
		into.dport = bytes.readUInt16LE(at + 17);
	} else if (family === Family.UNIX) into.path = textAt(bytes, at + 1, at + length);
	else return false;
	into.family = family;
	return true;
}

function textAt(bytes: Buffer, start: number, end: number): ByteString {
	const text = bytes.latin1Slice(start, end);
	const nul = text.indexOf('\0');
	return nul < 0 ? text : text.slice(0, nul);
}

function u64(bytes: Buffer, at: number): number | bigint {
	const value = bytes.readBigUInt64LE(at);
	return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

const MAPPED = '\0\0\0\0\0\0\0\0\0\0\xff\xff';
const ANY6 = '\0'.repeat(16);

/** Whether an IPv6 address stands for an IPv4 one; Falco takes the all-zero address for one as well. */
export const isMapped = (ip: ByteString): boolean => ip.startsWith(MAPPED) || ip === ANY6;

export const mappedIp = (ip: ByteString): ByteString => ip.slice(12);

/** `1.2.3.4:80`, `::1:80`. */
export function addressText(ip: ByteString, port: number): ByteString {
	return `${ip.length === 16 ? ipv6Text(ip) : ipv4Text(ip)}:${port}`;
}

const ipv4Text = (ip: ByteString): ByteString => `${ip.charCodeAt(0)}.${ip.charCodeAt(1)}.${ip.charCodeAt(2)}.${ip.charCodeAt(3)}`;

/** As inet_ntop writes it: the longest run of two or more zero groups becomes `::`. */
export function ipv6Text(ip: ByteString): ByteString {
	const groups = Array.from({length: 8}, (_, i) => ip.charCodeAt(2 * i) * 256 + ip.charCodeAt(2 * i + 1));
	let best = -1;
	let bestLength = 1;
	for (let i = 0; i < 8; i++) {
		let end = i;
		while (end < 8 && groups[end] === 0) end++;
		if (end - i > bestLength) [best, bestLength] = [i, end - i];
		i = Math.max(i, end - 1);
	}
	if (best === 0 && (bestLength === 6 || (bestLength === 7 && groups[7] !== 1) || (bestLength === 5 && groups[5] === 0xffff))) {
		return `::${bestLength === 5 ? 'ffff:' : ''}${ipv4Text(ip.slice(12))}`;
	}
	const hex = (from: number, to: number): string =>
		groups
			.slice(from, to)
			.map((group) => group.toString(16))
			.join(':');
	return best < 0 ? hex(0, 8) : `${hex(0, best)}::${hex(best + bestLength, 8)}`;
}

/** `source->destination`. */
export const tupleText = (sip: ByteString, sport: number, dip: ByteString, dport: number): ByteString =>
	`${addressText(sip, sport)}->${addressText(dip, dport)}`;

/** `source->peer path` with the kernel's addresses. */
export const unixText = (source: number | bigint, peer: number | bigint, path: ByteString): ByteString =>
	`${source.toString(16)}->${peer.toString(16)} ${path}`;
