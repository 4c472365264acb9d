import {writeFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {CaptureError} from '../../src/capture/problem.ts';
import {openCapture} from '../../src/capture/reader.ts';
import {makeEvent} from '../system/events.ts';
import {block, bytes, eventBlock, freshPath, HEAD, MACHINE, openBytes, PROCESSES, readEvents, SECTION} from './blocks.ts';

const event = (fd: number): Buffer => makeEvent('CLOSE_X', {tid: 7, params: {res: 0, fd}});
const EVENTS = Array.from({length: 20}, (_, i) => event(i));
const BLOCKS = EVENTS.map((one) => eventBlock(one));
const WHOLE = Buffer.concat([HEAD, ...BLOCKS]);

test('a file cut anywhere gives all events before the cut, and the offset of the block it cut', async () => {
	await fc.assert(
		fc.asyncProperty(fc.integer({min: HEAD.length + 1, max: WHOLE.length - 1}), fc.boolean(), async (cut, gzip) => {
			const capture = await openBytes(WHOLE.subarray(0, cut), gzip);
			const whole = Math.floor((cut - HEAD.length) / BLOCKS[0].length);
			expect(await readEvents(capture)).toEqual(EVENTS.slice(0, whole));
			const start = HEAD.length + whole * BLOCKS[0].length;
			if (start === cut) expect(capture.problem).toBeUndefined();
			else expect(capture.problem).toMatchObject({code: 'cut-off', offset: start});
		}),
		{numRuns: 60},
	);
});

test('a gzip file that is cut or damaged gives what comes before', async () => {
	const many = Buffer.concat([HEAD, ...Array.from({length: 20_000}, (_, i) => eventBlock(event((i * 2_654_435_761) % 1_000_003)))]);
	const zipped = gzipSync(many);
	for (const damaged of [
		zipped.subarray(0, Math.floor(zipped.length * 0.7)),
		Buffer.concat([zipped.subarray(0, Math.floor(zipped.length * 0.7)), Buffer.alloc(5000, 0xee)]),
	]) {
		const file = freshPath();
		writeFileSync(file, damaged);
		const capture = await openCapture(file);
		const {length} = await readEvents(capture);
		expect(length).toBeGreaterThan(12_000);
		expect(length).toBeLessThan(20_000);
		// What a damaged file inflates to may break the blocks before zlib notices.
		expect(['bad-gzip', 'bad-block']).toContain(capture.problem?.code);
		expect(capture.problem?.offset).toBeGreaterThan(HEAD.length + length * BLOCKS[0].length - 1);
	}
});

const spoil = (at: number, value: number): Buffer => {
	const spoiled = Buffer.from(WHOLE);
	spoiled.writeUInt32LE(value, at);
	return spoiled;
};
const blockAt = (index: number): number => HEAD.length + index * BLOCKS[0].length;

test.each([0, 3, 11, 0xffffffff])('a block length of %i ends the reading there', async (length) => {
	const capture = await openBytes(spoil(blockAt(5) + 4, length));
	expect(await readEvents(capture)).toEqual(EVENTS.slice(0, 5));
	expect(capture.problem).toMatchObject({code: 'bad-block', offset: blockAt(5)});
});

test('two lengths that differ end the reading there', async () => {
	const capture = await openBytes(spoil(blockAt(6) - 4, 0x30));
	expect(await readEvents(capture)).toEqual(EVENTS.slice(0, 5));
	expect(capture.problem).toMatchObject({code: 'bad-block', offset: blockAt(5)});
});

test('an event with wrong lengths is left out, named and counted; the others are read', async () => {
	const headerAt = blockAt(5) + 10;
	for (const [at, value] of [
		[headerAt + 16, 5000],
		[headerAt + 22, 3],
		[headerAt + 22, 0xffffffff],
		[headerAt + 26, 0x0008_ffff],
		[headerAt + 26, 0x0008_0004],
	]) {
		const capture = await openBytes(spoil(at, value));
		expect(await readEvents(capture)).toEqual(EVENTS.filter((_, i) => i !== 5));
		expect(capture.counters.brokenEvents).toBe(1);
		expect(capture.problem).toMatchObject({code: 'bad-event', offset: headerAt});
	}
});

const failure = async (content: Buffer, gzip = false): Promise<CaptureError> => {
	const error: unknown = await openBytes(content, gzip).catch((cause: unknown) => cause);
	expect(error).toBeInstanceOf(CaptureError);
	return error as CaptureError;
};

test('a file that is no capture, or one without state, is refused with the reason', async () => {
	for (const content of [Buffer.alloc(0), Buffer.from('hello'), Buffer.from('GET / HTTP/1.1\r\n'.repeat(100)), Buffer.alloc(4096)])
		expect((await failure(content)).code).toBe('not-a-capture');
	expect((await failure(Buffer.from('hello'), true)).code).toBe('not-a-capture');
	expect((await failure(Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))).code).toBe('not-a-capture');
	expect((await failure(Buffer.concat([SECTION, PROCESSES, eventBlock(EVENTS[0])]))).message).toContain('machine info is missing');
	expect((await failure(Buffer.concat([SECTION, MACHINE, eventBlock(EVENTS[0])]))).message).toContain('process list is missing');
	const bigEndian = block(0x0a0d0d0a, Buffer.concat([bytes([0x4d3c2b1a, 4]), Buffer.alloc(12)]));
	expect((await failure(Buffer.concat([bigEndian, MACHINE, PROCESSES]))).message).toContain('byte order');
	const second = block(0x0a0d0d0a, bytes([0x1a2b3c4d, 4], [2, 2], [0, 2], [-1, 8]));
	expect((await failure(Buffer.concat([second, MACHINE, PROCESSES]))).message).toContain('version 2');
	expect(await openCapture('/nowhere/x.scap').catch((error: CaptureError) => error.code)).toBe('unreadable');
	expect(await openCapture('/').catch((error: CaptureError) => error.code)).toBe('unreadable');
});

test('a process list that leads out of its block is a fault with its place', async () => {
	const list = block(0x215, bytes([400, 4], [7, 8]));
	const error = await failure(Buffer.concat([SECTION, MACHINE, list, eventBlock(EVENTS[0])]));
	expect([error.code, error.message]).toEqual(['no-state', expect.stringContaining('are left in the block')]);
});
