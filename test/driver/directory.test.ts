import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {obstacle, Recorder} from './recorder.ts';

let recorder: Recorder;
beforeAll(() => {
	if (obstacle === undefined) recorder = new Recorder();
});
afterAll(() => recorder?.close());
beforeEach(({skip}) => skip(obstacle !== undefined, obstacle));

test('names by path: mkdir, rename, link, symlink, unlink, rmdir', () => {
	const {result, events} = recorder.run<string>(
		`p = folder + b'/'; call('mkdir', p + b'd', 0o750); open(p + b'f', 'w').close(); call('rename', p + b'f', p + b'g')
call('link', p + b'g', p + b'h'); call('symlink', b'g', p + b's'); call('unlink', p + b'h'); call('rmdir', p + b'd')
print(json.dumps(p.decode()))`,
		'mkdir',
		'rename',
		'link',
		'symlink',
		'unlink',
		'rmdir',
	);
	const p = result;
	const byName = Object.fromEntries(events.toReversed().map(({name, params}) => [name, params]));
	expect(byName).toEqual({
		mkdir: {res: 0, path: `${p}d`, mode: 0o750},
		rename: {res: 0, oldpath: `${p}f`, newpath: `${p}g`},
		link: {res: 0, oldpath: `${p}g`, newpath: `${p}h`},
		symlink: {res: 0, target: 'g', linkpath: `${p}s`},
		unlink: {res: 0, path: `${p}h`},
		rmdir: {res: 0, path: `${p}d`},
	});
});

test('names below a descriptor: mkdirat, renameat, renameat2, linkat, symlinkat, unlinkat, mknodat', () => {
	const {result, events} = recorder.run<number>(
		`d = os.open(folder, os.O_RDONLY); call('mkdirat', d, b'd', 0o700); os.close(os.open(folder + b'/f', os.O_CREAT))
call('renameat', d, b'f', d, b'g'); call('renameat2', d, b'g', d, b'h', 1); call('linkat', d, b'h', -100, folder + b'/i', 0x400)
call('symlinkat', b'h', d, b's'); call('mknodat', d, b'p', 0o10600, 0); call('unlinkat', d, b'd', 0x200); print(d)`,
		'mkdirat',
		'renameat',
		'renameat2',
		'linkat',
		'symlinkat',
		'mknodat',
		'unlinkat',
	);
	const dir = result;
	const named = (name: string) => events.find((event) => event.name === name)?.params;
	expect(named('mkdirat')).toEqual({res: 0, dirfd: dir, path: 'd', mode: 0o700});
	expect(named('renameat')).toEqual({res: 0, olddirfd: dir, oldpath: 'f', newdirfd: dir, newpath: 'g'});
	expect(named('renameat2')).toEqual({res: 0, olddirfd: dir, oldpath: 'g', newdirfd: dir, newpath: 'h', flags: 1});
	expect(named('linkat')).toMatchObject({res: 0, olddir: dir, oldpath: 'h', newdir: -100, flags: 1024});
	expect(named('symlinkat')).toEqual({res: 0, target: 'h', linkdirfd: dir, linkpath: 's'});
	expect(named('mknodat')).toEqual({res: 0, dirfd: dir, path: 'p', mode: 0o10600, dev: 0});
	expect(named('unlinkat')).toEqual({res: 0, dirfd: dir, name: 'd', flags: 512});
});

test('modes and owners: chmod, fchmod, fchmodat, chown, lchown, fchown, fchownat', () => {
	const {result, events} = recorder.run<{fd: number; path: string}>(
		`p = folder + b'/f'; fd = os.open(p, os.O_CREAT); call('chmod', p, 0o4755); call('fchmod', fd, 0o600); call('fchmodat', -100, p, 0o644)
call('chown', p, 1, 2); call('lchown', p, 3, 4); call('fchown', fd, 5, 6); call('fchownat', -100, p, 7, 8, 0x100); out(fd=fd, path=p.decode())`,
		'chmod',
		'fchmod',
		'fchmodat',
		'chown',
		'lchown',
		'fchown',
		'fchownat',
	);
	const {fd, path} = result;
	expect(events.map(({params}) => params)).toEqual([
		{res: 0, filename: path, mode: 0o4755},
		{res: 0, fd, mode: 0o600},
		{res: 0, dirfd: -100, filename: path, mode: 0o644},
		{res: 0, path, uid: 1, gid: 2},
		{res: 0, path, uid: 3, gid: 4},
		{res: 0, fd, uid: 5, gid: 6},
		{res: 0, dirfd: -100, pathname: path, uid: 7, gid: 8, flags: 0x100},
	]);
});

test('places: chdir, fchdir, chroot', () => {
	const {result, events} = recorder.run<number>(
		`call('chdir', b'/usr'); d = os.open('/etc', os.O_RDONLY); call('fchdir', d); print(d, flush=True); call('chroot', b'/usr/.'); os._exit(0)`,
		'chdir',
		'fchdir',
		'chroot',
	);
	expect(events.map(({params}) => params)).toEqual([
		{res: 0, path: '/usr'},
		{res: 0, fd: result},
		{res: 0, path: '/usr/.'},
	]);
});

test('mount tells device, folder, type and flags; umount2', () => {
	const {result, events} = recorder.run<string>(
		`call('unshare', 0x20000); call('mount', b'none', b'/', 0, 0x44000, 0); call('mount', b'dev', folder, b'tmpfs', 0xc0ed0000 | 2 | 8, 0)
call('umount2', folder, 2); print(json.dumps(folder.decode()))`,
		'mount',
		'umount2',
	);
	expect(events.map(({params}) => params)).toEqual([
		{res: 0, dev: 'none', dir: '/', type: undefined, flags: 0x44000},
		{res: 0, dev: 'dev', dir: result, type: 'tmpfs', flags: 10},
		{res: 0, name: result, flags: 2},
	]);
});
