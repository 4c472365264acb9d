import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {obstacle, Recorder} from './recorder.ts';

let recorder: Recorder;
beforeAll(() => {
	if (obstacle === undefined) recorder = new Recorder();
});
afterAll(() => recorder?.close());
beforeEach(({skip}) => skip(obstacle !== undefined, obstacle));

const paramsOf = (events: readonly {readonly params: object}[]) => events.map(({params}) => params);

test('access, stat, lstat, fstat and newfstatat', ({skip}) => {
	skip(process.arch !== 'x64', 'arm64 has only the newer of these calls');
	const {result, events} = recorder.run<{fd: number; path: string}>(
		`p = folder + b'/f'; fd = os.open(p, os.O_CREAT); s = ctypes.create_string_buffer(256)
call('access', p, 5); call('stat', p, s); call('lstat', b'/nonexistent', s); call('fstat', fd, s); call('newfstatat', -100, p, s, 0x100 | 0x800); out(fd=fd, path=p.decode())`,
		'access',
		'stat',
		'lstat',
		'fstat',
		'newfstatat',
	);
	const {fd, path} = result;
	expect(events.slice(0, 5).map((event) => ({event: event.name, ...event.params}))).toEqual(
		[
			{event: 'access', res: 0, mode: 5, name: path},
			{event: 'stat', res: 0, path},
			{event: 'lstat', res: -2, path: '/nonexistent'},
			{event: 'fstat', res: 0, fd},
			{event: 'newfstatat', res: 0, dirfd: -100, path, flags: 0x900},
		].map((wanted) => expect.objectContaining(wanted)),
	);
});

test('getdents64, getcwd, ioctl and flock', () => {
	const {result, events} = recorder.run<{d: number; path: string}>(
		`os.chdir(folder); d = os.open('.', os.O_RDONLY); call('getdents64', d, ctypes.create_string_buffer(4096), 4096); b = ctypes.create_string_buffer(4096)
call('getcwd', b, 4096); call('getcwd', b, 1); call('ioctl', d, 0x5401, 77); call('flock', d, 2 | 4); out(d=d, path=folder.decode())`,
		'getdents64',
		'getcwd',
		'ioctl',
		'flock',
	);
	const {d, path} = result;
	const own = events.filter(({name}) => name !== 'ioctl' && name !== 'getdents64').slice(0, 3);
	expect(paramsOf(own)).toEqual([
		{res: path.length + 1, path},
		{res: -34, path: undefined},
		{res: 0, fd: d, operation: 6},
	]);
	expect(events.find(({name}) => name === 'getdents64')?.params).toEqual({res: expect.any(Number), fd: d});
	expect(events.find(({name, params}) => name === 'ioctl' && params.request === 0x5401 && params.argument === 77)?.params).toEqual({
		res: -25,
		fd: d,
		request: 0x5401,
		argument: 77,
	});
});

test('open_by_handle_at tells the path that the kernel found', () => {
	const {result, events} = recorder.run<{fd: number; mount: number; path: string; inode: number} | null>(
		`p = folder + b'/handle'; open(p, 'w').close(); m = os.open(folder, os.O_RDONLY)
h = ctypes.create_string_buffer((128).to_bytes(4, 'little') + bytes(132)); i = ctypes.c_int()
code = libc.name_to_handle_at(-100, p, h, ctypes.byref(i), 0)
fd = call('open_by_handle_at', m, h, os.O_RDONLY)
call('open_by_handle_at', m, 0, os.O_WRONLY)
out(fd=fd, mount=m, path=p.decode(), inode=os.stat(p).st_ino)`,
		'open_by_handle_at',
	);
	if (result === null) return;
	const {fd, mount, path, inode} = result;
	expect(fd).toBeGreaterThanOrEqual(0);
	expect(events[0].params).toEqual({fd, mountfd: mount, flags: 1, path, dev: expect.any(Number), ino: inode});
	expect(events[1].params).toEqual({fd: -14, mountfd: mount, flags: 2, path: undefined, dev: 0, ino: 0});
});

test('fsconfig tells its value as text or bytes', () => {
	const {result, events} = recorder.run<number>(
		`fd = libc.syscall(430, b'tmpfs', 0)
call('fsconfig', fd, 1, b'source', b'something', 0); call('fsconfig', fd, 0, b'ro', 0, 0); call('fsconfig', fd, 1, b'nonsense', b'value', 0); print(fd)`,
		'fsconfig',
	);
	expect(paramsOf(events)).toEqual([
		{res: 0, fd: result, cmd: 1, key: 'source', value_bytebuf: undefined, value_charbuf: 'something', aux: 0},
		{res: 0, fd: result, cmd: 0, key: 'ro', value_bytebuf: undefined, value_charbuf: undefined, aux: 0},
		{res: -22, fd: result, cmd: 1, key: 'nonsense', value_bytebuf: undefined, value_charbuf: undefined, aux: 0},
	]);
});

test('quotactl', () => {
	const {events} = recorder.run(
		`call('quotactl', (0x800007 << 8) | 1, b'/dev/none', 1000, 0); call('quotactl', 0x800002 << 8, b'/dev/none', 4, b'/quota')`,
		'quotactl',
	);
	const nothing = {
		dqb_bhardlimit: 0,
		dqb_bsoftlimit: 0,
		dqb_curspace: 0,
		dqb_ihardlimit: 0,
		dqb_isoftlimit: 0,
		dqb_btime: 0,
		dqb_itime: 0,
		dqi_bgrace: 0,
		dqi_igrace: 0,
		dqi_flags: 0,
	};
	expect(paramsOf(events)).toEqual([
		{
			res: expect.any(Number),
			special: '/dev/none',
			quotafilepath: undefined,
			...nothing,
			quota_fmt_out: 1,
			cmd: 32,
			type: 2,
			id: 1000,
			quota_fmt: 1,
		},
		{
			res: expect.any(Number),
			special: '/dev/none',
			quotafilepath: '/quota',
			...nothing,
			quota_fmt_out: 1,
			cmd: 1,
			type: 1,
			id: 0,
			quota_fmt: 8,
		},
	]);
});

const key = (...parts: (bigint | string)[]) =>
	parts.map((part) => (typeof part === 'string' ? `\x01${part}\0` : `\0${Buffer.from(BigInt64Array.of(part).buffer).toString('latin1')}`));

test('keyctl tells the arguments that its operation has', () => {
	const {events} = recorder.run(
		`call('keyctl', 10, 7, b'user', b'secret', 9); call('keyctl', 1, b'session', 5, 5, 5); call('keyctl', 11, 3, 4, 5, 6)`,
		'keyctl',
	);
	const [search, join, read] = events.map(({params}) => params);
	const named = ([arg2, arg3, arg4, arg5]: string[]) => ({arg2, arg3, arg4, arg5});
	expect(search).toEqual({res: expect.any(Number), operation: 10, ...named(key(7n, 'user', 'secret', 9n))});
	expect(join).toEqual({res: expect.any(Number), operation: 1, ...named(key('session', 0n, 0n, 0n))});
	expect(read).toEqual({res: expect.any(Number), operation: 11, ...named(key(3n, 4n, 5n, 0n))});
});
