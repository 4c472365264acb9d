import {expect, test} from 'vitest';
import {FdFlag} from '../../src/system/fd-table.ts';
import {fileEntry, machineState, Watched} from './machine.ts';

const watch = () =>
	new Watched(machineState({descriptors: [{tid: 100, entries: [fileEntry(3, '/etc'), fileEntry(4, '/srv/', {type: 'directory'})]}]}));
const AT_FDCWD = -100;
const open = (fd: number, name: string, dirfd = AT_FDCWD, flags = 1) => ({
	tid: 100,
	params: {fd, dirfd, name, flags, mode: 0, dev: 9, ino: 42},
});

test.each([
	['relative to the working directory', AT_FDCWD, 'notes/../x', '/home/x'],
	['relative to a directory', 3, 'passwd', '/etc/passwd'],
	['relative to a directory whose name ends in a slash', 4, 'a//b', '/srv/a/b'],
	['absolute, whatever the directory', 99, '/var/./log', '/var/log'],
	['relative to a directory nobody knows', 99, 'x', '<UNKNOWN>x'],
])('a path %s', (_, dirfd, name, resolved) => {
	const watched = watch();
	const seen = watched.see('OPENAT_2_X', open(7, name, dirfd), ({fd, fdNum}) => [
		fd?.name,
		fd?.nameRaw,
		fdNum,
		fd?.type,
		fd?.ino,
		fd?.dev,
		((fd?.flags ?? 0) & FdFlag.NAME_CHANGED) !== 0,
	]);
	expect(seen).toEqual([resolved, name, 7, 'file_v2', 42, 9, true]);
});

test('the name is the one at the time of the open, even when it is asked for later', () => {
	const watched = watch();
	watched.happen('OPENAT_2_X', open(7, 'x'));
	watched.happen('CHDIR_X', {tid: 100, params: {res: 0, path: '/elsewhere'}});
	watched.happen('CLONE_20_X', {
		tid: 200,
		params: {
			res: 0,
			exe: 'a',
			args: '',
			comm: 'a',
			tid: 200,
			pid: 200,
			ptid: 100,
			fdlimit: 1,
			flags: 0,
			uid: 0,
			gid: 0,
			vtid: 200,
			vpid: 200,
		},
	});
	expect([watched.fdName(7), watched.fdName(7, 200)]).toEqual(['/home/x', '/home/x']);
});

test('opens of all kinds', () => {
	const watched = watch();
	watched.happen('OPEN_X', {tid: 100, params: {fd: 10, name: 'a', flags: 1024, mode: 0, dev: 1, ino: 2}});
	watched.happen('CREAT_X', {tid: 100, params: {fd: 11, name: '/b', mode: 0, dev: 1, ino: 2, creat_flags: 1}});
	watched.happen('OPENAT2_X', {tid: 100, params: {fd: 12, dirfd: 3, name: 'c', flags: 65537, mode: 0, resolve: 0, dev: 1, ino: 2}});
	watched.happen('OPEN_BY_HANDLE_AT_X', {tid: 100, params: {fd: 13, mountfd: 3, flags: 1, path: '/d', dev: 1, ino: 2}});
	const {fds} = watched.thread(100);
	expect([10, 11, 12, 13].map((fd) => [fds.get(fd)?.name, fds.get(fd)?.type])).toEqual([
		['/home/a', 'directory'],
		['/b', 'file_v2'],
		['/etc/c', 'file_v2'],
		['/d', 'file_v2'],
	]);
	expect([fds.get(11)?.flags ?? 0, fds.get(12)?.flags ?? 0].map((flags) => flags & (FdFlag.OVERLAY_UPPER | FdFlag.OVERLAY_LOWER))).toEqual([
		FdFlag.OVERLAY_UPPER,
		FdFlag.OVERLAY_LOWER,
	]);
});

test('failed calls change nothing', () => {
	const watched = watch();
	const before = watched.fdNumbers();
	watched.happen('OPENAT_2_X', open(-2, '/x'));
	watched.happen('CLOSE_X', {tid: 100, params: {res: -9, fd: 3}});
	watched.happen('DUP2_X', {tid: 100, params: {res: -9, oldfd: 3, newfd: 50}});
	watched.happen('PIPE2_X', {tid: 100, params: {res: -24, fd1: -1, fd2: -1, ino: 0, flags: 0}});
	watched.happen('SOCKET_SOCKET_X', {tid: 100, params: {fd: -97, domain: 2, type: 1, proto: 0, flags: 0}});
	watched.happen('MEMFD_CREATE_X', {tid: 100, params: {fd: -24, name: 'm', flags: 0}});
	watched.happen('CLOSE_RANGE_X', {tid: 100, params: {res: -22, first: 0, last: 99, flags: 0}});
	watched.happen('CHDIR_X', {tid: 100, params: {res: -2, path: '/nowhere'}});
	expect([watched.fdNumbers(), watched.thread(100).cwd]).toEqual([before, '/home/']);
});

test('rules still see a descriptor at its close; then it is gone', () => {
	const watched = watch();
	expect(watched.see('CLOSE_X', {tid: 100, params: {res: 0, fd: 3}}, ({fd}) => fd?.name)).toBe('/etc');
	expect(watched.fdName(3)).toBeUndefined();
	expect(watched.see('CLOSE_X', {tid: 100, params: {res: -9, fd: 3}}, ({fd, fdNum}) => [fd, fdNum])).toEqual([undefined, 3]);
});

test('dup and its like make a second number for the same file, open across execve', () => {
	const watched = watch();
	watched.happen('OPENAT_2_X', open(7, '/x', AT_FDCWD, 4097));
	watched.happen('DUP_1_X', {tid: 100, params: {res: 8, oldfd: 7}});
	watched.happen('DUP2_X', {tid: 100, params: {res: 1, oldfd: 7, newfd: 1}});
	watched.happen('DUP3_X', {tid: 100, params: {res: 9, oldfd: 7, newfd: 9, flags: 4096}});
	watched.happen('FCNTL_X', {tid: 100, params: {res: 10, fd: 8, cmd: 26, arg: 0}});
	watched.happen('FCNTL_X', {tid: 100, params: {res: 11, fd: 7, cmd: 1, arg: 0}});
	watched.happen('FCNTL_X', {tid: 100, params: {res: 0, fd: 4, cmd: 3, arg: 1}});
	expect([8, 1, 9, 10, 11].map((fd) => watched.fdName(fd))).toEqual(['/x', '/x', '/x', '/x', '/x']);
	watched.happen('EXECVE_19_X', {tid: 100, params: {res: 0, exe: 'a', args: '', tid: 100, pid: 100, ptid: 1, comm: 'a'}});
	expect(watched.fdNumbers()).toEqual([1, 3, 8, 11]);
});

test('close_range closes a range, or marks it', () => {
	const watched = watch();
	for (let fd = 20; fd < 30; fd++) watched.happen('OPENAT_2_X', open(fd, '/x'));
	watched.happen('CLOSE_RANGE_X', {tid: 100, params: {res: 0, first: 25, last: 0xffffffff, flags: 0}});
	watched.happen('CLOSE_RANGE_X', {tid: 100, params: {res: 0, first: 22, last: 24, flags: 4}});
	expect(watched.fdNumbers()).toEqual([3, 4, 20, 21, 22, 23, 24]);
	watched.happen('EXECVE_19_X', {tid: 100, params: {res: 0, exe: 'a', args: '', tid: 100, pid: 100, ptid: 1, comm: 'a'}});
	expect(watched.fdNumbers()).toEqual([3, 4, 20, 21]);
});

test('descriptors that are no files have their kinds', () => {
	const watched = watch();
	watched.happen('PIPE2_X', {tid: 100, params: {res: 0, fd1: 30, fd2: 31, ino: 5, flags: 0}});
	watched.happen('EVENTFD2_X', {tid: 100, params: {res: 32, flags: 0, initval: 0}});
	watched.happen('EPOLL_CREATE1_X', {tid: 100, params: {res: 33, flags: 1}});
	watched.happen('TIMERFD_CREATE_X', {tid: 100, params: {res: 34, clockid: 0, flags: 0}});
	watched.happen('INOTIFY_INIT1_X', {tid: 100, params: {res: 35, flags: 4096}});
	watched.happen('MEMFD_CREATE_X', {tid: 100, params: {fd: 36, name: 'payload', flags: 1}});
	watched.happen('PIDFD_OPEN_X', {tid: 100, params: {fd: 37, pid: 1, flags: 0}});
	watched.happen('BPF_2_X', {tid: 100, params: {fd: 38, cmd: 5}});
	watched.happen('IO_URING_SETUP_X', {tid: 100, params: {res: 39, entries: 1}});
	watched.happen('USERFAULTFD_X', {tid: 100, params: {res: 40, flags: 0}});
	watched.happen('SIGNALFD4_X', {tid: 100, params: {res: 41, flags: 0, fd: -1, mask: 0}});
	const {fds} = watched.thread(100);
	const made = watched.fdNumbers().filter((fd) => fd >= 30);
	expect(made.map((fd) => [fd, fds.get(fd)?.type, fds.get(fd)?.name])).toEqual([
		[30, 'fifo', ''],
		[31, 'fifo', ''],
		[32, 'event', ''],
		[33, 'eventpoll', ''],
		[34, 'timerfd', ''],
		[35, 'inotify', ''],
		[36, 'memfd', 'payload'],
		[37, 'pidfd', '/proc/1'],
		[38, 'bpf', ''],
		[39, 'io_uring', ''],
		[40, 'userfaultfd', ''],
		[41, 'signalfd', ''],
	]);
	watched.happen('EXECVE_19_X', {tid: 100, params: {res: 0, exe: 'a', args: '', tid: 100, pid: 100, ptid: 1, comm: 'a'}});
	expect(watched.fdNumbers().filter((fd) => fd >= 30)).toEqual([30, 31, 32, 34, 40, 41]);
});

test('pidfd_getfd takes a copy of what another process has open', () => {
	const watched = new Watched(machineState({descriptors: [{tid: 1, entries: [fileEntry(5, '/dev/kmsg')]}]}));
	watched.happen('PIDFD_OPEN_X', {tid: 100, params: {fd: 7, pid: 1, flags: 0}});
	watched.happen('PIDFD_GETFD_X', {tid: 100, params: {fd: 8, pid_fd: 7, target_fd: 5, flags: 0}});
	expect(watched.fdName(8)).toBe('/dev/kmsg');
});

test('fchdir goes where the descriptor is, chroot is noted', () => {
	const watched = watch();
	watched.happen('FCHDIR_X', {tid: 100, params: {res: 0, fd: 3}});
	watched.happen('CHROOT_X', {tid: 100, params: {res: 0, path: '../jail'}});
	expect([watched.thread(100).cwd, watched.thread(100).root]).toEqual(['/etc/', '/jail']);
});
