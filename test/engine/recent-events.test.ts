import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {openCapture} from '../../src/capture/reader.ts';
import {RecentEvents} from '../../src/engine/recent-events.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {System} from '../../src/system/system.ts';
import {fileEntry, machineState} from '../system/machine.ts';
import {closes, opens} from './recording.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'recent-'));
afterAll(() => rmSync(folder, {recursive: true}));

const START_MS = 1_700_000_000_000;
const SECOND_NS = 1_000_000_000;

/** Feeds events as the engine does: the ring sees each before the system does. */
function ringOf(events: readonly Buffer[], maxBytes?: number) {
	const system = new System();
	system.load(machineState());
	const ring = new RecentEvents(system, maxBytes);
	const cursor = new EventCursor();
	for (const event of events) {
		cursor.set(event, 0);
		ring.take(cursor, false);
		system.begin(cursor);
		system.end();
	}
	return ring;
}

/** The names that a replay of the file shows, and whether each is shown. */
async function replay(file: string) {
	const capture = await openCapture(file);
	const system = new System();
	const cursor = new EventCursor();
	const shown: string[] = [];
	let hidden = 0;
	system.load(capture.head);
	while (await capture.fill()) {
		while (capture.next(cursor)) {
			const {fd} = system.begin(cursor);
			if (capture.stateOnly) hidden++;
			else shown.push(fd?.name ?? '');
			system.end();
		}
	}
	await capture.close();
	return {shown, hidden};
}

let files = 0;
const freshFile = (): string => path.join(folder, `${files++}.scap`);

test('a span is saved with the state that its events need, which came before it', async () => {
	const ring = ringOf([opens('/early', 7, 0), opens('/other', 8, SECOND_NS), closes(7, 20 * SECOND_NS), closes(8, 60 * SECOND_NS)]);
	const file = freshFile();
	const saved = await ring.save(file, START_MS + 10_000, START_MS + 30_000);
	expect(saved).toMatchObject({events: 1, stateOnly: 2, toMs: START_MS + 20_000});
	expect(await replay(file)).toEqual({shown: ['/early'], hidden: 2});
});

test('the ring is bounded: what is old makes room, and a span is saved as far as it is kept', async () => {
	const events = Array.from({length: 2_000}, (_, i) => opens(`/file/${i}`, 3, i * SECOND_NS));
	const ring = ringOf(events, 64 << 10);
	expect(ring.usedBytes).toBeLessThanOrEqual(64 << 10);
	expect(ring.events).toBeLessThan(1_000);
	const file = freshFile();
	await ring.save(file, START_MS, START_MS + 2_000_000);
	const {shown} = await replay(file);
	expect(shown).toHaveLength(ring.events);
	expect(shown.at(-1)).toBe('/file/1999');
	await expect(ring.save(freshFile(), START_MS, START_MS + 1000)).rejects.toMatchObject({code: 'events-gone'});
});

test('an event larger than a part of the ring is left out and counted', () => {
	const ring = ringOf([opens(`/${'x'.repeat(3_000)}`)], 8 << 10);
	expect([ring.tooLarge, ring.events]).toEqual([1, 0]);
});

test('nothing is kept before the first event, and no file is made', async () => {
	const file = freshFile();
	await expect(ringOf([]).save(file, 0, START_MS)).rejects.toMatchObject({code: 'events-gone'});
	expect(existsSync(file)).toBe(false);
});

test('an accepted connection keeps its two ends through a saved state', async () => {
	const system = new System();
	const server = fileEntry(5, '', {type: 'ipv4server', sip: '\x7f\0\0\x01', sport: 80, l4proto: 2});
	const accepted = fileEntry(6, '', {type: 'ipv4', sip: '\x7f\0\0\x01', sport: 80, dip: '\x0a\0\0\x02', dport: 4000, l4proto: 2});
	system.load(machineState({descriptors: [{tid: 100, entries: [server, accepted]}]}));
	const name = () => system.threads.get(100)?.fds.get(6)?.name;
	const before = name();
	system.load(system.snapshot());
	expect([before, name()]).toEqual(['10.0.0.2:4000->127.0.0.1:80', '10.0.0.2:4000->127.0.0.1:80']);
});
