import {expect, test} from 'vitest';
import {Linger} from '../../src/driver/linger.ts';

/** What waits linger that begin at these times. */
const lingers = (times: readonly number[]): number[] => {
	const linger = new Linger();
	return times.map((atMs) => linger.next(atMs));
};
const times = (count: number, everyMs: number, fromMs = 0): number[] => Array.from({length: count}, (_, i) => fromMs + i * everyMs);

test('events that come alone are taken at once', () => {
	expect(new Set(lingers(times(50, 100)))).toEqual(new Set([1]));
});

test('a program that starts on a quiet machine is followed closely', () => {
	expect(new Set(lingers([0, 100, ...times(7, 2, 130), 300]))).toEqual(new Set([1]));
});

test('a stream of events is taken in larger batches, until it pauses', () => {
	const steady = lingers([...times(100, 6), 1000]);
	expect([steady[0], steady[7], steady[8], steady[99], steady[100]]).toEqual([1, 1, 5, 5, 1]);
});
