import {expect, test} from 'vitest';
import {makeEvent} from '../system/events.ts';
import {block, bytes, eventBlock, HEAD, MACHINE, openBytes, PROCESSES, processEntry, readEvents, SECTION, str} from './blocks.ts';

const close = makeEvent('CLOSE_X', {tid: 7, params: {res: 0, fd: 3}});
const PROCESS_LISTS = [0x202, 0x207, 0x209, 0x210, 0x211, 0x212, 0x213, 0x214];

test.each(PROCESS_LISTS.map((code, i) => [i + 1, code]))('a process list of version %i is read', async (version, code) => {
	const {head} = await openBytes(
		Buffer.concat([SECTION, MACHINE, block(code, Buffer.concat([processEntry(version), processEntry(version)])), eventBlock(close)]),
	);
	expect(head.threads).toHaveLength(2);
	expect(head.threads[1]).toMatchObject({
		tid: 7,
		pid: 7,
		ptid: 1,
		comm: 'cat',
		exe: '/bin/cat',
		args: 'a\0b\0',
		cwd: '/tmp',
		uid: 1000,
		gid: 1001,
		fdlimit: 1024,
	});
	expect(head.threads[1]).toMatchObject({
		pfminor: version >= 2 ? 14 : 0,
		env: version >= 3 ? 'A=1\0' : '',
		vpid: version >= 4 ? 4 : -1,
		root: version >= 5 ? '/root' : '',
		exepath: version >= 7 ? '/usr/bin/cat' : '',
		vpgid: version >= 8 ? 5 : 0,
	});
});

const entry9 = (tail: Buffer): Buffer => {
	const body = Buffer.concat([processEntry(8), tail]);
	return block(0x215, bytes([body.length + 4, 4], body));
};

test('an entry of version 9 has as many optional fields as it has room for', async () => {
	const tail = bytes(
		[77, 8],
		[4, 4],
		[1000, 4],
		[1, 1],
		[1, 8],
		[2, 8],
		[3, 8],
		[1, 1],
		[99, 8],
		[5, 8],
		[6, 8],
		[1, 1],
		[1, 1],
		[88, 8],
		'later fields',
	);
	const read = async (length: number) =>
		(await openBytes(Buffer.concat([SECTION, MACHINE, entry9(tail.subarray(0, length)), eventBlock(close)]))).head.threads[0];
	expect(await read(tail.length)).toMatchObject({
		pidnsInitStartTs: 77,
		tty: 4,
		loginuid: 1000,
		exeWritable: true,
		capInheritable: 1n,
		capPermitted: 2n,
		capEffective: 3n,
		exeUpperLayer: true,
		exeIno: 99,
		exeInoCtimeNs: 5n,
		exeInoMtimeNs: 6n,
		exeFromMemfd: true,
		exeLowerLayer: true,
		pgid: 88,
	});
	expect(await read(50)).toMatchObject({pidnsInitStartTs: 77, exeIno: 99, exeInoCtimeNs: 0n, exeFromMemfd: false, pgid: -1});
});

test('an entry of the first files of version 9 has no pid namespace and no tty', async () => {
	const tail = bytes([1000, 4], [1, 1], [1, 8], [2, 8], [3, 8]);
	const {head} = await openBytes(Buffer.concat([SECTION, MACHINE, entry9(tail), eventBlock(close)]));
	expect(head.threads[0]).toMatchObject({pidnsInitStartTs: 0, tty: 0, loginuid: 1000, exeWritable: true, capEffective: 3n});
});

const user = (prefix: Buffer): Buffer => bytes(prefix, [0, 1], [5, 4], [6, 4], str('ann'), str('/home/ann'), str('/bin/sh'));
const withLength = (entry: Buffer, counted: number): Buffer => bytes([entry.length + counted, 4], entry);

test('users and interfaces of both versions are read', async () => {
	const group = bytes([1, 1], [6, 4], str('staff'));
	const ipv4 = bytes([1, 2], [2, 2], '\x7f\0\0\x01', '\xff\0\0\0', '\x7f\xff\xff\xff', [0, 8], 'lo');
	const ipv6 = bytes([4, 2], [3, 2], 'a'.repeat(16), 'b'.repeat(16), 'c'.repeat(16), 'tun');
	const old = [block(0x206, Buffer.concat([user(Buffer.alloc(0)), group])), block(0x205, Buffer.concat([ipv4, ipv6]))];
	const today = [
		block(0x220, Buffer.concat([withLength(user(Buffer.alloc(0)), 4), withLength(group, 4)])),
		block(0x219, Buffer.concat([withLength(ipv4, 0), withLength(ipv6, 0)])),
	];
	for (const lists of [old, today]) {
		const {head} = await openBytes(Buffer.concat([SECTION, MACHINE, ...lists, PROCESSES, eventBlock(close)]));
		expect(head.users).toEqual([{uid: 5, gid: 6, name: 'ann', homedir: '/home/ann', shell: '/bin/sh'}]);
		expect(head.groups).toEqual([{gid: 6, name: 'staff'}]);
		expect(head.interfaces.map(({name, address}) => [name, address])).toEqual([
			['lo', '\x7f\0\0\x01'],
			['tun', 'a'.repeat(16)],
		]);
	}
});

test('descriptors of every kind are read, and unknown kinds are skipped by their length', async () => {
	const entry = (fd: number, type: number, payload: Buffer): Buffer => withLength(bytes([fd, 8], [9, 8], [type, 1], payload), 4);
	const list = bytes(
		[7, 8],
		entry(1, 3, bytes('\x01\x02\x03\x04', '\x05\x06\x07\x08', [80, 2], [443, 2], [2, 1])),
		entry(2, 8, bytes([17, 8], [18, 8], str('/run/s'))),
		entry(3, 16, bytes([4097, 4], str('/etc/x'), [42, 4])),
		entry(4, 99, bytes('whatever')),
		entry(5, 5, bytes('\0\0\0\0', [22, 2], [2, 1])),
		entry(6, 21, bytes(str('/proc/9'))),
	);
	const {head} = await openBytes(Buffer.concat([HEAD, block(0x218, list), eventBlock(close)]));
	expect(
		head.descriptors[0].entries.map(({fd, type, name, sport, dport, openFlags, dev, unixPeer}) => [
			fd,
			type,
			name,
			sport,
			dport,
			openFlags,
			dev,
			unixPeer,
		]),
	).toEqual([
		[1, 'ipv4', '', 80, 443, 0, 0, 0],
		[2, 'unix', '/run/s', 0, 0, 0, 0, 18],
		[3, 'file_v2', '/etc/x', 0, 0, 4097, 42, 0],
		[4, 'unsupported', 'unknown-type:[99]', 0, 0, 0, 0, 0],
		[5, 'ipv4server', '', 22, 0, 0, 0, 0],
		[6, 'pidfd', '/proc/9', 0, 0, 0, 0, 0],
	]);
});

const large = (event: Buffer): Buffer => {
	const count = event.readUInt32LE(22);
	const lengths = Buffer.alloc(count * 4);
	for (let i = 0; i < count; i++) lengths.writeUInt32LE(event.readUInt16LE(26 + i * 2), i * 4);
	const widened = Buffer.concat([event.subarray(0, 26), lengths, event.subarray(26 + count * 2)]);
	widened.writeUInt32LE(widened.length, 16);
	return widened;
};
const firstRelease = (event: Buffer): Buffer => {
	const old = Buffer.concat([event.subarray(0, 22), event.subarray(26)]);
	old.writeUInt32LE(old.length, 16);
	return old;
};

test('events of every block type are the same event', async () => {
	const flags = bytes([1, 2], [0, 4]);
	const blocks = [
		eventBlock(close),
		block(0x217, bytes(flags, close)),
		eventBlock(firstRelease(close), 0x204),
		block(0x208, bytes(flags, firstRelease(close))),
		eventBlock(firstRelease(close), 0x8010abcd),
	];
	expect(await readEvents(await openBytes(Buffer.concat([HEAD, ...blocks])))).toEqual(blocks.map(() => close));
	const widened = [eventBlock(large(close), 0x221), block(0x222, bytes(flags, large(close)))];
	expect(await readEvents(await openBytes(Buffer.concat([HEAD, ...widened]), true))).toEqual(widened.map(() => large(close)));
});

test('blocks nobody knows are skipped in the head, and types nobody knows are counted', async () => {
	const strange = Buffer.from(close);
	strange.writeUInt16LE(9999, 20);
	const capture = await openBytes(
		Buffer.concat([SECTION, block(0x7777, bytes('??')), MACHINE, PROCESSES, eventBlock(strange), eventBlock(close)]),
	);
	expect(await readEvents(capture)).toEqual([close]);
	expect(capture.counters.unknownEvents).toBe(1);
});

test('concatenated captures are sections, each with its head', async () => {
	const capture = await openBytes(
		Buffer.concat([
			HEAD,
			eventBlock(close),
			SECTION,
			MACHINE,
			block(0x214, Buffer.concat([processEntry(8), processEntry(8), processEntry(8)])),
			eventBlock(close),
			eventBlock(close),
		]),
	);
	const sizes = [capture.head.threads.length];
	expect(capture.section).toBe(1);
	expect((await readEvents(capture)).length).toBe(3);
	sizes.push(capture.head.threads.length);
	expect([capture.section, sizes]).toEqual([2, [1, 3]]);
});
