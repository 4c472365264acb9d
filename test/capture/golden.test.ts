import {expect, test} from 'vitest';
import {openCapture} from '../../src/capture/reader.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {readEvents} from './blocks.ts';
import {BUSY_CAPTURE, GOLDEN_NAMES, goldenCapture, goldenFields, hasGolden} from './golden-captures.ts';

test.skipIf(!hasGolden).each(GOLDEN_NAMES)('%s: the same events as Falco saw, with their times', async (name) => {
	const fields = goldenFields(name);
	const cursor = new EventCursor();
	const capture = await openCapture(goldenCapture(name));
	const seen: unknown[] = [];
	while (await capture.fill()) while (capture.next(cursor)) seen.push([cursor.tsSeconds, cursor.tsNanos, cursor.cpu]);
	await capture.close();
	expect(seen).toEqual(fields.map((row) => [row['evt.rawtime.s'], row['evt.rawtime.ns'], row['evt.cpu']]));
	expect(capture.problem).toBeUndefined();
	expect(capture.counters).toEqual({events: fields.length, brokenEvents: 0, unknownEvents: 0, obsoleteEvents: 0});
});

test.skipIf(!hasGolden)('a long capture is read to its end and says how far it got', async () => {
	const capture = await openCapture(BUSY_CAPTURE);
	expect(capture.progress).toBeLessThan(1);
	expect((await readEvents(capture)).length).toBe(142_565);
	expect(capture.problem).toBeUndefined();
	expect(capture.progress).toBe(1);
});
