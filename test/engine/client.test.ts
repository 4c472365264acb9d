import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {EngineClient, EngineClosed, type RulesMessage} from '../../src/engine/client.ts';
import type {EngineMessage} from '../../src/engine/protocol.ts';
import {engineOptions} from './options.ts';
import {opens, rulesText, writeRecording} from './recording.ts';

const WORKER = path.resolve(import.meta.dirname, '../../dist/engine-worker.cjs');

let folder: string;
let file: string;
beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'client-'));
	file = path.join(folder, 'r.scap');
	await writeRecording(
		file,
		Array.from({length: 10_000}, (_, i) => opens(`/file${i}`, 3, i)),
	);
});
afterAll(() => rmSync(folder, {recursive: true}));

const rules = (name: string) => [{name: 'r.yaml', text: rulesText({[name]: 'evt.type=openat'})}];

function clientOf() {
	const client = new EngineClient(WORKER);
	const messages: EngineMessage[] = [];
	client.onMessage((message) => messages.push(message));
	return {client, messages, has: (kind: EngineMessage['kind']) => () => messages.some((message) => message.kind === kind)};
}

test('alerts of the worker arrive whole and in order, acknowledged without doing', async () => {
	const {client, messages, has} = clientOf();
	client.start(engineOptions({source: {kind: 'capture', file, speed: 0}, rules: rules('a')}));
	await expect.poll(has('ended'), {timeout: 40_000}).toBe(true);
	const alerts = messages.flatMap((message) => (message.kind === 'alerts' ? message.alerts : []));
	expect(alerts.map(({seq}) => seq)).toEqual(Array.from({length: 10_000}, (_, i) => i + 1));
	expect(alerts[0].tsNs).toBe(1_700_000_000_000_000_000n);
	await client.close();
});

test('between two turns of the event loop come no more alerts than the window, however slow the reader is', async () => {
	const client = new EngineClient(WORKER);
	let inTurn = 0;
	let most = 0;
	let alerts = 0;
	let hasEnded = false;
	const turn = (): void => {
		inTurn = 0;
		if (!hasEnded) setImmediate(turn);
	};
	turn();
	client.onMessage((message) => {
		if (message.kind === 'ended') hasEnded = true;
		if (message.kind !== 'alerts') return;
		alerts += message.alerts.length;
		inTurn += message.alerts.length;
		most = Math.max(most, inTurn);
		// Slower than the engine: without turns between, it would always have the next message there.
		for (const until = performance.now() + 8; performance.now() < until; );
	});
	client.start(engineOptions({source: {kind: 'capture', file, speed: 0}, rules: rules('a')}));
	await expect.poll(() => hasEnded, {timeout: 40_000}).toBe(true);
	expect(alerts).toBe(10_000);
	expect(most).toBeLessThanOrEqual(256);
	await client.close();
});

test('questions are answered after the end of a capture too, and refused after close', async () => {
	const {client, has} = clientOf();
	client.start(engineOptions({source: {kind: 'capture', file, speed: 0}, rules: rules('a')}));
	await expect.poll(has('ended'), {timeout: 40_000}).toBe(true);
	expect((await client.processes()).map(({pid}) => pid)).toEqual([1, 100]);
	expect(await client.setRules(rules('b'))).toMatchObject({kind: 'rules', rules: [{name: 'b'}], problems: []});
	expect(await client.checkRules([{name: 'r.yaml', text: rulesText({c: 'no.such.field=1'})}])).toMatchObject([
		{severity: 'error', file: 'r.yaml'},
	]);
	expect(await client.checkRules(rules('c'))).toEqual([]);
	await client.close();
	await expect(client.processes()).rejects.toBeInstanceOf(EngineClosed);
});

test('close stops a replay in its middle', async () => {
	const {client, messages, has} = clientOf();
	client.start(engineOptions({source: {kind: 'capture', file, speed: 0.000001}, rules: rules('a')}));
	await expect.poll(has('tick'), {timeout: 40_000}).toBe(true);
	await client.close();
	expect(messages.at(-1)?.kind).toBe('ended');
});

test('rules come with what whoever changes them must know: macros, lists, exceptions', async () => {
	const {client, messages, has} = clientOf();
	const text = `
- list: shells
  items: [sh, bash]
- macro: user_known_thing
  condition: (evt.num=0)
- rule: opens
  desc: d
  condition: evt.type=openat and proc.name in (shells) and not user_known_thing
  output: o
  priority: INFO
  exceptions:
    - {name: ours, fields: [proc.name], comps: [in], values: [[[a, b]]]}
`;
	client.start(engineOptions({source: {kind: 'capture', file, speed: 0}, rules: [{name: 'r.yaml', text}]}));
	await expect.poll(has('ended'), {timeout: 40_000}).toBe(true);
	const message = messages.find(({kind}) => kind === 'rules') as RulesMessage;
	expect(message.definitions.lists).toEqual([{name: 'shells', items: ['sh', 'bash']}]);
	expect(message.definitions.macros).toEqual([{name: 'user_known_thing', condition: '(evt.num=0)', canMatch: false}]);
	expect(message.definitions.exceptions).toMatchObject([{rule: 'opens', exceptions: [{name: 'ours', fields: ['proc.name']}]}]);
	await client.close();
});
