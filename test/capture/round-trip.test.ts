import {stat} from 'node:fs/promises';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {fixedBytes} from '../../src/capture/event-layout.ts';
import {openCapture} from '../../src/capture/reader.ts';
import {createCaptureWriter} from '../../src/capture/writer.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {encodeEvent} from '../../src/events/encode.ts';
import {EVENT_TYPES} from '../../src/events/event-types.ts';
import {type DescriptorEntry, FD_TYPES, type L4Proto, type MachineState} from '../../src/events/machine.ts';
import {System} from '../../src/system/system.ts';
import {fileEntry, machineState, threadEntry} from '../system/machine.ts';
import {freshPath, readEvents} from './blocks.ts';
import {BUSY_CAPTURE, hasGolden} from './golden-captures.ts';

const text = (max: number) => fc.uint8Array({maxLength: max}).map((bytes) => Buffer.from(bytes).toString('latin1'));
const ip = (width: number) => fc.uint8Array({minLength: width, maxLength: width}).map((bytes) => Buffer.from(bytes).toString('latin1'));
const u32 = fc.nat(0xffffffff);
const u64 = fc.oneof(fc.nat(), fc.bigInt({min: 2n ** 53n, max: 2n ** 64n - 1n}));

const thread = fc
	.record({
		tid: fc.nat(),
		pid: fc.nat(),
		comm: text(20),
		exe: text(40),
		args: text(200),
		env: text(200),
		cwd: text(40),
		root: text(20),
		cgroups: text(100),
		flags: u32,
		uid: u32,
		gid: u32,
		fdlimit: u64,
		vtid: fc.integer({min: -1}),
		tty: u32,
		loginuid: u32,
		exeWritable: fc.boolean(),
		exeUpperLayer: fc.boolean(),
		exeLowerLayer: fc.boolean(),
		exeFromMemfd: fc.boolean(),
		capEffective: fc.bigInt({min: 0n, max: 2n ** 64n - 1n}),
		exeIno: u64,
		exeInoCtimeNs: fc.bigInt({min: 0n, max: 2n ** 64n - 1n}),
		pgid: fc.integer({min: -1}),
	})
	.map((parts) => threadEntry(parts.tid, parts));

const descriptor = fc
	.record({
		fd: fc.nat(),
		ino: u64,
		name: text(50),
		ip4: fc.tuple(ip(4), ip(4)),
		ip16: fc.tuple(ip(16), ip(16)),
		port: fc.nat(65535),
		l4: fc.nat(5),
		source: u64,
		flags: u32,
		type: fc.constantFrom(...FD_TYPES.slice(1)),
	})
	.map(({fd, ino, name, ip4, ip16, port, l4, source, flags, type}): DescriptorEntry => {
		const bare = fileEntry(fd, '', {ino, type, openFlags: 0, dev: 0});
		const [sip, dip] = type.startsWith('ipv6') ? ip16 : ip4;
		switch (type) {
			case 'ipv4':
			case 'ipv6':
				return {...bare, sip, dip, sport: port, dport: 65535 - port, l4proto: l4 as L4Proto};
			case 'ipv4server':
			case 'ipv6server':
				return {...bare, sip, sport: port, l4proto: l4 as L4Proto};
			case 'unix':
				return {...bare, name, unixSource: source, unixPeer: ino};
			case 'file_v2':
				return {...bare, name, openFlags: flags, dev: flags};
			default:
				return {...bare, name};
		}
	});

const state: fc.Arbitrary<MachineState> = fc
	.record({
		threads: fc.array(thread, {minLength: 1, maxLength: 8}),
		users: fc.array(fc.record({uid: u32, gid: u32, name: text(30), homedir: text(30), shell: text(30)})),
		groups: fc.array(fc.record({gid: u32, name: text(30)})),
		interfaces: fc.array(
			fc.constantFrom(4, 16).chain((width) => fc.record({name: text(10), address: ip(width), netmask: ip(width), broadcast: ip(width)})),
		),
		descriptors: fc.array(fc.record({tid: fc.nat(), entries: fc.array(descriptor)})),
	})
	.map((parts) => machineState(parts));

const TODAY = EVENT_TYPES.filter(
	({code, flags}) => code % 2 === 1 && !flags.includes('OLD_VERSION') && !flags.includes('UNUSED') && !flags.includes('LARGE_PAYLOAD'),
);
const event = fc
	.constantFrom(...TODAY)
	.chain(({code, params}) =>
		fc
			.tuple(
				...params.map(({type}) =>
					fixedBytes(type) === 0
						? fc.uint8Array({maxLength: 60})
						: fc.uint8Array({minLength: fixedBytes(type), maxLength: fixedBytes(type)}),
				),
			)
			.map((values) => encodeEvent({tsNs: 1n, tid: 9, type: code, params: values})),
	);

test('what was written is read back: the state and every byte of the events', async () => {
	const cursor = new EventCursor();
	await fc.assert(
		fc.asyncProperty(state, fc.array(event, {minLength: 1}), fc.boolean(), async (head, events, gzip) => {
			const file = freshPath();
			const writer = await createCaptureWriter(file, {head, gzip});
			for (const one of events) {
				cursor.set(one, 0, 3);
				if (!writer.write(cursor)) await writer.drain();
			}
			await writer.close();
			const capture = await openCapture(file);
			expect(capture.head).toMatchObject({
				machine: head.machine,
				interfaces: head.interfaces,
				users: head.users,
				groups: head.groups,
				descriptors: head.descriptors,
			});
			expect(capture.head.threads).toEqual(head.threads.map((entry) => ({...entry, cloneTsNs: 0n})));
			expect(await readEvents(capture)).toEqual(events);
			expect([capture.problem, writer.truncated, writer.events]).toEqual([undefined, 0, events.length]);
		}),
		{numRuns: 60},
	);
});

test('a long text is cut to what readers of the format take, and counted', async () => {
	const file = freshPath();
	const head = machineState({threads: [threadEntry(5, {cwd: '/'.padEnd(3000, 'x'), env: 'y'.repeat(9000)})]});
	const writer = await createCaptureWriter(file, {head});
	await writer.close();
	const [thread] = (await openCapture(file)).head.threads;
	expect([thread.cwd.length, thread.env.length, writer.truncated]).toEqual([1023, 4095, 2]);
});

test('a capture is its owner’s alone, and never replaces a file', async () => {
	const file = freshPath();
	await (await createCaptureWriter(file, {head: machineState()})).close();
	expect((await stat(file)).mode & 0o777).toBe(0o600);
	await expect(createCaptureWriter(file, {head: machineState()})).rejects.toMatchObject({code: 'EEXIST'});
	await expect(createCaptureWriter('/nowhere/x.scap', {head: machineState()})).rejects.toMatchObject({code: 'ENOENT'});
});

test.skipIf(!hasGolden)('a recording that begins in the middle of another goes on as that one did', async () => {
	const original = await openCapture(BUSY_CAPTURE);
	const system = new System();
	system.load(original.head);
	const cursor = new EventCursor();
	const file = freshPath();
	let writer: Awaited<ReturnType<typeof createCaptureWriter>> | undefined;
	let seen = 0;
	while (await original.fill()) {
		while (original.next(cursor)) {
			system.begin(cursor);
			system.end();
			if (writer !== undefined && !writer.write(cursor)) await writer.drain();
			if (++seen === 70_000) writer = await createCaptureWriter(file, {head: system.snapshot()});
		}
	}
	await original.close();
	await writer?.close();
	const copy = await openCapture(file);
	const replayed = new System();
	replayed.load(copy.head);
	let names = 0;
	let copied = 0;
	while (await copy.fill()) {
		while (copy.next(cursor)) {
			if (replayed.begin(cursor).fd?.name !== undefined) names++;
			replayed.end();
			copied++;
		}
	}
	await copy.close();
	expect(copied).toBe(142_565 - 70_000);
	expect(names).toBeGreaterThan(30_000);
	expect(replayed.snapshot().threads.map(({tid, comm, cwd, exepath}) => [tid, comm, cwd, exepath])).toEqual(
		system.snapshot().threads.map(({tid, comm, cwd, exepath}) => [tid, comm, cwd, exepath]),
	);
});
