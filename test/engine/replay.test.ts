import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {EngineMessage} from '../../src/engine/protocol.ts';
import {EngineSession} from '../../src/engine/session.ts';
import {engineOptions} from './options.ts';
import {opens, rulesText, writeRecording} from './recording.ts';

const START_NS = 1_700_000_000_000_000_000n;
const SECOND = 1_000_000_000;
const MINUTE = 60;

let folder: string;
let file: string;

/** An hour of a quiet machine: an event a minute. */
beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'replay-'));
	file = path.join(folder, 'hour.scap');
	await writeRecording(
		file,
		Array.from({length: 61}, (_, minute) => opens(`/minute/${minute}`, 3, minute * MINUTE * SECOND)),
	);
});
afterAll(() => rmSync(folder, {recursive: true}));

const at = (minute: number): bigint => START_NS + BigInt(minute * MINUTE) * BigInt(SECOND);

/** A replay as the dashboard runs it, at the recorded pace: within a test nothing but a seek moves it on. */
function replay() {
	const messages: EngineMessage[] = [];
	const session = new EngineSession((message) => {
		messages.push(message);
		if (message.kind === 'alerts') queueMicrotask(() => session.handle({kind: 'ack', alerts: message.alerts.length}));
	});
	const rules = [{name: 'r.yaml', text: rulesText({a: 'evt.type=openat'}, '%fd.name')}];
	const finished = session.start(engineOptions({source: {kind: 'capture', file, speed: 1, seekable: true}, rules}));
	/** Alerts since the replay last began anew. */
	const alerts = () => {
		const from = messages.findLastIndex(({kind}) => kind === 'restarted');
		return messages.slice(from + 1).flatMap((message) => (message.kind === 'alerts' ? message.alerts.map((alert) => alert.message) : []));
	};
	const kinds = () => messages.map(({kind}) => kind);
	const lastTick = () => messages.findLast((message) => message.kind === 'tick')?.tick;
	const stop = async () => {
		session.handle({kind: 'stop'});
		await finished;
	};
	return {session, alerts, kinds, lastTick, stop};
}

const poll = <T>(read: () => T) => expect.poll(read, {timeout: 40_000});

const names = (count: number): string[] => Array.from({length: count}, (_, minute) => `/minute/${minute}`);

test('a seek forward processes what lies between at once, then the recorded pace counts again', async () => {
	const {session, alerts, stop} = replay();
	await poll(alerts).toEqual(names(1));
	session.handle({kind: 'seek', toNs: at(30)});
	await poll(alerts).toEqual(names(31));
	await stop();
	expect(alerts()).toEqual(names(31));
});

test('a seek back begins anew: alerts and counts of before are void', async () => {
	const {session, alerts, kinds, lastTick, stop} = replay();
	await poll(alerts).toEqual(names(1));
	session.handle({kind: 'seek', toNs: at(40)});
	await poll(alerts).toEqual(names(41));
	session.handle({kind: 'seek', toNs: at(5)});
	await poll(alerts).toEqual(names(6));
	expect(kinds().filter((kind) => kind === 'restarted')).toHaveLength(1);
	await poll(() => lastTick()?.events).toBe(6);
	expect(lastTick()).toMatchObject({alerts: 6, hits: {a: 6}});
	await stop();
});

test('a replay that is paused can be walked through', async () => {
	const {session, alerts, stop} = replay();
	await poll(alerts).toEqual(names(1));
	session.handle({kind: 'setPaused', paused: true});
	session.handle({kind: 'seek', toNs: at(3)});
	await poll(alerts).toEqual(names(4));
	await stop();
});

test('the pace can be changed while it runs; at the end one can go back', async () => {
	const {session, alerts, kinds, stop} = replay();
	await poll(alerts).toEqual(names(1));
	session.handle({kind: 'setSpeed', speed: 0});
	await poll(kinds).toContain('ended');
	expect(alerts()).toEqual(names(61));
	session.handle({kind: 'setSpeed', speed: 1});
	session.handle({kind: 'seek', toNs: at(10)});
	await poll(alerts).toEqual(names(11));
	await stop();
	expect(kinds().filter((kind) => kind === 'ended')).toHaveLength(2);
});

test('ticks tell the pace and how long the recording is', async () => {
	const {lastTick, stop} = replay();
	await poll(() => lastTick()?.replay).toEqual({speed: 1, isSeeking: false, isOnce: false, startNs: at(0), endNs: at(60)});
	await stop();
});

test('a recording that loops keeps its pace in every round', async () => {
	const looped = path.join(folder, 'looped.scap');
	await writeRecording(looped, [opens('/a', 3, 0), opens('/b', 3, 0.3 * SECOND)]);
	const times: number[] = [];
	const session = new EngineSession((message) => {
		if (message.kind !== 'alerts') return;
		for (const _ of message.alerts) times.push(performance.now());
		queueMicrotask(() => session.handle({kind: 'ack', alerts: message.alerts.length}));
	});
	const rules = [{name: 'r.yaml', text: rulesText({a: 'evt.type=openat'})}];
	const finished = session.start(engineOptions({source: {kind: 'capture', file: looped, speed: 1, loop: true, seekable: true}, rules}));
	await poll(() => times.length).toBeGreaterThan(5);
	session.handle({kind: 'stop'});
	await finished;
	expect(times[5] - times[0]).toBeGreaterThan(850);
});
