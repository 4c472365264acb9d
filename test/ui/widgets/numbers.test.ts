import {expect, test} from 'vitest';
import {formatMoment, formatTimeCell} from '../../../src/ui/widgets/numbers.ts';

const at = (...parts: [year: number, month: number, day: number, hours: number, minutes: number, seconds: number]): number =>
	new Date(...parts).getTime();
const ns = (ms: number): bigint => BigInt(ms) * 1_000_000n;

const now = at(2026, 10, 23, 0, 5, 0);

test('a time of the same day is the time alone', () => {
	const ms = at(2026, 10, 23, 0, 4, 59) + 7;
	expect([formatTimeCell(ns(ms), now), formatMoment(ns(ms), now)]).toEqual(['00:04:59.007', '00:04:59.007']);
});

test('a time of another day tells its day, minutes before midnight too', () => {
	const ms = at(2026, 10, 22, 23, 59, 58) + 120;
	expect([formatTimeCell(ns(ms), now), formatMoment(ns(ms), now)]).toEqual(['Nov 22 23:59', '2026-11-22 23:59:58.120']);
});

test('a cell is as wide on any day', () => {
	const days = [now, at(2026, 10, 2, 1, 2, 3), at(2025, 4, 30, 23, 0, 0), at(2026, 10, 23, 9, 0, 0)];
	expect(days.map((ms) => formatTimeCell(ns(ms), now).length)).toEqual([12, 12, 12, 12]);
});
