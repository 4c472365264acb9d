import {expect, test} from 'vitest';
import {parseTime} from '../../src/tuning/time-span.ts';

test('times are dates, or spans before and after', () => {
	expect(parseTime('2h', 10_000_000, -1)).toBe(2_800_000);
	expect(parseTime('1d', 0, 1)).toBe(86_400_000);
	expect(parseTime('2026-11-22', 0, 1)).toBe(Date.parse('2026-11-22'));
	expect(parseTime('2026-11-22 18:00', 0, 1)).toBe(new Date(2026, 10, 22, 18).getTime());
	for (const bad of ['', 'soon', '2x', '-1h', '12', '2026-13-01']) expect(parseTime(bad, 0, 1)).toBeUndefined();
});
