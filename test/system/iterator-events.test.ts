import {expect, test} from 'vitest';
import {fileEntry, machineState, Watched} from './machine.ts';

/** Both ids stand in the header of such events. */
const both = (pid: number, tid: number): number => pid * 2 ** 32 + tid;
const task = (comm: string) => ({
	ppid: 1,
	sid: 400,
	comm,
	argv: `${comm}\0-x\0a b\0`,
	exepath: `/opt/${comm} (deleted)`,
	flags: 1,
	env: 'A=1\0',
	cwd: '/srv',
	fdlimit: 256,
	euid: 33,
	egid: 44,
	cap_effective: 5,
	vtgid: 7,
	vpid: 8,
	cgroups: 'cpu=/x\0',
	loginuid: 1000,
});

test('a task becomes a thread with all that is told of it, below its parent', () => {
	const watched = new Watched();
	watched.happen('ITER_TASK_E', {tid: both(400, 400), params: task('srv')});
	const thread = watched.thread(400);
	expect(thread).toMatchObject({
		...{pid: 400, ptid: 1, sid: 400, comm: 'srv', exe: 'srv', args: '-x\0a b\0', exepath: '/opt/srv', exeWritable: true},
		...{cwd: '/srv/', uid: 33, gid: 44, capEffective: 5n, fdlimit: 256, vpid: 7, vtid: 8, loginuid: 1000, env: 'A=1\0'},
	});
	expect(watched.system.parentOf(thread)?.tid).toBe(1);
	watched.happen('ITER_TASK_E', {tid: both(400, 401), params: task('worker')});
	expect([watched.thread(401).leader?.tid, thread.threadCount]).toEqual([400, 2]);
	expect(watched.system.threads.has(both(400, 401))).toBe(false);
});

test('who is known already is not described again, a thread of which only the number was known is', () => {
	const watched = new Watched();
	watched.happen('GETUID_X', {tid: 500, params: {uid: 0}});
	watched.happen('ITER_TASK_E', {tid: both(500, 500), params: task('late')});
	watched.happen('ITER_TASK_E', {tid: both(100, 100), params: task('other')});
	expect([watched.thread(500).comm, watched.thread(100).comm]).toEqual(['late', 'name100']);
});

test('files of a task become its descriptors; those that are known stay', () => {
	const watched = new Watched(machineState({descriptors: [{tid: 100, entries: [fileEntry(3, '/etc/passwd')]}]}));
	const tid = both(100, 100);
	const made: readonly (readonly [string, Record<string, number | string | Buffer>])[] = [
		['REGULAR', {fd: 3, path: '/stale', ino_num: 1}],
		['REGULAR', {fd: 4, path: '/var/log/x', flags: 1, ino_num: 9}],
		['DIRECTORY', {fd: 5, path: '/srv', ino_num: 1}],
		['PIPE', {fd: 6, ino_num: 77}],
		['MEMFD', {fd: 7, path: 'secret', ino_num: 1}],
		['SOCKET_UNIX', {fd: 8, sk_pointer: 16, sun_path: '/run/x.sock', ino_num: 1}],
		['SOCKET_NETLINK', {fd: 9, ino_num: 1}],
		['ANON_INODE', {fd: 10, fd_type: 2, ino_num: 1}],
		['SOCKET_INET', {...inet(11, '\n\0\0\x01', 4000, '\n\0\0\x02', 80)}],
		['SOCKET_INET', {...inet(12, '\0\0\0\0', 22, '\0\0\0\0', 0)}],
	];
	for (const [kind, params] of made) watched.happen(`ITER_TASK_FILE_${kind}_E`, {tid, params});
	const shown = [...watched.thread(100).fds.values()].sort((a, b) => a.fd - b.fd).map(({fd, type, name}) => `${fd} ${type} ${name}`.trim());
	expect(shown).toEqual([
		'3 file_v2 /etc/passwd',
		'4 file_v2 /var/log/x',
		'5 directory /srv',
		'6 fifo',
		'7 memfd secret',
		'8 unix /run/x.sock',
		'9 netlink',
		'10 eventpoll',
		'11 ipv4 10.0.0.1:4000->10.0.0.2:80',
		'12 ipv4server 0.0.0.0:22',
	]);
});

function inet(fd: number, localIp: string, localPort: number, remoteIp: string, remotePort: number) {
	const address = (text: string): Buffer => Buffer.from(text, 'latin1');
	const ends = {local_ip: address(localIp), local_port: localPort, remote_ip: address(remoteIp), remote_port: remotePort};
	return {fd, sk_type: 1, sk_proto: 6, ...ends, ino_num: 1};
}

test('a descriptor of a task nobody knows is passed over', () => {
	const watched = new Watched();
	watched.happen('ITER_TASK_FILE_PIPE_E', {tid: both(900, 900), params: {fd: 3, ino_num: 7}});
	expect(watched.system.threads.size).toBe(2);
});
