import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {obstacle, Recorder} from './recorder.ts';

let recorder: Recorder;
beforeAll(() => {
	if (obstacle === undefined) recorder = new Recorder();
});
afterAll(() => recorder?.close());
beforeEach(({skip}) => skip(obstacle !== undefined, obstacle));

/** The last event of a kind: earlier ones belong to the interpreter. */
const last = (code: string, name: string) => {
	const {result, events} = recorder.run<Record<string, number>>(code, name);
	return {result, params: events.at(-1)?.params};
};
/** The event whose result is a number that only the test uses. */
const withResult = (code: string, name: string, key: string, value: number) =>
	recorder.run(code, name).events.find(({params}) => params[key] === value)?.params;

test('close', () => {
	expect(withResult(`call('close', 12345)`, 'close', 'fd', 12345)).toEqual({res: -9, fd: 12345});
});

test('close_range', () => {
	expect(last(`call('close_range', 500, 600, 4)`, 'close_range').params).toEqual({res: 0, first: 500, last: 600, flags: 4});
});

test('dup, dup2 and dup3', () => {
	const {result, events} = recorder.run<number[]>(
		`print([call('dup', 1), call('dup2', 1, 77), call('dup3', 1, 78, os.O_CLOEXEC)])`,
		'dup',
		'dup2',
		'dup3',
	);
	const of = (name: string) => events.filter((event) => event.name === name).at(-1)?.params;
	expect(of('dup')).toEqual({res: result[0], oldfd: 1});
	expect(of('dup2')).toEqual({res: 77, oldfd: 1, newfd: 77});
	expect(of('dup3')).toEqual({res: 78, oldfd: 1, newfd: 78, flags: 4096});
});

test('fcntl tells the portable command', () => {
	expect(withResult(`call('fcntl', 1, 1030, 150)`, 'fcntl', 'res', 150)).toEqual({res: 150, fd: 1, cmd: 26, arg: 150});
});

test('pipe and pipe2 tell both ends and the inode', () => {
	const {result, events} = recorder.run<{a: number[]; b: number[]; inode: number}>(
		`a = (ctypes.c_int * 2)(); b = (ctypes.c_int * 2)(); call('pipe', a); call('pipe2', b, os.O_CLOEXEC | os.O_NONBLOCK)
out(a=list(a), b=list(b), inode=os.fstat(b[0]).st_ino)`,
		'pipe',
		'pipe2',
	);
	expect(events[0].params).toMatchObject({res: 0, fd1: result.a[0], fd2: result.a[1]});
	expect(events[1].params).toEqual({res: 0, fd1: result.b[0], fd2: result.b[1], ino: result.inode, flags: 4096 | 64});
});

test('eventfd2, epoll_create1, inotify_init1, timerfd_create, pidfd_open and userfaultfd', () => {
	const {result, events, pid} = recorder.run<number[]>(
		`print([call('eventfd2', 7, os.O_CLOEXEC), call('epoll_create1', os.O_CLOEXEC), call('inotify_init1', os.O_NONBLOCK),
call('timerfd_create', 1, 0), call('pidfd_open', os.getpid(), 0), call('userfaultfd', os.O_CLOEXEC)])`,
		'eventfd2',
		'epoll_create1',
		'inotify_init1',
		'timerfd_create',
		'pidfd_open',
		'userfaultfd',
	);
	expect(events.map(({params}) => params)).toEqual([
		{res: result[0], flags: 4096, initval: 7},
		{res: result[1], flags: 1},
		{res: result[2], flags: 64},
		{res: result[3], clockid: 0, flags: 0},
		{fd: result[4], pid, flags: 0},
		{res: result[5], flags: 4096},
	]);
});

test('memfd_create', () => {
	const {result, params} = last(`out(fd=call('memfd_create', b'a name', 1))`, 'memfd_create');
	expect(params).toEqual({fd: result.fd, name: 'a name', flags: 1});
});
