import {expect, test} from 'vitest';
import {ProcessCounts} from '../../src/engine/process-counts.ts';

test('counts by process, grows with the ids, forgets', () => {
	const counts = new ProcessCounts();
	for (const pid of [1, 1, 70_000, 4_194_303]) counts.add(pid);
	counts.forget(1);
	counts.add(1);
	expect([1, 70_000, 4_194_303, 5].map((pid) => counts.get(pid))).toEqual([1, 1, 1, 0]);
});

test('ids that no kernel gives change nothing', () => {
	const counts = new ProcessCounts();
	for (const pid of [-1, 2 ** 40, Number.NaN]) counts.add(pid);
	expect([-1, 2 ** 40].map((pid) => counts.get(pid))).toEqual([0, 0]);
});
