import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {EventLine} from '../../src/engine/event-line.ts';
import type {EngineMessage} from '../../src/engine/protocol.ts';
import {EngineSession} from '../../src/engine/session.ts';
import {engineOptions} from './options.ts';
import {closes, opens, writeRecording} from './recording.ts';

const MACROS = '- macro: opened\n  condition: evt.type=openat and fd.name exists\n';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'watch-'));
});
afterAll(() => rmSync(folder, {recursive: true}));

/** Watches a recording under a filter; the session is asked as soon as the rules are there. */
async function watch(events: readonly Buffer[], filter: string) {
	const file = path.join(folder, `${Math.random()}.scap`);
	await writeRecording(file, events);
	const lines: EventLine[] = [];
	const answers: Extract<EngineMessage, {kind: 'watching'}>[] = [];
	let dropped = 0;
	const session = new EngineSession((message) => {
		if (message.kind === 'rules') session.handle({kind: 'watch', id: 7, filter});
		else if (message.kind === 'watching') answers.push(message);
		else if (message.kind === 'events') {
			lines.push(...message.lines);
			dropped += message.dropped;
		} else if (message.kind === 'ended') session.handle({kind: 'stop'});
	});
	await session.start(engineOptions({source: {kind: 'capture', file, speed: 0}, rules: [{name: 'r.yaml', text: MACROS}]}));
	return {lines, answers, dropped};
}

test('events that the filter lets through come as lines with all their fields; macros may be named', async () => {
	const {lines, answers} = await watch([opens('/etc/x'), closes(), opens('/etc/y')], 'opened and fd.name endswith y');
	expect(answers).toEqual([{kind: 'watching', id: 7, problems: []}]);
	expect(lines).toHaveLength(1);
	expect(lines[0]).toMatchObject({num: 3, type: 'openat', tid: 100, fields: {'fd.name': '/etc/y', 'evt.type': 'openat'}});
	expect(lines[0].info).toContain('name=/etc/y');
});

test('without a filter every event passes; what is too much to be read is counted', async () => {
	const events = Array.from({length: 500}, (_, at) => opens(`/file${at}`));
	const {lines, dropped} = await watch(events, '');
	expect(lines.length).toBeGreaterThan(0);
	expect(lines.length + dropped).toBe(500);
	expect(dropped).toBeGreaterThan(0);
});

test.each([
	['proc.nane = x', 'unknown-field'],
	['no_macro', 'undefined-macro'],
	['proc.name =', 'syntax'],
])('what is wrong with %s is told, and nothing is watched', async (filter, code) => {
	const {lines, answers, dropped} = await watch([opens('/etc/x')], filter);
	expect(answers[0].problems[0]).toMatchObject({code});
	expect([lines.length, dropped]).toEqual([0, 0]);
});
