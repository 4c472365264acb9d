import {mkdtempSync, writeFileSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import {onTestFinished} from 'vitest';
import {type Capture, openCapture} from '../../src/capture/reader.ts';
import {EventCursor} from '../../src/events/cursor.ts';

/** Bytes from numbers with their widths: `bytes([1, 4], [2, 2])` is a u32 and a u16; strings and buffers stand for themselves. */
export function bytes(...parts: (readonly [number | bigint, 1 | 2 | 4 | 8] | string | Buffer)[]): Buffer {
	return Buffer.concat(
		parts.map((part) => {
			if (typeof part === 'string') return Buffer.from(part, 'latin1');
			if (Buffer.isBuffer(part)) return part;
			const number = Buffer.alloc(8);
			number.writeBigUInt64LE(BigInt.asUintN(64, BigInt(part[0])));
			return number.subarray(0, part[1]);
		}),
	);
}

/** A string with its length in front. */
export const str = (text: string): Buffer => bytes([text.length, 2], text);

export function block(code: number, body: Buffer): Buffer {
	const padding = Buffer.alloc((4 - (body.length % 4)) % 4);
	const length = body.length + padding.length + 12;
	return bytes([code, 4], [length, 4], body, padding, [length, 4]);
}

export const SECTION = block(0x0a0d0d0a, bytes([0x1a2b3c4d, 4], [1, 2], [2, 2], [-1, 8]));
export const MACHINE = block(
	0x201,
	bytes([2, 4], [1 << 20, 8], [100, 8], 'box'.padEnd(128, '\0'), [5_000_000_000n, 8], [0, 8], [0, 8], [0, 8]),
);

/** A process list entry without its own length, as versions before 9 have it, with everything up to `root`. */
export function processEntry(version: number): Buffer {
	const parts: Parameters<typeof bytes> = [
		[7, 8],
		[7, 8],
		[1, 8],
	];
	if (version >= 6) parts.push([6, 8]);
	if (version >= 8) parts.push([5, 8]);
	parts.push(str('cat'), str('/bin/cat'));
	if (version >= 7) parts.push(str('/usr/bin/cat'));
	parts.push(str('a\0b\0'), str('/tmp'), [1024, 8], [0, 4], [1000, 4], [1001, 4]);
	if (version >= 2) parts.push([10, 4], [11, 4], [12, 4], [13, 8], [14, 8]);
	if (version >= 3) parts.push(str('A=1\0'));
	if (version >= 4) parts.push([3, 8], [4, 8], str('cpu=/x\0'));
	if (version >= 5) parts.push(str('/root'));
	return bytes(...parts);
}

export const PROCESSES = block(0x214, processEntry(8));
export const HEAD = Buffer.concat([SECTION, MACHINE, PROCESSES]);

/** An event block of today. */
export const eventBlock = (event: Buffer, code = 0x216): Buffer => block(code, bytes([1, 2], event));

/** A path in a folder of its own that goes away after the test. */
export function freshPath(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'falconer-capture-'));
	onTestFinished(() => rm(folder, {recursive: true, force: true}));
	return path.join(folder, 'test.scap');
}

/** Opens bytes as a capture file. */
export function openBytes(content: Buffer, gzip = false): Promise<Capture> {
	const file = freshPath();
	writeFileSync(file, gzip ? gzipSync(content) : content);
	return openCapture(file);
}

/** Everything a capture still holds: copies of its events. The capture is closed. */
export async function readEvents(capture: Capture): Promise<Buffer[]> {
	const cursor = new EventCursor();
	const events: Buffer[] = [];
	while (await capture.fill()) while (capture.next(cursor)) events.push(cursor.copy());
	await capture.close();
	return events;
}
