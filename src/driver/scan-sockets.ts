import type {ByteString} from '../events/byte-string.ts';
import type {DescriptorEntry, L4Proto} from '../events/machine.ts';
import {readProc} from './proc-file.ts';

const MOST_TABLE_BYTES = 32 << 20;

export type SocketEntry = Pick<DescriptorEntry, 'type' | 'name' | 'sip' | 'dip' | 'sport' | 'dport' | 'l4proto' | 'unixSource'>;

/** The sockets of one network namespace by inode, as `net` (its /proc/PID/net folder) lists them. */
export function readSockets(net: string): Map<number, SocketEntry> {
	const sockets = new Map<number, SocketEntry>();
	readInet(`${net}/tcp`, 2, sockets);
	readInet(`${net}/tcp6`, 2, sockets);
	readInet(`${net}/udp`, 3, sockets);
	readInet(`${net}/udp6`, 3, sockets);
	readInet(`${net}/icmp`, 4, sockets);
	readInet(`${net}/icmp6`, 4, sockets);
	readInet(`${net}/raw`, 5, sockets);
	readInet(`${net}/raw6`, 5, sockets);
	readUnix(`${net}/unix`, sockets);
	readNetlink(`${net}/netlink`, sockets);
	return sockets;
}

function* rows(path: string): Generator<string[]> {
	const table = readProc(path, MOST_TABLE_BYTES);
	if (table === undefined) return;
	const lines = table.split('\n');
	for (let i = 1; i < lines.length; i++) if (lines[i] !== '') yield lines[i].trim().split(/ +/);
}

function readInet(path: string, l4proto: L4Proto, sockets: Map<number, SocketEntry>): void {
	for (const fields of rows(path)) {
		const [sip, sport] = parseEndpoint(fields[1]);
		const [dip, dport] = parseEndpoint(fields[2]);
		const family = sip.length === 4 ? 'ipv4' : 'ipv6';
		const isServer = dport === 0 && /^\0*$/.test(dip);
		const type = isServer ? (`${family}server` as const) : family;
		sockets.set(Number(fields[9]), {type, name: '', sip, dip: isServer ? '' : dip, sport, dport, l4proto, unixSource: 0});
	}
}

/** `0100007F:1F90`: the address as 32-bit words of this machine in hexadecimal, and the port. */
function parseEndpoint(text: string): [address: ByteString, port: number] {
	const colon = text.indexOf(':');
	let address = '';
	for (let word = 0; word < colon; word += 8) {
		for (let byte = 6; byte >= 0; byte -= 2) address += String.fromCharCode(Number.parseInt(text.slice(word + byte, word + byte + 2), 16));
	}
	return [address, Number.parseInt(text.slice(colon + 1), 16)];
}

function readUnix(path: string, sockets: Map<number, SocketEntry>): void {
	const table = readProc(path, MOST_TABLE_BYTES);
	if (table === undefined) return;
	for (const line of table.split('\n')) {
		// Num: RefCount Protocol Flags Type St Inode Path; the path may hold blanks.
		const match = /^([0-9a-f]+): \S+ \S+ \S+ \S+ \S+ +(\d+)(?: (.*))?$/.exec(line);
		if (match === null) continue;
		const address = BigInt(`0x${match[1]}`);
		const unixSource = address <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(address) : address;
		const name = (match[3] ?? '').replace(/^@/, '');
		sockets.set(Number(match[2]), {type: 'unix', name, sip: '', dip: '', sport: 0, dport: 0, l4proto: 0, unixSource});
	}
}

function readNetlink(path: string, sockets: Map<number, SocketEntry>): void {
	for (const fields of rows(path)) {
		sockets.set(Number(fields[9]), {type: 'netlink', name: '', sip: '', dip: '', sport: 0, dport: 0, l4proto: 0, unixSource: 0});
	}
}
