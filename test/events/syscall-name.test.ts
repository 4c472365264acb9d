import {expect, test} from 'vitest';
import {syscallName, syscallNumber} from '../../src/events/syscall-name.ts';

test('a call goes by the number of the format, whatever the kernel calls it', () => {
	expect(syscallName(16)).toBe('getpid');
	expect(syscallName(16, 463)).toBe('getpid');
	expect(syscallName(442)).toBe('mseal');
	expect(syscallName(453)).toBe('rseq_slice_yield');
});

test('a call whose number in the format is not known goes by that of the kernel', () => {
	expect(syscallName(0, 463)).toBe('setxattrat');
	expect(syscallName(449, 468)).toBe('file_getattr');
	expect(syscallName(9_999, 470)).toBe('listns');
	// Below, architectures differ.
	expect(syscallName(0, 39)).toBe('unknown');
	expect(syscallName(9_999, 60_000)).toBe('unknown');
});

test('calls of today can be asked for by name', () => {
	expect(syscallNumber('getpid')).toBe(16);
	expect(syscallNumber('removexattrat')).toBe(0);
	expect(syscallNumber('no_such_call')).toBe(-1);
	expect(syscallNumber('-')).toBe(-1);
	expect(syscallNumber('unknown')).toBe(0);
});
