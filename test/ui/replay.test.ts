import fc from 'fast-check';
import {expect, test} from 'vitest';
import {captureName, savingText} from '../../src/ui/keys/save-events.ts';
import {parseSeek} from '../../src/ui/store/parse-seek.ts';
import {replayPosition} from '../../src/ui/store/replay-position.ts';
import {formatClock} from '../../src/ui/widgets/numbers.ts';
import {makeTick} from './fixtures/feed.ts';
import {busyStage, tickAfter} from './screens/machine.ts';

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

test('a time within a recording reads as people do', () => {
	expect([0, 9.9, 65, 3600, 3725].map(formatClock)).toEqual(['0:00', '0:09', '1:05', '1:00:00', '1:02:05']);
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

const replayOf = (startNs: bigint, endNs: bigint) => ({speed: 1, isSeeking: false, isOnce: false, startNs, endNs});

test('where a replay is goes by the recording’s time, not by what was read of the file', () => {
	const half = {progress: 1, eventTsNs: 1045n * SECOND, replay: replayOf(1000n * SECOND, 1090n * SECOND)};
	expect(replayPosition(half)).toEqual({elapsed: 45, total: 90, share: 0.5});
	expect(replayPosition({...half, eventTsNs: 0n})).toEqual({elapsed: undefined, total: 90, share: undefined});
	const unpaced = {...half.replay, speed: 0, endNs: undefined};
	expect(replayPosition({...half, progress: 0.3, replay: unpaced})).toEqual({elapsed: 45, total: undefined, share: 0.3});
	expect(replayPosition({...half, replay: undefined})).toBeUndefined();
	expect(replayPosition({...half, replay: replayOf(1045n * SECOND, 1045n * SECOND)})?.share).toBe(1);
});

test('the system view of a replay says the same as its time line', async () => {
	const stage = busyStage({columns: 80, rows: 40});
	try {
		stage.engine.start('replay first-look.scap');
		const tick = makeTick(tickAfter(11));
		const startNs = tick.eventTsNs - 42n * SECOND;
		const fileBytes = {read: 2_000_000, size: 2_000_000};
		const replay = replayOf(startNs, startNs + 84n * SECOND);
		stage.engine.say({kind: 'tick', tick: {...tick, progress: 1, fileBytes, replay}});
		await stage.go(['8'], /replayed +0:42 of 1:24, 50%/);
		const {text} = await stage.frame();
		expect(text).toMatch(/0:42 \/ 1:24/);
		expect(text).toMatch(/last event +\d\d:\d\d:\d\d\.\d{3} of the recording/);
		expect(text).toMatch(/file read +1\.9M of 1\.9M/);
	} finally {
		stage.close();
	}
});

test('a replay of a pipe says why it does not go back', async () => {
	const stage = busyStage({columns: 100, rows: 24});
	try {
		stage.engine.start('replay -');
		const tick = makeTick(tickAfter(11));
		const replay = {...replayOf(tick.eventTsNs - 42n * SECOND, tick.eventTsNs), isOnce: true};
		stage.engine.say({kind: 'tick', tick: {...tick, replay}});
		await stage.go([','], /a pipe cannot be read again/);
		await stage.go(['T'], /go to/);
		await stage.go(['0', ':', '1', '0'], /a pipe cannot be read again/);
		stage.engine.say({kind: 'ended', events: 12});
		await stage.go(['Escape'], /ENDED +after 12 events; everything/);
	} finally {
		stage.close();
	}
});
