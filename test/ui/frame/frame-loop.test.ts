import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import type {EngineTick} from '../../../src/engine/engine-tick.ts';
import {FrameLoop} from '../../../src/ui/frame/frame-loop.ts';
import {type News, newsWith} from '../../../src/ui/store/news.ts';

describe('frames that nobody asked for', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	function loopWith(news: News, writeMs = 0) {
		const frames: number[] = [];
		const paint = (): number => {
			frames.push(performance.now());
			return writeMs;
		};
		const startedAt = performance.now();
		const loop = new FrameLoop({paint, intervalMs: 250, news: () => news});
		loop.request();
		return {loop, timesMs: () => frames.map((at) => at - startedAt)};
	}

	test.each([
		['something', [0, 250, 500, 750, 1000]],
		['figures', [0, 500, 1000]],
		['nothing', [0, 1000]],
	] as const)('with %s to show', (news, expected) => {
		const {loop, timesMs} = loopWith(news);
		vi.advanceTimersByTime(1001);
		expect(timesMs().map((ms) => Math.round(ms))).toEqual(expected);
		loop.close();
	});

	test('come seldom where writing takes long', () => {
		const {loop, timesMs} = loopWith('something', 100);
		vi.advanceTimersByTime(1001);
		expect(timesMs().map((ms) => Math.round(ms))).toEqual([0, 800]);
		loop.close();
	});

	test('do not delay one that was asked for', () => {
		const {loop, timesMs} = loopWith('nothing');
		vi.advanceTimersByTime(300);
		loop.request();
		vi.advanceTimersByTime(1);
		expect(timesMs()).toHaveLength(2);
		loop.close();
		vi.advanceTimersByTime(5000);
		expect(timesMs()).toHaveLength(2);
	});
});

describe('news', () => {
	const tick = (events: number): EngineTick => ({
		atMs: 0,
		eventTsNs: 0n,
		events,
		alerts: 0,
		drops: {},
		hits: {},
		containers: [],
		threads: 0,
		fds: 0,
		ringBytes: 0,
		ringSizeBytes: 0,
	});
	const message = (events: number) => ({kind: 'tick', tick: tick(events)}) as const;

	test('a tick after which no event came says nothing', () => {
		expect(newsWith('nothing', message(7), tick(7))).toBe('nothing');
	});

	test('a tick after events moves figures, and takes nothing from what there is to read', () => {
		expect(newsWith('nothing', message(8), tick(7))).toBe('figures');
		expect(newsWith('figures', message(8), tick(8))).toBe('figures');
		expect(newsWith('something', message(8), tick(7))).toBe('something');
		expect(newsWith('nothing', message(0), undefined)).toBe('figures');
	});

	test('any other message is something to read', () => {
		expect(newsWith('nothing', {kind: 'alerts', alerts: []}, undefined)).toBe('something');
	});
});
