import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {obstacle, Recorder} from './recorder.ts';

let recorder: Recorder;
beforeAll(() => {
	if (obstacle === undefined) recorder = new Recorder();
});
afterAll(() => recorder?.close());
beforeEach(({skip}) => skip(obstacle !== undefined, obstacle));

const paramsOf = (events: readonly {readonly params: object}[]) => events.map(({params}) => params);

const hex = (value: unknown) => Buffer.from(String(value), 'latin1').toString('hex');
const entry = (fd: number, events: number) =>
	`${Buffer.from(BigInt64Array.of(BigInt(fd)).buffer).toString('hex')}${Buffer.from(Uint16Array.of(events).buffer).toString('hex')}`;

test('poll and ppoll tell descriptors and what came of them', ({skip}) => {
	skip(process.arch !== 'x64', 'arm64 has no poll');
	const {result, events} = recorder.run<number[]>(
		`import struct
r, w = os.pipe(); p = lambda *fds: ctypes.create_string_buffer(b''.join(struct.pack('ihh', f, e, 0) for f, e in fds))
call('poll', p((w, 4), (r, 1)), 2, 0); os.close(w); call('ppoll', p((r, 1), (999, 1)), 2, struct.pack('qq', 1, 5), struct.pack('Q', 0x200), 8)
call('poll', p(*[(-1, 0)] * 20), 20, 0); call('poll', 8, 1, -1); print([r, w])`,
		'poll',
		'ppoll',
	);
	const [r, w] = result;
	const seen = events.map(({params}) => ({...params, fds: hex(params.fds)}));
	expect(seen[0]).toEqual({res: 1, fds: `0200${entry(w, 4)}${entry(r, 0)}`, timeout: 0});
	// POLLHUP moves to bit 5, POLLNVAL to bit 6.
	expect(seen[1]).toEqual({res: 2, fds: `0200${entry(r, 1 << 5)}${entry(999, 1 << 6)}`, timeout: expect.any(Number), sigmask: 0x200});
	// The kernel leaves there what remained.
	expect(events[1].params.timeout).toBeGreaterThan(900_000_000);
	expect(events[1].params.timeout).toBeLessThanOrEqual(1_000_000_005);
	expect(seen[2]).toEqual({res: 0, fds: `1000${entry(-1, 0).repeat(16)}`, timeout: 0});
	expect(seen[3]).toEqual({res: -14, fds: '0000', timeout: -1});
});

test('select, epoll_wait, nanosleep and futex', ({skip}) => {
	skip(process.arch !== 'x64', 'arm64 has only the newer of these calls');
	const {result, events} = recorder.run<{e: number; word: number}>(
		`import struct
call('select', 0, 0, 0, 0, struct.pack('qq', 0, 1)); import select; e = select.epoll(); call('epoll_wait', e.fileno(), ctypes.create_string_buffer(48), 4, 0)
call('nanosleep', struct.pack('qq', 0, 1000), 0); w = (ctypes.c_int * 1)(5); call('futex', w, 128 | 256 | 9, 6, 0, 0, 1); call('futex', w, 1, 1); out(e=e.fileno(), word=ctypes.addressof(w))`,
		'select',
		'epoll_wait',
		'nanosleep',
		'futex',
	);
	const futexes = events.filter(({name, params}) => name === 'futex' && params.addr === result.word);
	expect(paramsOf(events.filter(({name}) => name !== 'futex'))).toEqual([{res: 0}, {res: 0, maxevents: 4}, {res: 0, interval: 1000}]);
	expect(paramsOf(futexes)).toEqual([
		{res: -11, addr: result.word, op: 128 | 256 | 9, val: 6},
		{res: 0, addr: result.word, op: 1, val: 1},
	]);
});

test('signalfd, signalfd4 and pidfd_getfd', () => {
	const {result, events} = recorder.run<{s: number; p: number; d: number}>(
		`m = ctypes.create_string_buffer(8); s = call('signalfd4', -1, m, 8, os.O_NONBLOCK | os.O_CLOEXEC); call('signalfd4', s, m, 3, 0)
p = os.pidfd_open(os.getpid()); d = call('pidfd_getfd', p, 1, 0); call('pidfd_getfd', p, 999, 0); out(s=s, p=p, d=d)`,
		'signalfd4',
		'pidfd_getfd',
	);
	const {s, p, d} = result;
	expect(events.map(({name, params}) => ({name, ...params}))).toEqual([
		{name: 'signalfd4', res: s, flags: 4096 | 64, fd: -1, mask: 0},
		{name: 'signalfd4', res: -22, flags: 0, fd: s, mask: 0},
		{name: 'pidfd_getfd', fd: d, pid_fd: p, target_fd: 1, flags: 0},
		{name: 'pidfd_getfd', fd: -9, pid_fd: p, target_fd: 999, flags: 0},
	]);
});

test('signalfd without flags', ({skip}) => {
	skip(process.arch !== 'x64', 'arm64 has only signalfd4');
	const {result, events} = recorder.run<number>(`s = call('signalfd', -1, ctypes.create_string_buffer(8), 8); print(s)`, 'signalfd');
	expect(paramsOf(events)).toEqual([{res: result, fd: -1, mask: 0, flags: 0}]);
});

test('ids of the caller', () => {
	const {events} = recorder.run(
		`os.setresgid(1, 2, 3); os.setresuid(4, 5, 6); os.getuid(); os.geteuid(); os.getgid(); os.getegid(); os.getresuid(); os.getresgid(); os._exit(0)`,
		'getuid',
		'geteuid',
		'getgid',
		'getegid',
		'getresuid',
		'getresgid',
	);
	expect(paramsOf(events.slice(-6))).toEqual([
		{uid: 4},
		{euid: 5},
		{gid: 1},
		{egid: 2},
		{res: 0, ruid: 4, euid: 5, suid: 6},
		{res: 0, rgid: 1, egid: 2, sgid: 3},
	]);
});
