import {expect, test} from 'vitest';
import {progressText, ReplayProgress} from '../../src/cli/replay-progress.ts';
import type {EngineTick} from '../../src/engine/engine-tick.ts';

const tick = (atMs: number, events: number, progress: number | undefined) =>
	({atMs, events, progress, fileBytes: progress === undefined ? undefined : {read: progress * 270e6, size: 270e6}}) as EngineTick;

test('a long replay tells share, events, pace and the time left', () => {
	const written: string[] = [];
	const line = new ReplayProgress((text) => written.push(text));
	line.draw(tick(1_000, 0, 0));
	line.draw(tick(2_000, 100_000, 0.05));
	expect(written).toEqual([]);
	line.draw(tick(11_000, 1_000_000, 0.5));
	expect(written.at(-1)).toBe(`\r\x1b[K${'━'.repeat(5)}${'─'.repeat(5)} 50 %  135 of 270 MB  1,000,000 events  100,000/s  0:10 left`);
	line.clear();
	line.clear();
	expect(written.slice(1)).toEqual(['\r\x1b[K']);
});

test('live events have no progress to show', () => {
	const written: string[] = [];
	const line = new ReplayProgress((text) => written.push(text));
	for (const atMs of [0, 5_000, 10_000]) line.draw(tick(atMs, atMs, undefined));
	line.clear();
	expect(written).toEqual([]);
});

test('a time left that nobody can know is not told', () => {
	expect(progressText({progress: 0.2, events: 1, perSecond: 0, leftMs: Number.POSITIVE_INFINITY})).not.toContain('left');
});

test('the line never wraps: it could not be drawn over', () => {
	const written: string[] = [];
	const line = new ReplayProgress(
		(text) => written.push(text),
		() => 40,
	);
	line.draw(tick(0, 0, 0));
	line.draw(tick(10_000, 123_456_789, 0.5));
	expect(written.at(-1)?.replace('\r\x1b[K', '')).toHaveLength(39);
});

test('a short file is told in tenths of a megabyte', () => {
	expect(progressText({progress: 0.5, events: 1, perSecond: 1, leftMs: 1, fileBytes: {read: 1_250_000, size: 2_500_000}})).toContain(
		' 1.3 of 2.5 MB ',
	);
});
