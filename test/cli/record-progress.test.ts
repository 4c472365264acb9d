import {expect, test} from 'vitest';
import {progressLine, summaryLines} from '../../src/cli/record-progress.ts';

const totals = {events: 1_234_567, stateOnly: 12, bytes: 104_200_000, files: 1, drops: {ring_full: 3, missed: 0}, seconds: 61.25};

test('while it records, a person sees events, size, losses and time', () => {
	expect(progressLine(totals)).toBe('recording: 1,234,567 events, 104.2 MB, 3 dropped, 61 s  (Ctrl-C ends)');
});

test('of another capture it tells how much is read', () => {
	expect(progressLine({...totals, progress: 0.429})).toContain('42 % read: 1,234,567 events');
});

test('at the end every loss has its reason', () => {
	expect(summaryLines(totals, 'a.scap')).toEqual([
		'1,234,567 events and 12 for the state only in 61.3 s, 104.2 MB uncompressed: a.scap',
		'dropped: ring_full 3',
	]);
	expect(summaryLines({...totals, stateOnly: 0, files: 3, drops: {missed: 0}}, 'a.scap2')).toEqual([
		'1,234,567 events in 61.3 s, 104.2 MB uncompressed: 3 files, the last a.scap2',
		'nothing dropped',
	]);
});
