import {expect, test} from 'vitest';
import {ContainerCounter} from '../../src/engine/container-counts.ts';

const TOTALS = {exec: 1, file: 2, net: 3, other: 4};

test('what the driver counted and what rules raised meet in one row a container', () => {
	const counter = new ContainerCounter();
	counter.setTotals('abc', TOTALS);
	counter.countAlert('abc');
	expect(counter.rows().filter((row) => row.id === 'abc')).toEqual([{id: 'abc', name: 'abc', counts: TOTALS, alerts: 1}]);
});

test('a node that starts containers all day keeps a bounded list, the host in it, and says how many it forgot', () => {
	const counter = new ContainerCounter();
	for (let i = 0; i < 10_000; i++) counter.countAlert(`c${i}`);
	expect(counter.rows().length).toBeLessThanOrEqual(2_000);
	expect(counter.rows().length + counter.forgotten).toBe(10_001);
	expect(counter.rows().some((row) => row.id === '')).toBe(true);
	expect(counter.rows().at(-1)?.id).toBe('c9999');
});
