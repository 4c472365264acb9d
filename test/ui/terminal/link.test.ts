import {beforeEach, describe, expect, test, vi} from 'vitest';
import {Link} from '../../../src/ui/terminal/link.ts';

const QUESTION = '\x1b[5n';

describe('the link to a terminal', () => {
	let nowMs = 0;
	let free = 0;
	let writes: string[] = [];

	beforeEach(() => {
		nowMs = 0;
		free = 0;
		writes = [];
	});

	function linkWith(canAsk = true): Link {
		const output = {write: (text: string) => writes.push(text) > 0, once: () => undefined};
		const link = new Link({output, nowMs: () => nowMs, canAsk, onFree: () => free++});
		link.start();
		return link;
	}

	/** A terminal that has answered its first question after so long. */
	function knownLink(tookMs = 10): Link {
		const link = linkWith();
		nowMs += tookMs;
		link.answered();
		return link;
	}

	const frame = (bytes: number): string => 'x'.repeat(bytes);

	test('asks once, and nothing more of a terminal that does not answer', () => {
		const link = linkWith();
		expect(writes).toEqual([QUESTION]);
		for (let at = 0; at < 100; at++) {
			nowMs += 250;
			expect([link.holds(false), link.holds(true)]).toEqual([false, false]);
			link.write(frame(1000));
		}
		expect(writes.join('')).toBe(QUESTION + frame(100_000));
	});

	test('asks nothing where the question would be shown', () => {
		const link = linkWith(false);
		link.write('frame');
		link.answered();
		expect(writes).toEqual(['frame']);
		expect(link.isOpen).toBe(false);
	});

	test('ends a frame with a question, and holds the next that nobody asked for until the answer', () => {
		const link = knownLink();
		link.write('frame');
		expect(writes.at(-1)).toBe(`frame${QUESTION}`);
		expect(link.holds(false)).toBe(true);
		nowMs += 10;
		link.answered();
		expect(link.holds(false)).toBe(false);
	});

	test('a frame that a person waits for goes at once, until so much is on its way that it would wait anyway', () => {
		const link = knownLink();
		link.write(frame(1000));
		nowMs += 600;
		link.answered();
		nowMs += 600;
		link.write(frame(800));
		expect(link.holds(true)).toBe(false);
		link.write(frame(800));
		expect(link.holds(true)).toBe(true);
		expect(free).toBe(0);
		nowMs += 400;
		link.answered();
		expect(free).toBe(1);
		// What was written since is asked for now, without a frame.
		expect(writes.at(-1)).toBe(QUESTION);
		expect(link.holds(true)).toBe(false);
	});

	test('far away is not slow: where answers are as quick as ever, much may be on its way', () => {
		const link = knownLink(400);
		link.write(frame(1000));
		nowMs += 420;
		link.answered();
		link.write(frame(1000));
		link.write(frame(9000));
		expect(link.holds(true)).toBe(false);
	});

	test('a slow line is left free for three quarters of the time', () => {
		const link = knownLink();
		link.write(frame(1000));
		nowMs += 510;
		link.answered();
		expect([link.holds(false), link.holds(true)]).toEqual([true, false]);
		nowMs += 1499;
		expect(link.holds(false)).toBe(true);
		nowMs += 1;
		expect(link.holds(false)).toBe(false);
	});

	test('a terminal that answers no longer is left in peace, and asked again once it does', () => {
		const link = knownLink();
		link.write('frame');
		nowMs += 10_000;
		expect([link.holds(false), link.holds(true)]).toEqual([false, false]);
		const before = writes.length;
		link.write('a');
		nowMs += 30_000;
		link.write('b');
		expect(writes.slice(before)).toEqual(['a', 'b']);
		link.answered();
		expect(writes.at(-1)).toBe(QUESTION);
	});

	describe('given back', () => {
		beforeEach(() => void vi.useFakeTimers());

		test('at once where no answer is on its way', () => {
			const link = knownLink();
			const then = vi.fn();
			link.settle(then);
			expect(then).toHaveBeenCalledTimes(1);
			vi.useRealTimers();
		});

		test('with the answer, without another question or frame before', () => {
			const link = knownLink();
			link.write('frame');
			const then = vi.fn();
			link.settle(then);
			link.write('unasked');
			expect([link.holds(false), link.holds(true)]).toEqual([true, true]);
			expect(then).not.toHaveBeenCalled();
			link.answered();
			vi.runAllTimers();
			expect(then).toHaveBeenCalledTimes(1);
			expect(writes.at(-1)).toBe('unasked');
			vi.useRealTimers();
		});

		test('without an answer that does not come', () => {
			const link = knownLink();
			link.write('frame');
			const then = vi.fn();
			link.settle(then);
			vi.advanceTimersByTime(3000);
			expect(then).toHaveBeenCalledTimes(1);
			vi.useRealTimers();
		});

		test('at once when nobody is there to answer any more', () => {
			const link = knownLink();
			link.write('frame');
			const then = vi.fn();
			link.settle(then);
			link.giveUp();
			link.settle(then);
			expect(then).toHaveBeenCalledTimes(2);
			vi.useRealTimers();
		});

		test('soon by a terminal that was just asked for the first time, at once by one that did not answer', () => {
			const then = vi.fn();
			const first = linkWith();
			nowMs += 300;
			first.settle(then);
			vi.advanceTimersByTime(199);
			expect(then).toHaveBeenCalledTimes(0);
			vi.advanceTimersByTime(1);
			expect(then).toHaveBeenCalledTimes(1);
			const link = linkWith();
			nowMs += 2000;
			link.settle(then);
			expect(then).toHaveBeenCalledTimes(2);
			vi.useRealTimers();
		});
	});
});
