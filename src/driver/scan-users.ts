import {readFileSync} from 'node:fs';
import {type NetworkInterfaceInfo, networkInterfaces} from 'node:os';
import type {ByteString} from '../events/byte-string.ts';
import {toByteString} from '../events/byte-string.ts';
import type {GroupEntry, NetworkInterface, UserEntry} from '../events/machine.ts';

export function readUsers(hostRoot: string): UserEntry[] {
	return readRecords(`${hostRoot}/etc/passwd`, 7).map(([name, , uid, gid, , homedir, shell]) => ({
		uid: Number(uid),
		gid: Number(gid),
		name,
		homedir,
		shell,
	}));
}

export function readGroups(hostRoot: string): GroupEntry[] {
	return readRecords(`${hostRoot}/etc/group`, 4).map(([name, , gid]) => ({gid: Number(gid), name}));
}

function readRecords(path: string, fields: number): ByteString[][] {
	let text: ByteString;
	try {
		text = readFileSync(path, 'latin1');
	} catch {
		return [];
	}
	return text
		.split('\n')
		.map((line) => line.split(':'))
		.filter((record) => record.length >= fields && /^\d+$/.test(record[2]));
}

export function readInterfaces(): NetworkInterface[] {
	return Object.entries(networkInterfaces()).flatMap(([name, infos]) => (infos ?? []).map((info) => describe(name, info)));
}

function describe(name: string, info: NetworkInterfaceInfo): NetworkInterface {
	const address = addressBytes(info.address);
	const netmask = addressBytes(info.netmask);
	const broadcast = Array.from(address, (byte, i) => String.fromCharCode(byte.charCodeAt(0) | (~netmask.charCodeAt(i) & 0xff))).join('');
	return {name: toByteString(name), address, netmask, broadcast: info.family === 'IPv4' ? broadcast : '\0'.repeat(16)};
}

/** An address in text as its 4 or 16 bytes in network order. */
export function addressBytes(text: string): ByteString {
	if (!text.includes(':')) return String.fromCharCode(...text.split('.').map(Number));
	const [head, tail] = text.replace(/%.*$/, '').split('::');
	const words = (part: string | undefined): number[] =>
		part === undefined || part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16));
	const before = words(head);
	const after = words(tail);
	const all = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
	return String.fromCharCode(...all.flatMap((word) => [word >> 8, word & 0xff]));
}
