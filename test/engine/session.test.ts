import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {EngineMessage} from '../../src/engine/protocol.ts';
import {EngineSession} from '../../src/engine/session.ts';
import {engineOptions} from './options.ts';
import {closes, opens, rulesText, writeRecording} from './recording.ts';

let folder: string;
let short: string;
let long: string;
const LONG = 30_000;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'session-'));
	short = path.join(folder, 'short.scap');
	long = path.join(folder, 'long.scap');
	await writeRecording(short, [opens('/etc/x'), closes(), opens('/etc/y')]);
	await writeRecording(
		long,
		Array.from({length: LONG}, (_, i) => opens(`/file${i}`, 3, i * 1000)),
	);
});
afterAll(() => rmSync(folder, {recursive: true}));

/** A session whose messages a test reads; alerts are acknowledged when `acknowledge` says so. */
function sessionOf() {
	const messages: EngineMessage[] = [];
	let acknowledge = true;
	const session = new EngineSession((message) => {
		messages.push(message);
		if (message.kind === 'alerts' && acknowledge) queueMicrotask(() => session.handle({kind: 'ack', alerts: message.alerts.length}));
	});
	const alerts = () => messages.flatMap((message) => (message.kind === 'alerts' ? message.alerts : []));
	return {session, messages, alerts, setAcknowledge: (on: boolean) => (acknowledge = on)};
}

const rules = (conditions: Record<string, string>) => [{name: 'r.yaml', text: rulesText(conditions)}];
const capture = (file: string, speed = 0) => ({kind: 'capture', file, speed}) as const;

test('a replay says that it started, which rules there are, the alerts, the totals, and that it ended', async () => {
	const {session, messages, alerts} = sessionOf();
	await session.start(engineOptions({source: capture(short), rules: rules({a: 'evt.type=openat'})}));
	expect(messages.map(({kind}) => kind)).toEqual(['started', 'rules', 'alerts', 'tick', 'ended']);
	expect(messages[0]).toMatchObject({source: {kind: 'capture', label: 'replay short.scap', hostname: 'host'}});
	expect(messages[1]).toMatchObject({id: 0, problems: [], rules: [{name: 'a', enabled: true, condition: 'evt.type=openat'}]});
	expect(alerts().map(({message}) => message)).toEqual(['1 /etc/x', '3 /etc/y']);
	expect(messages[3]).toMatchObject({tick: {events: 3, alerts: 2, hits: {a: 2}, eventTsNs: 1_700_000_000_000_000_000n, progress: 1}});
	expect(messages[4]).toMatchObject({events: 3, problem: undefined});
});

test('a replay waits for a slow reader and loses nothing', async () => {
	const {session, messages, alerts, setAcknowledge} = sessionOf();
	setAcknowledge(false);
	const ended = session.start(engineOptions({source: capture(long), rules: rules({a: 'evt.type=openat'})}));
	await expect.poll(() => messages.filter(({kind}) => kind === 'tick').length, {timeout: 40_000}).toBeGreaterThan(2);
	const held = alerts().length;
	expect(held).toBeLessThan(LONG / 2);
	setAcknowledge(true);
	session.handle({kind: 'ack', alerts: held});
	await ended;
	expect(alerts().map(({evtNum}) => evtNum)).toEqual(Array.from({length: LONG}, (_, i) => i + 1));
	expect(messages.at(-2)).toMatchObject({kind: 'tick', tick: {drops: {alert_queue: 0}}});
});

test('rules are swapped while a replay runs: state, numbers and events stay', async () => {
	const {session, messages, alerts, setAcknowledge} = sessionOf();
	setAcknowledge(false);
	const ended = session.start(engineOptions({source: capture(long), rules: rules({before: 'evt.type=openat'})}));
	await expect.poll(() => alerts().length, {timeout: 40_000}).toBeGreaterThan(0);
	const held = alerts().length;
	session.handle({kind: 'setRules', id: 7, rules: rules({after: 'evt.type=openat'})});
	expect(messages.find((message) => message.kind === 'rules' && message.id === 7)).toMatchObject({rules: [{name: 'after'}]});
	setAcknowledge(true);
	session.handle({kind: 'ack', alerts: held});
	await ended;
	const names = alerts().map(({rule}) => rule);
	expect(alerts().map(({evtNum}) => evtNum)).toEqual(Array.from({length: LONG}, (_, i) => i + 1));
	expect(names.lastIndexOf('before')).toBe(names.indexOf('after') - 1);
	expect(alerts().at(-1)?.fields['fd.name']).toBe(`/file${LONG - 1}`);
});

test('a swap with a rule that does not load says so and uses the others', async () => {
	const {session, messages, alerts, setAcknowledge} = sessionOf();
	setAcknowledge(false);
	const ended = session.start(engineOptions({source: capture(long), rules: rules({a: 'evt.type=openat'})}));
	await expect.poll(() => alerts().length, {timeout: 40_000}).toBeGreaterThan(0);
	session.handle({kind: 'setRules', id: 1, rules: rules({bad: 'no.such.field=1', good: 'evt.type=openat'})});
	session.handle({kind: 'stop'});
	await ended;
	const answer = messages.find((message) => message.kind === 'rules' && message.id === 1);
	expect(answer).toMatchObject({rules: [{name: 'good'}], problems: [{code: 'LOAD_ERR_COMPILE_CONDITION'}]});
});

test('a paused replay stands still and goes on', async () => {
	const {session, messages} = sessionOf();
	session.handle({kind: 'setPaused', paused: true});
	const ended = session.start(engineOptions({source: capture(long, 1000), rules: rules({a: 'evt.type=openat'})}));
	await expect.poll(() => messages.filter(({kind}) => kind === 'tick').length, {timeout: 40_000}).toBeGreaterThan(1);
	expect(messages.filter(({kind}) => kind === 'alerts')).toEqual([]);
	session.handle({kind: 'setPaused', paused: false});
	await ended;
	expect(messages.at(-1)).toMatchObject({kind: 'ended', events: LONG});
});

test('processes are told as the system knows them', async () => {
	const {session, messages} = sessionOf();
	await session.start(engineOptions({source: capture(short), rules: rules({a: 'evt.type=openat'})}));
	session.handle({kind: 'processes', id: 3});
	expect(messages.at(-1)).toMatchObject({
		kind: 'processes',
		id: 3,
		processes: [
			{pid: 1, ppid: 0, name: 'name1'},
			{pid: 100, ppid: 1, name: 'name100', cmdline: 'name100', exepath: '/bin/name100', events: 3, alerts: 2},
		],
	});
});

test('a file that is no capture is a failure with a code and a hint', async () => {
	const {session, messages} = sessionOf();
	await session.start(engineOptions({source: capture(path.join(folder, 'missing.scap'))}));
	expect(messages).toMatchObject([{kind: 'failed', code: 'unreadable'}]);
});

test('an alert keeps that its event had no value its rule asked for, and nothing of what nobody asked for', async () => {
	const {session, alerts} = sessionOf();
	await session.start(
		engineOptions({source: capture(short), rules: rules({a: 'evt.type=openat and not fd.cip.name = here'}), snapshots: true}),
	);
	const [{snapshot}] = alerts();
	expect([snapshot['evt.type'], 'fd.cip.name' in snapshot, snapshot['fd.cip.name']]).toEqual(['openat', true, undefined]);
	expect('fd.sip.name' in snapshot || 'fd.sip' in snapshot).toBe(false);
});
