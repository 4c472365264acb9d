import {expect, test} from 'vitest';
import {selectEvents, successOnly} from '../../src/engine/syscall-selection.ts';
import {eventCode} from '../../src/events/event-types.ts';

const OPENAT = eventCode('OPENAT_2_X');
const READ = eventCode('READ_X');
const PTRACE = eventCode('PTRACE_X');
const PROCEXIT = eventCode('PROCEXIT_1_E');

test('without rules only what the state needs is asked for', () => {
	const codes = selectEvents([]);
	expect([OPENAT, PROCEXIT, PTRACE, READ].map((code) => codes.has(code))).toEqual([true, true, false, false]);
});

test('rules add their events, but not the high-volume I/O unless it is allowed', () => {
	expect(selectEvents([PTRACE]).has(PTRACE)).toBe(true);
	expect(selectEvents([READ]).has(READ)).toBe(false);
	expect(selectEvents([READ], {customSet: [], all: true}).has(READ)).toBe(true);
});

test('a custom set replaces the state set, keeps the rules’ events and procexit', () => {
	const codes = selectEvents([PTRACE], {customSet: ['close'], all: false});
	expect([OPENAT, PTRACE, PROCEXIT, eventCode('CLOSE_X')].map((code) => codes.has(code))).toEqual([false, true, true, true]);
});

test('a negative name takes a call away, from rules too, and never procexit', () => {
	const codes = selectEvents([PTRACE], {customSet: ['!openat', '!ptrace', '!sched_process_exit'], all: false});
	expect([OPENAT, PTRACE, PROCEXIT].map((code) => codes.has(code))).toEqual([false, false, true]);
});

test('failed calls need not come where no rule wants them, save those that tell of state', () => {
	const ACCEPT4 = eventCode('SOCKET_ACCEPT4_6_X');
	const TELLING = ['SOCKET_CONNECT_X', 'CAPSET_X', 'EXECVE_19_X', 'CLONE3_X'].map(eventCode);
	const codes = successOnly(selectEvents([OPENAT]), new Set([OPENAT]));
	expect([ACCEPT4, OPENAT, ...TELLING].map((code) => codes.has(code))).toEqual([true, false, false, false, false, false]);
});
