import {expect, test} from 'vitest';
import type {ContainerCounts, SecondCounts} from '../../../src/engine/counts.ts';
import {History} from '../../../src/tuning/history.ts';
import {HeatMap} from '../../../src/ui/store/heat-map.ts';
import {makeAlert, makeTick} from '../fixtures/feed.ts';

const ALL = {kind: 'all'} as const;
const at = (second: number, counts: Record<string, number>, alerts = 0): SecondCounts => ({
	second,
	names: Object.keys(counts),
	counts: Object.values(counts),
	alerts,
});

const tick = (seconds: readonly SecondCounts[], containers: readonly ContainerCounts[] = []) =>
	makeTick({atMs: (seconds.at(-1)?.second ?? 0) * 1000, events: 0, containers, typeCounts: {scope: ALL, seconds, lost: 0}});

const engine = {countTypes: () => undefined, uncountTypes: () => undefined};

test('the running second comes again with more, and counts once', () => {
	const map = new HeatMap(ALL, engine);
	map.take(tick([at(100, {openat: 3})]));
	map.take(tick([at(100, {openat: 5, close: 1}, 2), at(101, {close: 4})]));
	expect(map.sum('type', 'openat', 100, 1)).toBe(5);
	expect(map.sum('type', 'close', 100, 2)).toBe(5);
	expect(map.sum('type', 'alerts', 100, 1)).toBe(2);
	expect(map.types()).toEqual(['close', 'openat']);
});

test('half an hour is kept; what is older counts no more', () => {
	const map = new HeatMap(ALL, engine);
	map.take(tick([at(1000, {openat: 7}), at(1001, {close: 1})]));
	map.take(tick([at(2801, {execve: 1})]));
	expect(map.sum('type', 'openat', 1000, 1)).toBe(0);
	expect(map.types()).toEqual(['execve']);
	map.take(tick([at(90_000, {execve: 2})]));
	expect(map.sum('type', 'execve', 0, 90_001)).toBe(2);
});

test('the kernel’s totals by class become counts of the container’s seconds', () => {
	const map = new HeatMap({kind: 'container', id: 'c1'}, engine);
	const scoped = (second: number, file: number) => ({
		...tick(
			[at(second, {openat: 1})],
			[
				{id: 'c1', name: 'c1', alerts: 0, counts: {exec: 0, file, net: 0, other: 0}},
				{id: '', name: '', alerts: 0, counts: {exec: 0, file: 1e6 * second, net: 0, other: 0}},
			],
		),
		typeCounts: {scope: {kind: 'container', id: 'c1'} as const, seconds: [at(second, {openat: 1})], lost: 0},
	});
	for (const [second, file] of [
		[50, 10],
		[51, 30],
		[51, 35],
		[52, 36],
	])
		map.take(scoped(second, file));
	expect([50, 51, 52].map((second) => map.sum('class', 'file', second, 1))).toEqual([0, 25, 1]);
});

test('counts of another scope, still on their way, are left out', () => {
	const map = new HeatMap({kind: 'process', pid: 3}, engine);
	map.take(tick([at(100, {openat: 3})]));
	expect(map.newest).toBe(-1);
});

function keptOf(alerts: readonly Parameters<typeof makeAlert>[0][]): History {
	const history = new History();
	for (const seed of alerts) history.add(makeAlert(seed));
	return history;
}

test('alerts are counted from those that are kept before anybody looked, of this scope', () => {
	const seeds = [10_000, 17_000, 17_000, 17_500].map((second) => ({atMs: second * 1000 + 400}));
	const kept = keptOf([...seeds, {atMs: 17_500_400, containerId: 'c1', pid: 7}]);
	const map = new HeatMap(ALL, engine, kept);
	map.take(tick([at(17_510, {openat: 3}, 1)]));
	const counts = (own: HeatMap) => [10_000, 17_000, 17_500, 17_510].map((second) => own.sum('type', 'alerts', second, 1));
	expect(counts(map)).toEqual([1, 2, 2, 1]);
	expect(map.sum('type', 'alerts', 9_990, 8_000)).toBe(6);
	expect(map.types()).toEqual(['openat']);
	const scoped = (scope: ConstructorParameters<typeof HeatMap>[0]): number[] => {
		const own = new HeatMap(scope, engine, kept);
		own.take({...tick([]), typeCounts: {scope, seconds: [at(17_510, {close: 1})], lost: 0}});
		return counts(own);
	};
	expect(scoped({kind: 'container', id: 'c1'})).toEqual([0, 0, 1, 0]);
	expect(scoped({kind: 'process', pid: 7})).toEqual([0, 0, 1, 0]);
	map.clear();
	expect(counts(map)).toEqual([0, 0, 0, 0]);
});

test('of the second in which the engine began to count neither side loses an alert', () => {
	const map = new HeatMap(ALL, engine, keptOf([{atMs: 100_100}, {atMs: 100_200}]));
	map.take(tick([at(100, {openat: 1}, 1)]));
	expect(map.sum('type', 'alerts', 100, 1)).toBe(2);
	map.take(tick([at(100, {openat: 1}, 5)]));
	expect(map.sum('type', 'alerts', 100, 1)).toBe(5);
});

test('where nothing is counted any more, or never was, the kept alerts are told all the same', () => {
	const kept = keptOf([{atMs: 100_100}, {atMs: 160_200}]);
	const ended = new HeatMap(ALL, engine, kept);
	expect([ended.newest, ended.sum('type', 'alerts', 100, 100)]).toEqual([160, 2]);
	const log = new HeatMap(ALL, {}, kept);
	kept.add(makeAlert({atMs: 200_000}));
	log.take({...tick([]), typeCounts: undefined});
	expect([log.newest, log.sum('type', 'alerts', 100, 101)]).toEqual([200, 3]);
	expect(log.oldest).toBe(-1);
});
