import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {alertBytes} from '../../src/tuning/alert-bytes.ts';
import {History} from '../../src/tuning/history.ts';
import {alertWith} from './alerts.ts';

describe('History', () => {
	it('keeps the newest alerts that fit, in order, and counts the rest', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({min: 0, max: 3000}), {maxLength: 300}), fc.integer({min: 5000, max: 100_000}), (sizes, maxBytes) => {
				const history = new History({maxBytes});
				const alerts = sizes.map((size, seq) => alertWith({'proc.cmdline': 'x'.repeat(size)}, {seq}));
				for (const alert of alerts) history.add(alert);
				const kept = [...history];
				expect(kept).toEqual(alerts.slice(alerts.length - kept.length));
				expect(history.evicted).toBe(alerts.length - kept.length);
				expect(history.bytes).toBe(kept.reduce((sum, alert) => sum + alertBytes(alert), 0));
				expect(history.bytes).toBeLessThanOrEqual(maxBytes);
				if (history.evicted > 0) expect(history.bytes + alertBytes(alerts[history.evicted - 1])).toBeGreaterThan(maxBytes);
				expect(history.at(0)).toBe(kept[0]);
				expect(history.at(kept.length)).toBeUndefined();
			}),
			{numRuns: 100},
		);
	});

	it('grows past its first ring without losing one', () => {
		const history = new History();
		for (let seq = 0; seq < 5000; seq++) history.add(alertWith({}, {seq}));
		expect([...history].map(({seq}) => seq)).toEqual(Array.from({length: 5000}, (_, seq) => seq));
	});
});
