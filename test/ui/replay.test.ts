import fc from 'fast-check';
import {expect, test} from 'vitest';
import {clock} from '../../src/ui/frame/time-line.ts';
import {captureName, savingText} from '../../src/ui/keys/save-events.ts';
import {parseSeek} from '../../src/ui/store/parse-seek.ts';

const SECOND = 1_000_000_000n;
const range = {startNs: 1000n * SECOND, positionNs: 1060n * SECOND};

test.for([
	['+30s', 1090n],
	['+30', 1090n],
	['-1m', 1000n],
	['-1m30s', 970n],
	['+1h', 4660n],
	['0:05', 1005n],
	['2:05', 1125n],
	['1:00:00', 4600n],
] as const)('a seek to %s', ([text, seconds]) => {
	expect(parseSeek(text, range)).toBe(seconds * SECOND);
});

test.for(['', '+', '30', 'x', '1:2', '+1x', '+0s', '1:2:3:4'])('%j is no time to go to', (text) => {
	expect(parseSeek(text, range)).toBeUndefined();
});

test('the time line’s clock reads as people do', () => {
	expect([0, 9.9, 65, 3600, 3725].map(clock)).toEqual(['0:00', '0:09', '1:05', '1:00:00', '1:02:05']);
});

test('no rule name leads a capture out of its folder', () => {
	fc.assert(
		fc.property(
			fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1')),
			(rule) => {
				expect(captureName({rule, tsNs: 1_700_000_000_123_456_789n, seq: 7})).toMatch(/^[a-z0-9][a-z0-9-]*_20231114T221320_7\.scap$/);
			},
		),
	);
});

test('while seconds behind an alert are to come, the screen says how many', () => {
	const savings = new Map([
		['a', 30n * SECOND],
		['b', 36n * SECOND],
	]);
	expect(savingText(savings, 29_100)).toContain('7 s behind the alert are still to come');
	expect(savingText(savings, 29_100, 'p')).toContain('p lets it go on');
	expect(savingText(savings, 36_000)).toBe(undefined);
	expect(savingText(new Map(), 0)).toBe(undefined);
});
