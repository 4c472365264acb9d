import type {ByteString} from '../events/byte-string.ts';

/** A network: the address's bytes (4 or 16) and the length of the prefix in bits. */
export interface IpNet {
	readonly address: ByteString;
	readonly prefix: number;
}

/** The bytes of an address in text, 4 or 16 in network order; undefined for anything else. */
export function parseIp(text: string): ByteString | undefined {
	return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/** `a.b.c.d/n` or `v6/n`; undefined for anything else. */
export function parseIpNet(text: string): IpNet | undefined {
	const slash = text.indexOf('/');
	if (slash < 0) return undefined;
	const address = parseIp(text.slice(0, slash));
	const bits = text.slice(slash + 1);
	if (address === undefined || !/^\d{1,3}$/.test(bits)) return undefined;
	const prefix = Number(bits);
	return prefix <= address.length * 8 ? {address, prefix} : undefined;
}

/** Whether the address lies in the network; addresses of the other family never do. */
export function isInNet(address: ByteString, net: IpNet): boolean {
	if (address.length !== net.address.length) return false;
	const bytes = net.prefix >> 3;
	for (let i = 0; i < bytes; i++) if (address.charCodeAt(i) !== net.address.charCodeAt(i)) return false;
	const rest = net.prefix & 7;
	return rest === 0 || (address.charCodeAt(bytes) ^ net.address.charCodeAt(bytes)) >> (8 - rest) === 0;
}

/** The text of an address of 4 or 16 bytes, as inet_ntop writes it. */
export function formatIp(bytes: ByteString): string {
	return bytes.length === 4 ? formatIpv4(bytes) : formatIpv6(bytes);
}

/** `::ffff:a.b.c.d` and the all-zero address, which Falco treats as IPv4. */
export function isMappedIpv4(bytes: ByteString): boolean {
	if (bytes.length !== 16 || !bytes.startsWith('\0\0\0\0\0\0\0\0\0\0')) return false;
	return bytes.startsWith('\xff\xff', 10) || bytes.endsWith('\0\0\0\0\0\0');
}

function parseIpv4(text: string): ByteString | undefined {
	const parts = text.split('.');
	if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return undefined;
	return String.fromCharCode(...parts.map(Number));
}

function parseIpv6(text: string): ByteString | undefined {
	const halves = text.split('::');
	if (halves.length > 2) return undefined;
	const head = parseGroups(halves[0], halves.length === 1);
	const tail = parseGroups(halves[1] ?? '', true);
	if (head === undefined || tail === undefined) return undefined;
	const missing = 16 - head.length - tail.length;
	if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined;
	return head + '\0'.repeat(missing) + tail;
}

/** Groups between colons; the last of all may be an IPv4 address. */
function parseGroups(text: string, last: boolean): ByteString | undefined {
	if (text === '') return '';
	const groups = text.split(':');
	let bytes = '';
	for (const [i, group] of groups.entries()) {
		const dotted = last && i === groups.length - 1 ? parseIpv4(group) : undefined;
		if (dotted !== undefined) bytes += dotted;
		else if (/^[0-9a-fA-F]{1,4}$/.test(group))
			bytes += String.fromCharCode(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255);
		else return undefined;
	}
	return bytes;
}

function formatIpv4(bytes: ByteString): string {
	return `${bytes.charCodeAt(0)}.${bytes.charCodeAt(1)}.${bytes.charCodeAt(2)}.${bytes.charCodeAt(3)}`;
}

function formatIpv6(bytes: ByteString): string {
	if (bytes.startsWith('\0\0\0\0\0\0\0\0\0\0\xff\xff')) return `::ffff:${formatIpv4(bytes.slice(12))}`;
	const groups = Array.from({length: 8}, (_, i) => (bytes.charCodeAt(2 * i) << 8) | bytes.charCodeAt(2 * i + 1));
	const [start, length] = longestZeros(groups);
	// inet_ntop shows `::a.b.c.d` (the deprecated compatible form) with dots.
	if (start === 0 && length === 6) return `::${formatIpv4(bytes.slice(12))}`;
	const hex = groups.map((group) => group.toString(16));
	return length < 2 ? hex.join(':') : `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

/** The first of the longest runs of zero groups: where it starts and how long it is. */
function longestZeros(groups: readonly number[]): readonly [number, number] {
	let best: readonly [number, number] = [-1, 0];
	for (let i = 0; i < groups.length; i++) {
		let end = i;
		while (groups[end] === 0) end++;
		if (end - i > best[1]) best = [i, end - i];
		if (end > i) i = end;
	}
	return best;
}
