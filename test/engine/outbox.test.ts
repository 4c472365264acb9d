import fc from 'fast-check';
import {expect, test, vi} from 'vitest';
import type {Alert} from '../../src/alerts/alert.ts';
import {Outbox} from '../../src/engine/outbox.ts';
import {alertNumber} from './alerts.ts';

function outboxWith(capacity: number, gatherMs?: number) {
	const sent: number[] = [];
	const batches: number[] = [];
	const send = (alerts: readonly Alert[]): void => {
		sent.push(...alerts.map(({seq}) => seq));
		batches.push(alerts.length);
	};
	const outbox = new Outbox({capacity, send, gatherMs});
	return {outbox, sent, batches};
}

test('alerts go out in order and in batches', () => {
	const {outbox, sent, batches} = outboxWith(0);
	for (let i = 1; i <= 200; i++) outbox.push(alertNumber(i));
	outbox.flush();
	expect(sent).toEqual(Array.from({length: 200}, (_, i) => i + 1));
	expect(batches).toEqual([128, 72]);
});

test('a reader that does not acknowledge gets no more than the window', () => {
	const {outbox, sent} = outboxWith(0);
	for (let i = 1; i <= 10_000; i++) outbox.push(alertNumber(i));
	outbox.flush();
	outbox.flush();
	expect(sent).toHaveLength(256);
	outbox.acknowledge(128);
	expect(sent).toHaveLength(384);
});

test('the first alert after a silence goes at once, those that follow it go together', () => {
	vi.useFakeTimers();
	try {
		const {outbox, batches} = outboxWith(0, 50);
		for (let i = 1; i <= 6; i++) {
			outbox.push(alertNumber(i));
			outbox.sendSoon();
			vi.advanceTimersByTime(9);
		}
		// One at 0 ms; five more until 50 ms have passed.
		expect(batches).toEqual([1, 5]);
		vi.advanceTimersByTime(1000);
		outbox.push(alertNumber(7));
		outbox.sendSoon();
		expect(batches).toEqual([1, 5, 1]);
	} finally {
		vi.useRealTimers();
	}
});

test('a whole message does not wait for others, and what must go now does not either', () => {
	const {outbox, batches} = outboxWith(0, 1e9);
	const add = (count: number): void => {
		for (let i = 0; i < count; i++) outbox.push(alertNumber(i));
		outbox.sendSoon();
	};
	add(1);
	add(127);
	expect(batches).toEqual([1]);
	add(1);
	expect(batches).toEqual([1, 128]);
	add(3);
	outbox.acknowledge(129);
	expect(batches).toEqual([1, 128]);
	outbox.flush();
	expect(batches).toEqual([1, 128, 3]);
});

test('what does not fit is dropped and counted, and the rest keeps its order', () => {
	const {outbox, sent} = outboxWith(3);
	for (let i = 1; i <= 5; i++) outbox.push(alertNumber(i));
	outbox.flush();
	expect([sent, outbox.dropped]).toEqual([[1, 2, 3], 2]);
});

test('every alert is sent, waiting or counted as dropped, whatever the pace of the reader', () => {
	fc.assert(
		fc.property(fc.array(fc.oneof(fc.constant('push'), fc.constant('flush'), fc.constant('ack')), {maxLength: 200}), (steps) => {
			const {outbox, sent} = outboxWith(20);
			let pushed = 0;
			let acknowledged = 0;
			for (const step of steps) {
				if (step === 'push') for (let i = 0; i < 7; i++) outbox.push(alertNumber(++pushed));
				else if (step === 'flush') outbox.flush();
				else {
					outbox.acknowledge(sent.length - acknowledged);
					acknowledged = sent.length;
				}
			}
			outbox.flush();
			expect(outbox.isEmpty).toBe(true);
			expect(sent.length + outbox.dropped).toBe(pushed);
			expect([...sent].sort((a, b) => a - b)).toEqual(sent);
		}),
	);
});
