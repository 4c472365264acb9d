import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openCapture} from '../../src/capture/reader.ts';
import {RotatingWriter} from '../../src/capture/rotating-writer.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {EVENT_TYPES} from '../../src/events/event-types.ts';
import {containerEvents} from '../../src/system/container-dump.ts';
import {System} from '../../src/system/system.ts';
import {closes, opens, writeRecording} from '../engine/recording.ts';
import {PROJECT} from '../live/agent-process.ts';
import {makeEvent} from '../system/events.ts';
import {machineState} from '../system/machine.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'falconer-record-'));
const inFolder = (name: string) => path.join(folder, name);
const source = inFolder('source.scap');

/** 20 opens and closes, and the kinds of files they open take turns. */
const EVENTS = Array.from({length: 20}, (_, i) => [
	opens(i % 2 === 0 ? '/etc/a' : '/tmp/b', 3, i * 1000),
	closes(3, i * 1000 + 500),
]).flat();

beforeAll(() => writeRecording(source, EVENTS));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const record = (...args: string[]) => spawnSync('bin/falconer', ['record', ...args], {cwd: PROJECT, encoding: 'utf8'});

interface Seen {
	readonly type: string;
	readonly stateOnly: boolean;
}

async function eventsOf(file: string): Promise<Seen[]> {
	const capture = await openCapture(file);
	const cursor = new EventCursor();
	const seen: Seen[] = [];
	while (await capture.fill()) while (capture.next(cursor)) seen.push({type: EVENT_TYPES[cursor.type].name, stateOnly: capture.stateOnly});
	await capture.close();
	expect(capture.problem).toBeUndefined();
	return seen;
}

test('without a filter every event is written as it is', async () => {
	const done = record('-r', source, '-w', inFolder('all.scap'));
	expect(done.stderr).toContain('40 events');
	expect(done.stderr).toContain('nothing dropped');
	expect(await eventsOf(inFolder('all.scap'))).toEqual(await eventsOf(source));
});

test('what a filter does not show is kept for the state only', async () => {
	const done = record('-r', source, '-w', inFolder('filtered.scap'), 'evt.type = openat and', 'fd.name = /etc/a');
	expect(done.stderr).toContain('10 events and 30 for the state only');
	const seen = await eventsOf(inFolder('filtered.scap'));
	expect(seen.filter(({stateOnly}) => !stateOnly)).toEqual(Array.from({length: 10}, () => ({type: 'openat', stateOnly: false})));
	expect(seen).toHaveLength(40);
});

test('events kept for the state only raise no alerts', () => {
	const rules = inFolder('rules.yaml');
	writeFileSync(rules, '- rule: open\n  desc: d\n  condition: evt.type = openat\n  output: "%fd.name"\n  priority: INFO\n');
	record('-r', source, '-w', inFolder('for-alerts.scap'), 'fd.name = /etc/a');
	const args = ['agent', '-r', rules, '-o', 'engine.kind=replay', '-o', `engine.replay.capture_file=${inFolder('for-alerts.scap')}`];
	const {stdout} = spawnSync('bin/falconer', args, {cwd: PROJECT, encoding: 'utf8'});
	expect(stdout.match(/\/etc\/a/g)).toHaveLength(10);
	expect(stdout).not.toContain('/tmp/b');
});

test('a filter that is wrong is shown with the place, and no file is made', () => {
	const done = record('-r', source, '-w', inFolder('never.scap'), 'proc.nam = x');
	expect(done.status).toBe(1);
	expect(done.stderr).toContain('proc.nam = x\n^');
	expect(existsSync(inFolder('never.scap'))).toBe(false);
});

test('a file that is there is never overwritten', () => {
	writeFileSync(inFolder('precious'), 'mine');
	const done = record('-r', source, '-w', inFolder('precious'));
	expect([done.status, readFileSync(inFolder('precious'), 'utf8')]).toEqual([1, 'mine']);
	expect(done.stderr).toContain('exists already');
});

test('-n counts the events that are shown; a name that ends with .gz is compressed', async () => {
	record('-r', source, '-w', inFolder('some.scap.gz'), '-n', '5');
	expect(await eventsOf(inFolder('some.scap.gz'))).toHaveLength(5);
	expect(readFileSync(inFolder('some.scap.gz')).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
	expect(readFileSync(inFolder('all.scap')).subarray(0, 2)).not.toEqual(Buffer.from([0x1f, 0x8b]));
});

test('-W without -C is refused', () => {
	expect(record('-r', source, '-w', inFolder('w.scap'), '-W', '3').stderr).toContain('-W needs -C');
});

test('files of a bounded size follow one another, each with the state of its beginning; of old ones the last stay', async () => {
	const system = new System();
	system.load(machineState());
	const writer = new RotatingWriter({
		path: inFolder('turn.scap'),
		gzip: false,
		maxFileBytes: 2_000,
		maxFiles: 11,
		head: () => system.snapshot(),
	});
	const cursor = new EventCursor();
	for (let round = 0; round < 30; round++) {
		for (const event of EVENTS) {
			cursor.set(event, 0);
			writer.rotate();
			system.begin(cursor);
			if (!writer.write(cursor, false)) await writer.drain();
			system.end();
		}
	}
	await writer.close();
	const files = readdirSync(folder).filter((name) => name.startsWith('turn.scap'));
	expect(files).toHaveLength(11);
	expect(files).toContain('turn.scap00');
	expect(writer.files).toBeGreaterThan(11);
	expect(writer.events).toBe(EVENTS.length * 30);
	for (const name of files) {
		const capture = await openCapture(inFolder(name));
		expect(capture.head.threads.map(({tid}) => tid)).toEqual(machineState().threads.map(({tid}) => tid));
		await capture.close();
		expect((await eventsOf(inFolder(name))).length).toBeGreaterThan(0);
	}
});

test('a size limit below the size of the head does not give a file for each event', async () => {
	const system = new System();
	system.load(machineState());
	const writer = new RotatingWriter({path: inFolder('small.scap'), gzip: false, maxFileBytes: 1, head: () => system.snapshot()});
	const cursor = new EventCursor();
	for (const event of EVENTS) {
		cursor.set(event, 0);
		writer.rotate();
		writer.write(cursor, false);
	}
	await writer.close();
	expect(writer.files).toBeLessThan(EVENTS.length / 2);
});

test('a capture that breaks off is taken up to there, and fails', () => {
	const cut = inFolder('cut-off.scap');
	writeFileSync(cut, gunzipSync(readFileSync(source)).subarray(0, -20));
	const done = record('-r', cut, '-w', inFolder('from-cut.scap'));
	expect([done.status, done.stderr]).toEqual([1, expect.stringMatching(/at byte \d+: the capture ends inside a block[\s\S]*39 events/)]);
});

test('containers that are known when a recording begins are in it', async () => {
	const first = inFolder('containers.scap');
	const json = JSON.stringify({container: {id: '32a1026ccb88', full_id: '32a1026ccb88aa', name: 'web', image: 'nginx:1', type: 7}});
	const system = new System();
	system.load(machineState());
	const watch = new EventCursor();
	watch.set(makeEvent('ASYNCEVENT_E', {tid: -1, params: {plugin_id: 0, name: 'container', data: `${json}\0`}}), 0);
	system.begin(watch);
	system.end();
	const writer = new RotatingWriter({
		path: first,
		gzip: false,
		head: () => system.snapshot(),
		firstEvents: (tsNs) => containerEvents(system.containers.values(), tsNs),
	});
	watch.set(EVENTS[0], 0);
	writer.write(watch, false);
	await writer.close();
	const replayed = new System();
	const capture = await openCapture(first);
	const cursor = new EventCursor();
	const times: bigint[] = [];
	replayed.load(capture.head);
	while (await capture.fill()) {
		while (capture.next(cursor)) {
			replayed.begin(cursor);
			replayed.end();
			times.push(cursor.tsNs);
		}
	}
	await capture.close();
	expect(replayed.containers.get('32a1026ccb88')).toEqual(system.containers.get('32a1026ccb88'));
	expect(replayed.containers.get('32a1026ccb88')?.name).toBe('web');
	expect(times[0]).toBe(times[1]);
});
