import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {CountScope, SecondCounts, TypeCounts} from '../../src/engine/counts.ts';
import {EngineSession} from '../../src/engine/session.ts';
import {makeEvent} from '../system/events.ts';
import {engineOptions} from './options.ts';
import {closes, opens, rulesText, writeRecording} from './recording.ts';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'counts-'));
});
afterAll(() => rmSync(folder, {recursive: true}));

/** Counts a recording; the session is asked as soon as the rules are there. */
async function count(events: readonly Buffer[], scope: CountScope): Promise<TypeCounts[]> {
	const file = path.join(folder, `${Math.random()}.scap`);
	await writeRecording(file, events);
	const counts: TypeCounts[] = [];
	const session = new EngineSession((message) => {
		if (message.kind === 'rules') session.handle({kind: 'countTypes', scope});
		else if (message.kind === 'tick' && message.tick.typeCounts !== undefined) counts.push(message.tick.typeCounts);
		else if (message.kind === 'ended') session.handle({kind: 'stop'});
	});
	const rules = [{name: 'r.yaml', text: rulesText({y: 'evt.type=openat and fd.name=/y'})}];
	await session.start(engineOptions({source: {kind: 'capture', file, speed: 0}, rules}));
	return counts;
}

const S = 1_000_000_000;
/** Where the times of made events begin. */
const EPOCH = 1_700_000_000;

/** The last that was said of each second. */
function bySecond(counts: readonly TypeCounts[]): Record<number, Record<string, number>> {
	const seconds = new Map<number, SecondCounts>();
	for (const {seconds: some} of counts) for (const second of some) seconds.set(second.second, second);
	return Object.fromEntries(
		[...seconds].map(([second, {names, counts: found, alerts}]) => [
			second - EPOCH,
			{...Object.fromEntries(names.map((name, at) => [name, found[at]])), ...(alerts > 0 && {alerts})},
		]),
	);
}

test('events are counted by type in the second of their own time, with the alerts of that second', async () => {
	const events = [opens('/x', 3, 5 * S), closes(3, 5 * S + 1), opens('/y', 3, 5 * S + 2), closes(3, 9 * S), opens('/y', 4, 9 * S + 1)];
	expect(bySecond(await count(events, {kind: 'all'}))).toEqual({5: {openat: 2, close: 1, alerts: 1}, 9: {close: 1, openat: 1, alerts: 1}});
});

test('only those of the process are counted; a late event counts where the clock is', async () => {
	const other = makeEvent('CLOSE_X', {tid: 55, atNs: 6 * S, params: {res: 0, fd: 3}});
	const events = [opens('/x', 3, 6 * S), other, closes(3, 5 * S)];
	expect(bySecond(await count(events, {kind: 'process', pid: 100}))).toEqual({6: {openat: 1, close: 1}});
	expect(bySecond(await count(events, {kind: 'container', id: 'none'}))).toEqual({});
});

test('seconds that find no room are told', async () => {
	const events = Array.from({length: 1000}, (_, at) => opens('/x', 3, at * S));
	const counts = await count(events, {kind: 'all'});
	const seen = Object.keys(bySecond(counts)).length;
	expect(seen + counts.at(-1)!.lost).toBe(1000);
});
