import {spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openCapture} from '../../src/capture/reader.ts';
import {closes, opens, writeRecording} from '../engine/recording.ts';
import {freshPath, readEvents} from './blocks.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'falconer-pipe-'));
const source = path.join(folder, 'source.scap');
const EVENTS = Array.from({length: 5_000}, (_, i) => [opens(`/file/${i}`), closes()]).flat();
let bytes: Buffer;

beforeAll(async () => {
	await writeRecording(source, EVENTS);
	bytes = readFileSync(source);
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** Opens a named pipe that `sh` writes to. */
async function throughPipe(script: string, file: string) {
	const pipe = freshPath();
	expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
	const writer = spawn('sh', ['-c', script, 'sh', file, pipe], {stdio: 'ignore'});
	const gone = new Promise((resolve) => writer.once('exit', resolve));
	const capture = await openCapture(pipe);
	const events = await readEvents(capture);
	await gone;
	return {events, capture};
}

test('a compressed capture is read from a pipe, also when its first bytes come one by one', async () => {
	const {events, capture} = await throughPipe('{ head -c1 "$1"; tail -c+2 "$1"; } > "$2"', source);
	expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
	expect(events).toEqual(EVENTS);
	expect([capture.problem, capture.fileSizeBytes, capture.fileBytesRead]).toEqual([undefined, 0, bytes.length]);
});

test('captures one after the other in a pipe are sections of one', async () => {
	const {events, capture} = await throughPipe('gunzip -c "$1" > "$2.plain"; cat "$2.plain" "$2.plain" > "$2"; rm "$2.plain"', source);
	expect(events.length).toBe(EVENTS.length * 2);
	expect(capture.section).toBe(2);
});

test('a pipe that nobody writes to, or that goes quiet, can be left', async () => {
	const pipe = freshPath();
	expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
	const early = new AbortController();
	const opening = openCapture(pipe, early.signal);
	early.abort();
	await expect(opening).rejects.toBe(early.signal.reason);

	const late = new AbortController();
	const writer = spawn('sh', ['-c', 'exec 3> "$2"; gunzip -c "$1" | head -c 200000 >&3; exec sleep 60', 'sh', source, pipe], {
		stdio: 'ignore',
	});
	const capture = await openCapture(pipe, late.signal);
	const reading = readEvents(capture);
	await expect.poll(() => capture.fileBytesRead).toBe(200_000);
	late.abort();
	expect((await reading).length).toBeGreaterThan(0);
	expect(capture.problem).toBeUndefined();
	writer.kill();
});

test('a pipe that breaks gives what came before', async () => {
	const cut = freshPath();
	writeFileSync(cut, gzipSync(bytes).subarray(0, 20));
	await expect(throughPipe('cat "$1" > "$2"', cut)).rejects.toMatchObject({code: expect.stringMatching(/not-a-capture|no-state/)});
	writeFileSync(cut, bytes.subarray(0, Math.floor(bytes.length / 2)));
	const {events, capture} = await throughPipe('cat "$1" > "$2"', cut);
	expect(events.length).toBeGreaterThan(0);
	expect(events.length).toBeLessThan(EVENTS.length);
	expect(capture.problem?.code).toBe('bad-gzip');
});
