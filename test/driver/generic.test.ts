import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {GENERIC, selectionBits} from '../../src/driver/selection.ts';
import {syscallNumbers} from '../../src/driver/syscall-numbers.ts';
import {syscallName, syscallNumber} from '../../src/events/syscall-name.ts';
import {obstacle, Recorder} from './recorder.ts';

let recorder: Recorder;
beforeAll(() => {
	if (obstacle === undefined) recorder = new Recorder();
});
afterAll(() => recorder?.close());

const addon = {syscalls: 512, fillers: [{syscall: 'openat', number: syscallNumbers('x64')?.get('openat') ?? 0, event: 307, eventClass: 1}]};

test('only the named calls make generic events', () => {
	const {bits, genericIds} = selectionBits(addon, {events: [GENERIC], counting: false, genericSyscalls: ['getppid', 'nonsense']});
	const getppid = syscallNumbers()?.get('getppid') ?? -1;
	expect([...bits].flatMap((bit, number) => (bit === 0 ? [] : [number]))).toEqual([getppid]);
	expect(syscallName(genericIds[getppid])).toBe('getppid');
});

test('all calls without an event of their own make generic events where none is named', () => {
	const {bits} = selectionBits(addon, {events: [GENERIC], counting: false});
	const numbers = syscallNumbers();
	expect(bits[numbers?.get('openat') ?? 0]).toBe(0);
	for (const name of ['getppid', 'readlinkat', 'setxattr', 'uname']) expect(bits[numbers?.get(name) ?? 0]).not.toBe(0);
});

test('names without the generic event select nothing', () => {
	expect(selectionBits(addon, {events: [], counting: false, genericSyscalls: ['getppid']}).bits.some((bit) => bit !== 0)).toBe(false);
});

test('numbers are those of each architecture', () => {
	expect(syscallNumbers('x64')?.get('execve')).toBe(59);
	expect(syscallNumbers('arm64')?.get('execve')).toBe(221);
	expect(syscallNumbers('x64')?.get('mseal')).toBe(462);
	expect(syscallNumbers('arm64')?.get('mseal')).toBe(462);
	expect(syscallNumbers('arm64')?.has('open')).toBe(false);
	expect(syscallNumbers('riscv64')).toBeUndefined();
});

const HEADER = {x64: '/usr/include/x86_64-linux-gnu/asm/unistd_64.h', arm64: ''}[process.arch as 'x64' | 'arm64'] ?? '';

test('numbers agree with the kernel headers of this machine', ({skip}) => {
	let header = '';
	try {
		header = readFileSync(HEADER, 'utf8');
	} catch {
		skip(`there is no ${HEADER === '' ? 'header with plain numbers' : HEADER}`);
	}
	const numbers = syscallNumbers();
	for (const [, name, number] of header.matchAll(/#define __NR_(\w+)\s+(\d+)/g)) expect(numbers?.get(name), name).toBe(Number(number));
});

test('a generic event tells the call by its number here and by its portable number', ({skip}) => {
	skip(obstacle !== undefined, obstacle);
	const {result, events, pid} = recorder.runGeneric<number>(`os.getpgid(0); os.uname(); print(os.getppid())`, 'getppid', 'uname');
	expect(result).toBe(process.pid);
	expect(events.map(({tid, params}) => ({tid, ...params}))).toEqual(
		['uname', 'getppid'].map((name) => ({tid: pid, ID: syscallNumber(name), nativeID: syscallNumbers()?.get(name)})),
	);
});
