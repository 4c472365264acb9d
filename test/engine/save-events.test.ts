import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {openCapture} from '../../src/capture/reader.ts';
import {RecentEvents} from '../../src/engine/recent-events.ts';
import {type SaveEventsSource, saveEvents} from '../../src/engine/save-events.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {System} from '../../src/system/system.ts';
import {machineState} from '../system/machine.ts';
import {closes, opens} from './recording.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'save-events-'));
afterAll(() => rmSync(folder, {recursive: true}));

const START_NS = 1_700_000_000_000_000_000n;
const SECOND = 1_000_000_000;
let files = 0;

function watched() {
	const system = new System();
	system.load(machineState());
	const recent = new RecentEvents(system);
	const cursor = new EventCursor();
	const happen = (event: Buffer, stateOnly = false): void => {
		cursor.set(event, 0);
		recent.take(cursor, stateOnly);
		system.begin(cursor);
		system.end();
	};
	/** Asks for ten seconds before and after second 20. */
	const save = (source: Partial<SaveEventsSource> = {}) =>
		saveEvents(
			{recent, nowMs: undefined, hasEnded: false, ...source},
			{path: path.join(folder, 'made', `${files++}.scap`), fromNs: START_NS + 10n * BigInt(SECOND), toNs: START_NS + 30n * BigInt(SECOND)},
		);
	return {recent, happen, save};
}

async function namesIn(file: string): Promise<string[]> {
	const capture = await openCapture(file);
	const system = new System();
	const cursor = new EventCursor();
	const names: string[] = [];
	system.load(capture.head);
	while (await capture.fill()) {
		while (capture.next(cursor)) {
			const {fd} = system.begin(cursor);
			if (!capture.stateOnly) names.push(fd?.name ?? '');
			system.end();
		}
	}
	await capture.close();
	return names;
}

async function isPending(promise: Promise<unknown>): Promise<boolean> {
	const turn = new Promise<'pending'>((resolve) => setImmediate(() => resolve('pending')));
	return (await Promise.race([promise, turn])) === 'pending';
}

test('what happens after the question is saved too, up to the end of the span', async () => {
	const {happen, save} = watched();
	happen(opens('/early', 3, 5 * SECOND));
	happen(opens('/before', 4, 15 * SECOND));
	const saved = save();
	expect(await isPending(saved)).toBe(true);
	happen(opens('/after', 5, 25 * SECOND));
	happen(closes(3, 29 * SECOND));
	expect(await isPending(saved)).toBe(true);
	happen(opens('/late', 6, 31 * SECOND));
	const outcome = await saved;
	expect(outcome).toMatchObject({ok: true, events: 3, seconds: 19, lost: 0});
	if (outcome.ok) expect(await namesIn(outcome.path)).toEqual(['/before', '/after', '/early']);
});

test('what was kept is safe at once, though the ring moves on', async () => {
	const {recent, happen, save} = watched();
	happen(opens('/before', 4, 15 * SECOND));
	const saved = save();
	await isPending(saved);
	recent.clear();
	const outcome = await saved;
	expect(outcome).toMatchObject({ok: true, events: 1});
});

test('on a quiet machine the clock ends the span', async () => {
	const {happen, save} = watched();
	happen(opens('/before', 4, 15 * SECOND));
	const nowMs = Number(START_NS / 1_000_000n) + 29_990;
	expect(await save({nowMs})).toMatchObject({ok: true, events: 1});
});

test('at the end of a recording nothing is waited for', async () => {
	const {recent, happen, save} = watched();
	happen(opens('/before', 4, 15 * SECOND));
	expect(await save({hasEnded: true})).toMatchObject({ok: true, events: 1});
	const saved = save();
	await isPending(saved);
	recent.finishSavings();
	expect(await saved).toMatchObject({ok: true, events: 1});
});

test('state-only events stay state-only, and two spans at a time do not disturb each other', async () => {
	const {happen, save} = watched();
	happen(opens('/before', 4, 15 * SECOND));
	const first = save();
	const second = save();
	await isPending(second);
	happen(opens('/hidden', 5, 20 * SECOND), true);
	happen(opens('/late', 6, 31 * SECOND));
	for (const outcome of [await first, await second]) {
		expect(outcome).toMatchObject({ok: true, events: 1});
		if (outcome.ok) expect(await namesIn(outcome.path)).toEqual(['/before']);
	}
});

test('without a ring, or when the span is gone, it says so', async () => {
	const {save} = watched();
	expect(await save({recent: undefined})).toMatchObject({ok: false, message: 'no events are kept here'});
	expect(await save()).toMatchObject({ok: false, message: 'the events around it are not kept any more'});
});
