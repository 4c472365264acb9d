import {expect, test} from 'vitest';
import {ThreadFlag} from '../../src/system/thread.ts';
import {fileEntry, machineState, threadEntry, Watched} from './machine.ts';

const SECOND = 1_000_000_000;
const child = (tid: number, parts: Record<string, number | string> = {}) => ({
	res: 0,
	exe: '/bin/sh',
	args: '-c\0ls\0',
	comm: 'sh',
	tid,
	pid: tid,
	ptid: 100,
	fdlimit: 2048,
	flags: 0,
	uid: 5,
	gid: 6,
	vtid: tid,
	vpid: tid,
	...parts,
});
const inCaller = (result: number, parts: Record<string, number | string> = {}) => ({...child(100, {ptid: 1}), res: result, ...parts});
const execve = (pid: number, parts: Record<string, number | string> = {}) => ({
	res: 0,
	exe: 'ls',
	args: '-l\0',
	tid: pid,
	pid,
	ptid: 100,
	fdlimit: 1024,
	comm: 'ls',
	env: 'A=1\0B=2\0',
	cgroups: 'cpu=/\0',
	tty: 3,
	vpgid: 7,
	pgid: 8,
	loginuid: 9,
	uid: 10,
	gid: 11,
	flags: 5,
	cap_inheritable: 1,
	cap_permitted: 2,
	cap_effective: 3,
	exe_ino: 77,
	exe_ino_ctime: 5,
	exe_ino_mtime: 6,
	trusted_exepath: '/usr/bin/ls',
	...parts,
});
const withFile = () => new Watched(machineState({descriptors: [{tid: 100, entries: [fileEntry(3, '/etc/hosts')]}]}));

test.each([
	['caller first', ['caller', 'child']],
	['child first', ['child', 'caller']],
])('a fork makes one process, whichever side is seen first: %s', (_, order) => {
	const watched = withFile();
	for (const side of order)
		watched.happen('CLONE_20_X', side === 'child' ? {tid: 200, params: child(200)} : {tid: 100, params: inCaller(200)});
	const thread = watched.thread(200);
	expect([thread.pid, thread.ptid, thread.comm, thread.args, thread.uid, thread.gid, thread.exepath, thread.cwd, thread.env]).toEqual([
		200,
		100,
		'sh',
		'-c\0ls\0',
		5,
		6,
		'/bin/name100',
		'/home/',
		'PATH=/bin\0',
	]);
	expect(watched.system.parentOf(thread)).toBe(watched.thread(100));
	expect([thread.leader === thread, thread.threadCount, watched.thread(100).children?.size]).toEqual([true, 1, 1]);
	expect(watched.system.threads.size).toBe(3);
});

test('a new process has copies of the descriptors, a new thread has the same ones', () => {
	const watched = withFile();
	watched.happen('CLONE_20_X', {tid: 200, params: child(200)});
	watched.happen('CLONE3_X', {
		tid: 101,
		params: child(101, {pid: 100, ptid: 1, flags: ThreadFlag.CLONE_THREAD | ThreadFlag.CLONE_FILES, vpid: 100}),
	});
	expect([watched.fdName(3, 200), watched.fdName(3, 101)]).toEqual(['/etc/hosts', '/etc/hosts']);
	watched.happen('CLOSE_X', {tid: 101, params: {res: 0, fd: 3}});
	expect([watched.fdName(3, 100), watched.fdName(3, 200)]).toEqual([undefined, '/etc/hosts']);
	expect([watched.thread(101).leader?.tid, watched.thread(100).threadCount, watched.thread(100).childCount]).toEqual([100, 2, 1]);
});

test('a thread has the working directory and the environment of its process', () => {
	const watched = withFile();
	watched.happen('CLONE3_X', {tid: 101, params: child(101, {pid: 100, ptid: 1, flags: ThreadFlag.CLONE_THREAD, vpid: 100})});
	watched.happen('CHDIR_X', {tid: 100, params: {res: 0, path: '../srv/./www/'}});
	expect([watched.thread(101).cwd, watched.thread(101).env]).toEqual(['/srv/www/', 'PATH=/bin\0']);
});

test('the caller of a vfork leaves the child to its own event: it may be gone already', () => {
	const watched = withFile();
	watched.happen('VFORK_20_X', {tid: 200, params: child(200)});
	watched.happen('PROCEXIT_1_E', {tid: 200, params: {status: 0, ret: 0, sig: 0, core: 0, reaper_tid: 0}});
	watched.happen('VFORK_20_X', {tid: 100, params: inCaller(200)});
	expect(watched.system.threads.has(200)).toBe(false);
});

test('in a pid namespace the numbers of the caller’s side are not taken for ours', () => {
	const watched = new Watched(machineState({threads: [threadEntry(1, {ptid: 0}), threadEntry(100, {vtid: 7, vpid: 7})]}));
	watched.happen('CLONE_20_X', {tid: 100, params: inCaller(8)});
	expect(watched.system.threads.has(8)).toBe(false);
	watched.happen('CLONE_20_X', {
		tid: 300,
		params: {...child(300, {vtid: 8, vpid: 8, flags: ThreadFlag.CHILD_IN_PIDNS}), pidns_init_start_ts: 12345},
	});
	expect([watched.thread(300).vtid, watched.thread(300).pidnsInitStartTs]).toEqual([8, 12345]);
});

test('a number that is used again is another process', () => {
	const watched = withFile();
	watched.happen('CLONE_20_X', {tid: 200, params: child(200, {comm: 'old'})});
	watched.happen('CLONE_20_X', {tid: 200, atNs: SECOND, params: child(200, {comm: 'same'})});
	expect(watched.thread(200).comm).toBe('old');
	watched.happen('CLONE_20_X', {tid: 200, atNs: 3 * SECOND, params: child(200, {comm: 'new'})});
	expect([watched.thread(200).comm, watched.system.counters.removedThreads]).toEqual(['new', 1]);
});

test('execve makes a new program of the process and closes what is to be closed', () => {
	const watched = new Watched(
		machineState({descriptors: [{tid: 100, entries: [fileEntry(1, '/out'), fileEntry(3, '/secret', {openFlags: 4096 | 1})]}]}),
	);
	watched.happen('EXECVE_19_X', {tid: 100, params: execve(100)});
	const thread = watched.thread(100);
	expect(thread).toMatchObject({
		comm: 'ls',
		exe: 'ls',
		args: '-l\0',
		exepath: '/usr/bin/ls',
		env: 'A=1\0B=2\0',
		tty: 3,
		vpgid: 7,
		pgid: 8,
		loginuid: 9,
		uid: 10,
		gid: 11,
		exeIno: 77,
		exeWritable: true,
		exeFromMemfd: true,
		exeUpperLayer: false,
		capEffective: 3n,
	});
	expect([[...thread.fds.values()].map(({fd}) => fd), thread.cwd, thread.lastExecTsNs > 0n]).toEqual([[1], '/home/', true]);
});

test('a failed execve changes nothing', () => {
	const watched = withFile();
	watched.happen('EXECVE_19_X', {tid: 100, params: {...execve(100), res: -2}});
	expect([watched.thread(100).comm, watched.thread(100).exepath]).toEqual(['name100', '/bin/name100']);
});

test('execve ends the other threads, and a thread that calls it becomes the main thread', () => {
	const watched = withFile();
	for (const tid of [101, 102])
		watched.happen('CLONE3_X', {tid, params: child(tid, {pid: 100, ptid: 1, flags: ThreadFlag.CLONE_THREAD, vpid: 100})});
	// The main thread ends first; the kernel then gives its number to the thread that called execve.
	watched.happen('PROCEXIT_1_E', {tid: 100, params: {status: 0, ret: 0, sig: 0, core: 0, reaper_tid: 0}});
	expect([watched.thread(100).dead, watched.thread(100).threadCount]).toEqual([true, 2]);
	watched.happen('EXECVE_19_X', {tid: 100, params: execve(100)});
	expect([...watched.system.threads.keys()]).toEqual([1, 100]);
	expect([watched.thread(100).dead, watched.thread(100).threadCount, watched.thread(100).comm]).toEqual([false, 1, 'ls']);
});

test('a deleted executable keeps its path without the mark', () => {
	const watched = withFile();
	watched.happen('EXECVE_19_X', {tid: 100, params: execve(100, {trusted_exepath: '/tmp/x (deleted)'})});
	expect(watched.thread(100).exepath).toBe('/tmp/x');
});

test('rules still see a thread at its procexit; then it is gone, and so are its descriptors', () => {
	const watched = withFile();
	const seen = watched.see('PROCEXIT_1_E', {tid: 100, params: {status: 0, ret: 0, sig: 0, core: 0, reaper_tid: 0}}, ({thread}) => [
		thread?.comm,
		thread?.threadCount,
		thread?.fds.size,
	]);
	expect(seen).toEqual(['name100', 0, 1]);
	expect([watched.system.threads.has(100), watched.system.counters.fds]).toEqual([false, 0]);
});

test.each([
	['the reaper the kernel names', 50],
	['the next subreaper', 0],
	['init where nobody is known', -1],
])('orphans go to %s', (_, reaper) => {
	const watched = new Watched(
		machineState({
			threads: [threadEntry(1, {ptid: 0}), threadEntry(50, {ptid: 1}), threadEntry(100, {ptid: 50}), threadEntry(200, {ptid: 100})],
		}),
	);
	if (reaper === 0) watched.happen('PRCTL_X', {tid: 50, params: {res: 0, option: 36, arg2_int: 1}});
	watched.happen('PROCEXIT_1_E', {tid: 100, params: {status: 0, ret: 0, sig: 0, core: 0, reaper_tid: Math.max(0, reaper)}});
	expect(watched.thread(200).ptid).toBe(reaper === -1 ? 1 : 50);
});

test('a thread nobody saw begin gets an entry, and execve makes a process of it', () => {
	const watched = withFile();
	watched.happen('GETUID_X', {tid: 900, params: {uid: 0}});
	expect([watched.thread(900).comm, watched.thread(900).pid, watched.system.parentOf(watched.thread(900))]).toEqual([
		'<NA>',
		-1,
		undefined,
	]);
	watched.happen('EXECVE_19_X', {tid: 900, params: execve(900)});
	expect([watched.thread(900).comm, watched.thread(900).ptid, watched.system.parentOf(watched.thread(900))?.pid]).toEqual(['ls', 100, 100]);
});

test('the table of threads is bounded, and what did not fit is counted', () => {
	const watched = new Watched(machineState(), {maxThreads: 4});
	for (let tid = 1000; tid < 1010; tid++) watched.happen('GETUID_X', {tid, params: {uid: 0}});
	expect([
		watched.system.threads.size,
		watched.system.counters.droppedThreadTableFull,
		watched.system.counters.failedThreadLookups,
	]).toEqual([4, 8, 8]);
});

test('threads of which nothing is seen for long go away unless they live', () => {
	const watched = new Watched(machineState(), {purgeIntervalSeconds: 60, threadTimeoutSeconds: 120, isAlive: (tid) => tid === 1});
	for (let second = 0; second <= 400; second += 10) watched.happen('GETUID_X', {tid: 500, atNs: second * SECOND, params: {uid: 0}});
	expect([
		watched.system.threads.has(100),
		watched.system.threads.has(1),
		watched.system.threads.has(500),
		watched.system.counters.purgedThreads,
	]).toEqual([false, true, true, 1]);
});

test('of a recording nobody can ask who lives: silent threads stay, those of which only the number is known go', () => {
	const watched = new Watched(machineState(), {purgeIntervalSeconds: 60, threadTimeoutSeconds: 120});
	watched.happen('GETUID_X', {tid: 700, params: {uid: 0}});
	for (let second = 0; second <= 400; second += 10) watched.happen('GETUID_X', {tid: 1, atNs: second * SECOND, params: {uid: 0}});
	expect([watched.system.threads.has(100), watched.system.threads.has(700)]).toEqual([true, false]);
});

test('an interval of 0 means no purges', () => {
	const watched = new Watched(machineState(), {purgeIntervalSeconds: 0, isAlive: () => false});
	for (let second = 0; second <= 4000; second += 100) watched.happen('GETUID_X', {tid: 1, atNs: second * SECOND, params: {uid: 0}});
	expect([watched.system.threads.has(100), watched.system.counters.purgedThreads]).toEqual([true, 0]);
});

test('a hundred thousand short processes leave no more threads than before', () => {
	const watched = withFile();
	for (let i = 0; i < 100_000; i++) {
		const tid = 1000 + (i % 30_000);
		watched.happen('CLONE_20_X', {tid, atNs: i * 1e6, params: child(tid)});
		watched.happen('PROCEXIT_1_E', {tid, atNs: i * 1e6 + 1, params: {status: 0, ret: 0, sig: 0, core: 0, reaper_tid: 0}});
	}
	expect([watched.system.threads.size, watched.thread(100).children?.size, watched.system.table.groups.size]).toEqual([2, 0, 2]);
});

test('identities follow the calls that change them', () => {
	const watched = withFile();
	watched.happen('SETUID_X', {tid: 100, params: {res: 0, uid: 33}});
	watched.happen('SETRESGID_X', {tid: 100, params: {res: 0, rgid: 1, egid: 44, sgid: 2}});
	watched.happen('SETSID_X', {tid: 100, params: {res: 100}});
	watched.happen('CAPSET_X', {tid: 100, params: {res: 0, cap_inheritable: 1, cap_permitted: 2, cap_effective: 4}});
	watched.happen('PRLIMIT_X', {tid: 100, params: {res: 0, newcur: 555, newmax: 0, oldcur: 0, oldmax: 0, pid: 0, resource: 7}});
	expect(watched.thread(100)).toMatchObject({uid: 33, gid: 44, sid: 100, capEffective: 4n, fdlimit: 555});
	watched.happen('SETUID_X', {tid: 100, params: {res: -1, uid: 0}});
	watched.happen('UNSHARE_X', {tid: 100, params: {res: 0, flags: ThreadFlag.CLONE_NEWUSER}});
	expect(watched.thread(100)).toMatchObject({uid: 33, capEffective: (1n << 41n) - 1n});
});

test('accounts come and go by events, for each container its own', () => {
	const watched = new Watched(machineState({users: [{uid: 0, gid: 0, name: 'root', homedir: '/root', shell: '/bin/sh'}]}));
	watched.happen('USER_ADDED_E', {tid: 0, params: {uid: 5, gid: 5, name: 'ann', home: '/h', shell: '/s', container_id: 'abc'}});
	watched.happen('GROUP_ADDED_E', {tid: 0, params: {gid: 5, name: 'staff', container_id: 'abc'}});
	expect([
		watched.system.user(5, 'abc')?.name,
		watched.system.user(5, ''),
		watched.system.user(0, '')?.name,
		watched.system.group(5, 'abc')?.name,
	]).toEqual(['ann', undefined, 'root', 'staff']);
	watched.happen('USER_DELETED_E', {tid: 0, params: {uid: 5, container_id: 'abc'}});
	expect(watched.system.user(5, 'abc')).toBeUndefined();
	expect(watched.system.threads.has(0)).toBe(false);
});

test('names that mean something to JavaScript are only names', () => {
	const watched = withFile();
	watched.happen('CLONE_20_X', {tid: 200, params: child(200, {comm: '__proto__', exe: 'constructor', cgroups: '__proto__=/x\0'})});
	watched.happen('USER_ADDED_E', {tid: 0, params: {uid: 5, gid: 5, name: '__proto__', home: '', shell: '', container_id: '__proto__'}});
	expect([watched.thread(200).comm, watched.system.user(5, '__proto__')?.name, watched.system.user(5, 'constructor')]).toEqual([
		'__proto__',
		'__proto__',
		undefined,
	]);
});
