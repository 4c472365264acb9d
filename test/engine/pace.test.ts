import {expect, test} from 'vitest';
import {Pace} from '../../src/engine/pace.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {encodeEvent} from '../../src/events/encode.ts';

function cursorAt(tsNs: bigint): EventCursor {
	const cursor = new EventCursor();
	cursor.set(encodeEvent({tsNs, tid: 1, type: 3, params: []}), 0);
	return cursor;
}

const START = 1_795_347_872_000_000_000n;

test('the first event is due at once, the others in the recorded distance divided by the speed', () => {
	const pace = new Pace(10);
	expect(pace.waitMs(cursorAt(START), 1000)).toBe(0);
	expect(pace.waitMs(cursorAt(START + 5_000_000_000n), 1000)).toBeCloseTo(500, 3);
	expect(pace.waitMs(cursorAt(START + 5_000_000_000n), 1700)).toBeCloseTo(-200, 3);
});

test('a time in which the replay was held does not count', () => {
	const pace = new Pace(1);
	pace.waitMs(cursorAt(START), 0);
	pace.delay(10_000);
	expect(pace.waitMs(cursorAt(START + 1_000_000_000n), 10_000)).toBeCloseTo(1000, 3);
});
