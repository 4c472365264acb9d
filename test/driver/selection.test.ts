import {expect, test} from 'vitest';
import {selectionBits} from '../../src/driver/selection.ts';

const addon = {
	syscalls: 8,
	fillers: [
		{syscall: 'openat', number: 1, event: 307, eventClass: 1},
		{syscall: 'close', number: 2, event: 5, eventClass: 3},
		{syscall: 'connect', number: 3, event: 23, eventClass: 2},
	],
};

test('only wanted events are sent', () => {
	const {bits, procexit} = selectionBits(addon, {events: [307, 999], counting: false});
	expect([...bits]).toEqual([0, 1 | (1 << 2), 0, 0, 0, 0, 0, 0]);
	expect(procexit).toBe(0);
});

test('counting covers classes that the dashboard shows, and others only where they are sent anyway', () => {
	expect([...selectionBits(addon, {events: [], counting: true}).bits]).toEqual([0, 2 | (1 << 2), 0, 2 | (2 << 2), 0, 0, 0, 0]);
	expect(selectionBits(addon, {events: [5], counting: true}).bits[2]).toBe(1 | 2 | (3 << 2));
});

test('procexit is an event of its own', () => {
	expect(selectionBits(addon, {events: [186], counting: true}).procexit).toBe(1);
});

test('failed calls are left out only where that was asked for', () => {
	const {bits} = selectionBits(addon, {events: [307, 5], counting: true, successOnly: new Set([5, 23])});
	expect([...bits].slice(1, 4)).toEqual([1 | 2 | (1 << 2), 16 | 1 | 2 | (3 << 2), 2 | (2 << 2)]);
});
