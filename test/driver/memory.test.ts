import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {obstacle, Recorder} from './recorder.ts';

let recorder: Recorder;
beforeAll(() => {
	if (obstacle === undefined) recorder = new Recorder();
});
afterAll(() => recorder?.close());
beforeEach(({skip}) => skip(obstacle !== undefined, obstacle));

const paramsOf = (events: readonly {readonly params: object}[]) => events.map(({params}) => params);

const some = expect.any(Number);

test('mmap, mprotect, munmap and brk tell flags and the size of the process', () => {
	const {result, events} = recorder.run<number>(
		`a = call('mmap', 0, 8192, 3, 0x22, -1, 0); call('mprotect', a, 4096, 5); call('munmap', a, 8192); call('brk', 0); call('mprotect', 1, 1, 1); print(a)`,
		'mmap',
		'mprotect',
		'munmap',
		'brk',
	);
	const addr = result;
	const memory = {vm_size: some, vm_rss: some, vm_swap: some};
	const own = (name: string, about: (params: Readonly<Record<string, unknown>>) => boolean) =>
		events.find((event) => event.name === name && about(event.params))?.params;
	expect(own('mmap', ({res}) => res === result)).toEqual({
		res: result,
		...memory,
		addr: 0,
		length: 8192,
		prot: 3,
		flags: 2 | 8,
		fd: -1,
		offset: 0,
	});
	expect(own('mprotect', (params) => params.addr === addr)).toEqual({res: 0, addr, length: 4096, prot: 5});
	expect(own('mprotect', (params) => params.addr === 1)).toEqual({res: -22, addr: 1, length: 1, prot: 1});
	expect(own('munmap', (params) => params.addr === addr)).toEqual({res: 0, ...memory, addr, length: 8192});
	const brk = own('brk', (params) => params.addr === 0);
	expect(brk).toEqual({res: expect.any(Number), ...memory, addr: 0});
	expect(brk?.vm_size).toBeGreaterThan(1000);
	expect(brk?.vm_rss).toBeGreaterThan(1000);
});

test('mlock, mlock2, munlock, mlockall, munlockall', () => {
	const {result, events} = recorder.run<number>(
		`a = call('mmap', 0, 4096, 3, 0x22, -1, 0); call('mlock', a, 4096); call('mlock2', a, 4096, 1); call('munlock', a, 4096); call('mlockall', 4 | 2); call('munlockall'); print(a)`,
		'mlock',
		'mlock2',
		'munlock',
		'mlockall',
		'munlockall',
	);
	const place = {addr: result, len: 4096};
	expect(paramsOf(events)).toEqual([{res: 0, ...place}, {res: 0, ...place, flags: 1}, {res: 0, ...place}, {res: 0, flags: 6}, {res: 0}]);
});

test('process_vm_readv and process_vm_writev tell what went over', () => {
	const {events, pid} = recorder.run(
		`import struct
a = ctypes.create_string_buffer(b'hidden'); b = ctypes.create_string_buffer(6)
v = lambda x, n: struct.pack('QQ', ctypes.addressof(x), n)
call('process_vm_readv', os.getpid(), v(b, 6), 1, v(a, 6), 1, 0); call('process_vm_writev', os.getpid(), v(a, 3), 1, v(b, 3), 1, 0); call('process_vm_readv', 99999999, v(b, 6), 1, v(a, 6), 1, 0)`,
		'process_vm_readv',
		'process_vm_writev',
	);
	expect(paramsOf(events)).toEqual([
		{res: 6, pid, data: 'hidden'},
		{res: 3, pid, data: 'hid'},
		{res: -3, pid: 99999999, data: undefined},
	]);
});

test('limits: setrlimit, getrlimit and prlimit', () => {
	const {events, pid} = recorder.run(
		`l = (ctypes.c_long * 2)(100, 200); o = (ctypes.c_long * 2)()
call('setrlimit', 7, l); call('getrlimit', 7, o); call('prlimit64', 0, 7, (ctypes.c_long * 2)(50, 150), o); call('prlimit64', os.getpid(), 99, l, o); call('getrlimit', 99, o)`,
		'setrlimit',
		'getrlimit',
		'prlimit',
	);
	expect(paramsOf(events)).toEqual([
		{res: 0, cur: 100, max: 200, resource: 7},
		{res: 0, cur: 100, max: 200, resource: 7},
		{res: 0, newcur: 50, newmax: 150, oldcur: 100, oldmax: 200, pid: 0, resource: 7},
		{res: -22, newcur: 100, newmax: 200, oldcur: 0, oldmax: 0, pid, resource: 255},
		{res: -22, cur: -1, max: -1, resource: 255},
	]);
});

test('io_uring', () => {
	const {result, events} = recorder.run<{fd: number; sq: number; cq: number; features: number}>(
		`p = ctypes.create_string_buffer(120); fd = call('io_uring_setup', 5, p); u = lambda i: int.from_bytes(p.raw[4 * i:4 * i + 4], 'little')
call('io_uring_enter', fd, 0, 0, 1, 0); call('io_uring_register', fd, 9, 0, 0); out(fd=fd, sq=u(0), cq=u(1), features=u(5))`,
		'io_uring_setup',
		'io_uring_enter',
		'io_uring_register',
	);
	const {fd, sq, cq, features} = result;
	expect(events[0].params).toEqual({
		res: fd,
		entries: 5,
		sq_entries: sq,
		cq_entries: cq,
		flags: 0,
		sq_thread_cpu: 0,
		sq_thread_idle: 0,
		features: features & 0x7ff,
	});
	expect(events[1].params).toEqual({res: expect.any(Number), fd, to_submit: 0, min_complete: 0, flags: 1, sig: 0});
	expect(events[2].params).toEqual({res: expect.any(Number), fd, opcode: 9, arg: 0, nr_args: 0});
});

test('semaphores', () => {
	const {result, events} = recorder.run<number>(
		`import struct
i = call('semget', 0, 2, 0o1000 | 0o600); call('semctl', i, 1, 16, 5); call('semop', i, struct.pack('HhhHhh', 0, 1, 0x1000, 1, -2, 0o4000), 2); call('semctl', i, 0, 0); call('semop', 0x7ffffff, 0, 1); print(i)`,
		'semget',
		'semctl',
		'semop',
	);
	const none = {sem_num_0: 0, sem_op_0: 0, sem_flg_0: 0, sem_num_1: 0, sem_op_1: 0, sem_flg_1: 0};
	expect(paramsOf(events)).toEqual([
		{res: result, key: 0, nsems: 2, semflg: 1 << 13},
		{res: 0, semid: result, semnum: 1, cmd: 4096, val: 5},
		{res: 0, nsops: 2, sem_num_0: 0, sem_op_0: 1, sem_flg_0: 2, sem_num_1: 1, sem_op_1: -2, sem_flg_1: 1, semid: result},
		{res: 0, semid: result, semnum: 0, cmd: 4, val: 0},
		{res: expect.any(Number), nsops: 1, ...none, semid: 0x7ffffff},
	]);
});
