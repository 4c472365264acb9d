import type {ByteString} from '../events/byte-string.ts';
import {formatIp, isMappedIpv4} from './ip.ts';
import {sanitize} from './sanitize.ts';

const AF_UNIX = 1;
const AF_INET = 2;
const AF_INET6 = 10;
/** Family and two kernel addresses. */
const UNIX_HEAD_BYTES = 17;

/** `ip:port` as descriptors' names have it; IPv4 in IPv6 clothes is shown as IPv4. */
function endpoint(address: ByteString, port: number): string {
	return `${formatIp(address)}:${port}`;
}

/** `sip:sport->dip:dport`. */
export function tupleText(source: ByteString, sport: number, destination: ByteString, dport: number): string {
	const mapped = isMappedIpv4(source) && isMappedIpv4(destination);
	return `${endpoint(mapped ? source.slice(12) : source, sport)}->${endpoint(mapped ? destination.slice(12) : destination, dport)}`;
}

const portAt = (bytes: ByteString, at: number): number => bytes.charCodeAt(at) | (bytes.charCodeAt(at + 1) << 8);

/** A SOCKADDR parameter. */
export function addressText(bytes: ByteString): ByteString {
	const family = bytes.charCodeAt(0);
	if (family === AF_UNIX) return sanitize(upToNul(bytes.slice(1)));
	if (family === AF_INET) return bytes.length === 7 ? endpoint(bytes.slice(1, 5), portAt(bytes, 5)) : 'INVALID IPv4';
	if (family === AF_INET6) return bytes.length === 19 ? endpoint(bytes.slice(1, 17), portAt(bytes, 17)) : 'INVALID IPv6';
	return `family ${family}`;
}

/** A SOCKTUPLE parameter. */
export function socketTupleText(bytes: ByteString): ByteString {
	const family = bytes.charCodeAt(0);
	if (family === AF_UNIX && bytes.length < UNIX_HEAD_BYTES) return 'INVALID UNIX';
	if (family === AF_UNIX) return `${pointer(bytes, 1)}->${pointer(bytes, 9)} ${sanitize(upToNul(bytes.slice(UNIX_HEAD_BYTES)))}`;
	if (family === AF_INET) {
		return bytes.length === 13 ? tupleText(bytes.slice(1, 5), portAt(bytes, 5), bytes.slice(7, 11), portAt(bytes, 11)) : 'INVALID IPv4';
	}
	if (family === AF_INET6) {
		return bytes.length === 37 ? tupleText(bytes.slice(1, 17), portAt(bytes, 17), bytes.slice(19, 35), portAt(bytes, 35)) : 'INVALID IPv6';
	}
	return `family ${family}`;
}

function upToNul(bytes: ByteString): ByteString {
	const nul = bytes.indexOf('\0');
	return nul < 0 ? bytes : bytes.slice(0, nul);
}

/** A kernel address: 8 bytes little endian, in hex without leading zeros. */
function pointer(bytes: ByteString, at: number): string {
	return Buffer.from(bytes.slice(at, at + 8), 'latin1')
		.readBigUInt64LE()
		.toString(16);
}
