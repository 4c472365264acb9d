import {expect, test} from 'vitest';
import {outputJson, outputText} from '../../src/fields/print.ts';
import {Watched} from '../system/machine.ts';
import {fieldNamed} from './field-named.ts';

/** What a use of the field says of events at these times, nanoseconds after some second. */
function valuesAt(name: string, times: readonly number[]): unknown[] {
	const watched = new Watched();
	const field = fieldNamed(name);
	return times.map((atNs) => watched.see('CLOSE_X', {tid: 100, atNs, params: {res: 0, fd: 3}}, (event) => field.extract(event)));
}

test('evt.deltatime counts from the event that the use saw before', () => {
	const times = [5, 2_000_000_004, 4_500_000_004];
	expect(valuesAt('evt.deltatime', times)).toEqual([0, 1_999_999_999, 2_500_000_000]);
	expect(valuesAt('evt.deltatime.s', times)).toEqual([0, 1, 2]);
	expect(valuesAt('evt.deltatime.ns', times)).toEqual([0, 999_999_999, 500_000_000]);
});

test('an event older than the one before it lies 64 bits ahead, as Falco counts', () => {
	for (const back of [1, 709_551_617, 1_000_000_001, 5_999_999_999]) {
		const delta = (1n << 64n) - BigInt(back);
		const times = [6_000_000_000, 6_000_000_000 - back];
		expect(valuesAt('evt.deltatime', times)[1]).toBe(delta);
		expect(valuesAt('evt.deltatime.s', times)[1]).toBe(Number(delta / 1_000_000_000n));
		expect(valuesAt('evt.deltatime.ns', times)[1]).toBe(Number(delta % 1_000_000_000n));
	}
});

test('util.cnt counts three readings an event, of which the text shows the first and JSON the second', () => {
	const watched = new Watched();
	const field = fieldNamed('util.cnt');
	const seen = [1, 2, 3].map(() =>
		watched.see('CLOSE_X', {tid: 100, params: {res: 0, fd: 3}}, (event) => [outputJson(field, event), outputText(field, event)]),
	);
	expect(seen).toEqual([
		[2, '1'],
		[5, '4'],
		[8, '7'],
	]);
});
