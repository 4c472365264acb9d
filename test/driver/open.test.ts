import {statSync} from 'node:fs';
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {ENOENT, obstacle, Recorder} from './recorder.ts';

const O_WRONLY_CREAT_TRUNC = 0o1 | 0o100 | 0o1000;
let recorder: Recorder;
beforeAll(() => {
	if (obstacle === undefined) recorder = new Recorder();
});
afterAll(() => recorder?.close());
beforeEach(({skip}) => skip(obstacle !== undefined, obstacle));

test('openat tells the descriptor, the resolved flags and the file', () => {
	const {result, events} = recorder.run<{fd: number; dir: number; dev: number; ino: number}>(
		`d = os.open(folder, os.O_RDONLY); fd = call('openat', d, b'new', ${O_WRONLY_CREAT_TRUNC} | os.O_CLOEXEC, 0o640)
s = os.fstat(fd); out(fd=fd, dir=d, dev=s.st_dev, ino=s.st_ino)`,
		'openat',
	);
	const {dev, ino} = result;
	const [event] = events.filter(({params}) => params.name === 'new');
	expect(event.params).toEqual({
		fd: result.fd,
		dirfd: result.dir,
		name: 'new',
		flags: 2 | 4 | 256 | 4096 | (1 << 14),
		mode: 0o640,
		dev,
		ino,
	});
});

test('a failed open keeps the name and has no file', () => {
	const {events} = recorder.run(`call('openat', -100, b'/nonexistent/x', 2, 0)`, 'openat');
	const [event] = events.filter(({params}) => params.name === '/nonexistent/x');
	expect(event.params).toEqual({fd: ENOENT, dirfd: -100, name: '/nonexistent/x', flags: 3, mode: 0, dev: 0, ino: 0});
});

test('a name that cannot be read is missing', () => {
	const {events} = recorder.run(`call('openat', -100, 8, 0, 0)`, 'openat');
	expect(events.map(({params}) => params).filter(({fd}) => fd === -14)).toEqual([
		{fd: -14, dirfd: -100, name: undefined, flags: 1, mode: 0, dev: 0, ino: 0},
	]);
});

test('open', () => {
	const {result, events} = recorder.run<number>(`print(call('open', b'/etc/hostname', os.O_NONBLOCK | os.O_DIRECTORY * 0, 0o777))`, 'open');
	const {dev, ino} = statSync('/etc/hostname');
	expect(events[0].params).toEqual({fd: result, name: '/etc/hostname', flags: 1 | 64, mode: 0, dev, ino});
});

test('openat2 tells its mode and how paths resolve', () => {
	const {result, events} = recorder.run<number>(
		`how = (ctypes.c_uint64 * 3)(0o100 | 0o2, 0o600, 8 | 1); os.chdir(folder)
print(call('openat2', -100, b'file', how, 24))`,
		'openat2',
	);
	expect(events).toHaveLength(1);
	expect(events[0].params).toMatchObject({
		fd: result,
		dirfd: -100,
		name: 'file',
		flags: 3 | 4 | (1 << 14),
		mode: 0o600,
		resolve: 1 | 16,
	});
	expect(events[0].params.ino).toBeGreaterThan(0);
	expect(events[0].params.dev).toBeGreaterThan(0);
});

test('creat', () => {
	const {result, events} = recorder.run<{fd: number; ino: number; dev: number; path: string}>(
		`p = folder + b'/made'; fd = call('creat', p, 0o600); s = os.stat(p); out(fd=fd, ino=s.st_ino, dev=s.st_dev, path=p.decode())`,
		'creat',
	);
	const {fd, ino, dev, path} = result;
	expect(events[0].params).toEqual({fd, name: path, mode: 0o600, dev, ino, creat_flags: 0});
});

test('a name of 4095 bytes arrives whole', () => {
	const name = `/${'x/'.repeat(2047)}`;
	const {events} = recorder.run(`call('openat', -100, b'${name}', 0, 0)`, 'openat');
	expect(events.some(({params}) => params.name === name)).toBe(true);
});
