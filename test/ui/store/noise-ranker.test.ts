import fc from 'fast-check';
import {expect, test, vi} from 'vitest';
import type {Alert} from '../../../src/alerts/alert.ts';
import {NoiseRanker} from '../../../src/ui/store/noise-ranker.ts';
import {type NoiseCandidate, rankNoise, rankNoiseInSteps} from '../../../src/ui/store/noise-ranking.ts';
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
	const changed = vi.fn();
	const made = new NoiseRanker<NoiseCandidate>({store, isQuiet, rowMaker: () => (candidate) => candidate, changed});
	const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
	const settled = async (): Promise<void> => {
		while (made.isBusy) await turn();
	};
	return {store, ranker: made, turn, settled, changed};
}

test('much is ranked over several turns, with the result of one', async () => {
	const never = () => false;
	const {store, ranker: noise, settled, changed} = ranker(NOISE, () => never);
	noise.use('container');
	noise.update(0);
	expect(noise.isBusy).toBe(true);
	await settled();
	expect(changed).toHaveBeenCalledTimes(1);
	const silenced = (rows: readonly NoiseCandidate[]) => rows.map(({id, silenced: count, cumulative}) => [id, count, cumulative]);
	expect(silenced(noise.rows)).toEqual(silenced(rankNoise(store.groups.groups(), store.history, {scope: 'container', isQuiet: never})));
});

test('what is silenced is off the list before it is ranked anew; a ranking for what was before is given up', async () => {
	let isQuiet = (_: Alert) => false;
	const {ranker: noise, settled} = ranker(NOISE, () => isQuiet);
	noise.update(0);
	await settled();
	const [first, second] = noise.rows;
	isQuiet = ({rule}: Alert) => rule === first.rule;
	noise.update(1);
	expect(noise.rows.some(({rule}) => rule === first.rule)).toBe(false);
	expect(noise.rows.some(({id}) => id === second.id)).toBe(second.rule !== first.rule);
	isQuiet = () => true;
	noise.update(2);
	await settled();
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
	let changes = 0;
	const options = {done: (...result: unknown[]) => told.push(result), changed: () => changes++, clockMs: () => clockMs};
	const sliced = new SlicedWork(work(), options);
	expect(sliced.start()).toBe(false);
	expect(steps).toBeLessThan(4);
	while (told.length === 0) await new Promise((resolve) => setImmediate(resolve));
	expect(told).toEqual([['all', 30]]);
	expect(changes).toBe(1);
	steps = 9;
	expect(new SlicedWork(work(), options).start()).toBe(true);
	expect([told.length, changes]).toEqual([2, 1]);
	steps = 0;
	const stopped = new SlicedWork(work(), options);
	stopped.whenDone(() => told.push('never'));
	stopped.start();
	stopped.stop();
	await new Promise((resolve) => setImmediate(resolve));
	expect(told).toHaveLength(2);
	expect(steps).toBeLessThan(4);
});

test('what is asked of work that is under way is done behind it, in its order; of work that is done at once', async () => {
	const told: string[] = [];
	function* work(): Generator<undefined, string> {
		yield;
		return 'done';
	}
	let clockMs = 0;
	const sliced = new SlicedWork(work(), {
		done: (result) => told.push(result),
		changed: () => told.push('changed'),
		clockMs: () => (clockMs += 9),
	});
	sliced.start();
	sliced.whenDone(() => told.push('first'));
	sliced.whenDone(() => told.push('second'));
	expect(told).toEqual([]);
	while (told.length === 0) await new Promise((resolve) => setImmediate(resolve));
	sliced.whenDone(() => told.push('third'));
	expect(told).toEqual(['done', 'first', 'second', 'changed', 'third']);
});

test('whatever makes room or comes between two steps of a ranking, each alert that is kept still is counted once', () => {
	const kinds = Array.from({length: 60}, (_, at) => makeAlert({rule: at % 5, proc: `proc-${at % 7}`, file: `/data/${'abcdef'[at % 6]}`}));
	const turn = fc.record({steps: fc.integer({min: 1, max: 12}), added: fc.integer({min: 0, max: 90})});
	let evictions = 0;
	fc.assert(
		fc.property(fc.integer({min: 1, max: 400}), fc.array(turn, {maxLength: 12}), (before, turns) => {
			const store = new Store(Date.now, {alertBytes: 200_000, groupBytes: 120_000});
			let seq = 0;
			const add = (count: number): void =>
				store.apply({kind: 'alerts', alerts: Array.from({length: count}, () => ({...kinds[seq % kinds.length], seq: ++seq}))});
			add(before);
			const asked: number[] = [];
			function* askedOf(history: Iterable<Alert>): Iterable<Alert> {
				for (const alert of history) {
					expect(alert.seq).toBeGreaterThanOrEqual(store.history.at(0)!.seq);
					asked.push(alert.seq);
					yield alert;
				}
			}
			const ranking = rankNoiseInSteps(store.groups.groups(), askedOf(store.history), {scope: 'program'});
			let step = ranking.next();
			for (const {steps, added} of turns) {
				for (let at = 0; at < steps && !step.done; at++) step = ranking.next();
				if (!step.done) add(added);
			}
			while (!step.done) step = ranking.next();
			evictions += store.history.evicted;
			expect(asked).toEqual([...new Set(asked)].sort((a, b) => a - b));
			const silenced = step.value.reduce((sum, row) => sum + row.silenced, 0);
			expect(silenced).toBeLessThanOrEqual(asked.length);
			if (silenced > 0) expect(step.value.at(-1)!.cumulative).toBe(silenced / asked.length);
		}),
		{numRuns: 60},
	);
	expect(evictions).toBeGreaterThan(0);
});
