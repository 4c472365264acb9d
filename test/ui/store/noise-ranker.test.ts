import {expect, test} from 'vitest';
import type {Alert} from '../../../src/alerts/alert.ts';
import {NoiseRanker} from '../../../src/ui/store/noise-ranker.ts';
import {type NoiseCandidate, rankNoise} from '../../../src/ui/store/noise-ranking.ts';
import {SlicedWork} from '../../../src/ui/store/sliced-work.ts';
import {Store} from '../../../src/ui/store/store.ts';
import {makeAlert} from '../fixtures/feed.ts';
import {many} from '../fixtures/sessions.ts';

const NOISE: readonly Alert[] = Array.from({length: 40_000}, (_, at) =>
	makeAlert({rule: at % 5, proc: `proc-${at % 90}`, file: `/data/${at % 700}`, containerId: at % 3 ? `c${at % 40}` : ''}),
);

function ranker(alerts: readonly Alert[], isQuiet: () => (alert: Alert) => boolean) {
	const store = new Store(Date.now, {alertBytes: Number.POSITIVE_INFINITY});
	store.apply({kind: 'alerts', alerts});
	let told = 0;
	const made = new NoiseRanker<NoiseCandidate>({store, isQuiet, rowMaker: () => (candidate) => candidate, changed: () => told++});
	const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
	const settled = async (before: number): Promise<void> => {
		while (told === before) await turn();
	};
	return {store, ranker: made, turn, settled};
}

test('much is ranked over several turns, with the result of one', async () => {
	const never = () => false;
	const {store, ranker: noise, settled} = ranker(NOISE, () => never);
	noise.use('container');
	noise.update(0);
	expect(noise.isBusy).toBe(true);
	await settled(0);
	expect(noise.isBusy).toBe(false);
	const silenced = (rows: readonly NoiseCandidate[]) => rows.map(({id, silenced: count, cumulative}) => [id, count, cumulative]);
	expect(silenced(noise.rows)).toEqual(silenced(rankNoise(store.groups.groups(), store.history, {scope: 'container', isQuiet: never})));
});

test('what is silenced is off the list before it is ranked anew; a ranking for what was before is given up', async () => {
	let isQuiet = (_: Alert) => false;
	const {ranker: noise, settled} = ranker(NOISE, () => isQuiet);
	noise.update(0);
	await settled(0);
	const [first, second] = noise.rows;
	isQuiet = ({rule}: Alert) => rule === first.rule;
	noise.update(1);
	expect(noise.rows.some(({rule}) => rule === first.rule)).toBe(false);
	expect(noise.rows.some(({id}) => id === second.id)).toBe(second.rule !== first.rule);
	isQuiet = () => true;
	noise.update(2);
	await settled(1);
	expect(noise.rows).toEqual([]);
});

test('nothing is ranked again while no alert came', async () => {
	const never = () => false;
	const {store, ranker: noise, turn} = ranker(many(5, {}), () => never);
	noise.update(0);
	while (noise.rows.length === 0) await turn();
	const before = noise.rows;
	noise.update(60_000);
	expect(noise.rows).toBe(before);
	store.apply({kind: 'alerts', alerts: many(5, {proc: 'rsync'})});
	noise.update(120_000);
	while (noise.rows === before) await turn();
	expect(noise.rows).toHaveLength(2);
});

test('a slice ends with the step in which its time is over, and stopped work says nothing more', async () => {
	let clockMs = 0;
	let steps = 0;
	function* work(): Generator<undefined, string> {
		for (; steps < 10; steps++) {
			clockMs += 3;
			yield;
		}
		return 'all';
	}
	const told: unknown[] = [];
	const sliced = new SlicedWork(
		work(),
		(...result) => told.push(result),
		() => clockMs,
	);
	expect(sliced.start()).toBe(false);
	expect(steps).toBeLessThan(4);
	while (told.length === 0) await new Promise((resolve) => setImmediate(resolve));
	expect(told).toEqual([['all', 30]]);
	steps = 0;
	const stopped = new SlicedWork(
		work(),
		(...result) => told.push(result),
		() => clockMs,
	);
	stopped.start();
	stopped.stop();
	await new Promise((resolve) => setImmediate(resolve));
	expect(told).toHaveLength(1);
	expect(steps).toBeLessThan(4);
});
