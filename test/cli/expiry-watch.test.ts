import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {watchExpiries} from '../../src/cli/expiry-watch.ts';
import {expiryComment} from '../../src/tuning/expiry.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

beforeEach(() => void vi.useFakeTimers({now: NOW}));
afterEach(() => void vi.useRealTimers());

const fileUntil = (name: string, atMs: number) => {
	const mark = expiryComment({macro: 'user_known_x', condition: 'proc.name = a'}, {kind: 'at', atMs});
	return {name, text: `# ${mark}\n- macro: user_known_x\n  condition: (proc.name = a)\n`};
};

test('an end is told when it passes, once; what was over before at once', () => {
	const told: string[] = [];
	const watch = watchExpiries((text) => told.push(text.slice(0, text.indexOf(':'))));
	watch.take([fileUntil('past', NOW - HOUR), fileUntil('soon', NOW + HOUR / 2), fileUntil('later', NOW + 3 * DAY)]);
	expect(told).toEqual(['past']);
	vi.advanceTimersByTime(HOUR / 2);
	expect(told).toEqual(['past', 'soon']);
	vi.advanceTimersByTime(2 * DAY);
	expect(told).toEqual(['past', 'soon']);
	vi.advanceTimersByTime(DAY);
	expect(told).toEqual(['past', 'soon', 'later']);
	watch.close();
});

test('other rules have their own ends, and those of the ones before are forgotten', () => {
	const told: string[] = [];
	const watch = watchExpiries((text) => told.push(text.slice(0, text.indexOf(':'))));
	watch.take([fileUntil('old', NOW + HOUR)]);
	watch.take([fileUntil('new', NOW + HOUR)]);
	vi.advanceTimersByTime(DAY);
	expect(told).toEqual(['new']);
	watch.take([]);
	vi.advanceTimersByTime(DAY);
	expect(told).toEqual(['new']);
	watch.close();
	expect(vi.getTimerCount()).toBe(0);
});
