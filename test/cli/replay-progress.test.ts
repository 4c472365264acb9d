import {expect, test} from 'vitest';
import {progressText, ReplayProgress} from '../../src/cli/replay-progress.ts';
import type {EngineTick} from '../../src/engine/protocol.ts';

const tick = (atMs: number, events: number, progress: number | undefined) => ({atMs, events, progress}) as EngineTick;

test('a long replay tells share, events, pace and the time left', () => {
	const written: string[] = [];
	const line = new ReplayProgress((text) => written.push(text));
	line.draw(tick(1_000, 0, 0));
	line.draw(tick(2_000, 100_000, 0.05));
	expect(written).toEqual([]);
	line.draw(tick(11_000, 1_000_000, 0.5));
	expect(written.at(-1)).toBe(`\r\x1b[K${'━'.repeat(12)}${'─'.repeat(12)} 50 %  1,000,000 events  100,000/s  0:10 left`);
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
