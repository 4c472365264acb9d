import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {obstacle, Recorder} from './recorder.ts';

let recorder: Recorder;
beforeAll(() => {
	if (obstacle === undefined) recorder = new Recorder();
});
afterAll(() => recorder?.close());
beforeEach(({skip}) => skip(obstacle !== undefined, obstacle));

const MiB = 1 << 20;

test('execve tells everything about the new process', () => {
	const {result, events, pid} = recorder.run<{
		path: string;
		ppid: number;
		parent: number;
		ino: number;
		ctime: string;
		mtime: string;
		fdlimit: number;
	}>(
		`import resource
p = folder + b'/program'; shutil.copy('/bin/true', p); os.chmod(p, 0o755); os.symlink(p, folder + b'/alias'); s = os.stat(p)
child = os.fork()
if child == 0:
    os.execve(folder + b'/alias', ['argv0', 'first', '', 'third'], {'A': '1', 'B': 'two words'})
os.waitpid(child, 0)
out(path=p.decode(), parent=os.getpid(), child=child, ino=s.st_ino, ctime=str(s.st_ctime_ns), mtime=str(s.st_mtime_ns), fdlimit=resource.getrlimit(resource.RLIMIT_NOFILE)[0], pgid=os.getpgid(0))`,
		'execve',
	);
	const event = events.at(-1);
	const {path, parent, child, ino, ctime, mtime, fdlimit, pgid} = result as typeof result & {child: number; pgid: number};
	expect(parent).toBe(pid);
	expect(event?.params).toMatchObject({
		res: 0,
		exe: 'argv0',
		args: 'first\0\0third\0',
		tid: child,
		pid: child,
		ptid: parent,
		cwd: undefined,
		fdlimit,
		vm_swap: 0,
		comm: 'alias',
		env: 'A=1\0B=two words\0',
		tty: 0,
		loginuid: 0xffff_ffff,
		flags: 1,
		cap_inheritable: 0,
		exe_ino: ino,
		exe_ino_ctime: BigInt(ctime),
		exe_ino_mtime: BigInt(mtime),
		uid: 0,
		gid: 0,
		pgid,
		vpgid: pgid,
		trusted_exepath: path,
		filename: path.replace(/program$/, 'alias'),
	});
	const params = event?.params ?? {};
	expect(params.vm_size).toBeGreaterThan(100);
	expect(params.vm_size).toBeLessThan(MiB);
	expect(params.cap_effective).toBe(params.cap_permitted);
	expect(params.cap_permitted).toBeGreaterThan(0);
	expect(String(params.cgroups)).toMatch(/^cpuset=\/[^\0]*\0cpu=\/[^\0]*\0cpuacct=\/[^\0]*\0io=\/[^\0]*\0memory=\/[^\0]*\0$/);
});

test('a failed execve tells its arguments and the caller', () => {
	const {events, pid} = recorder.run(
		`try: os.execve('/nonexistent/program', ['zero', 'one'], {'X': 'y'})
except OSError: pass`,
		'execve',
	);
	expect(events.at(-1)?.params).toMatchObject({
		res: -2,
		exe: 'zero',
		args: 'one\0',
		tid: pid,
		pid,
		comm: expect.stringMatching(/^python3/),
		env: 'X=y\0',
		filename: '/nonexistent/program',
	});
});

// The kernel turns the number of an execveat that succeeds into that of execve (x86-64), and so do Falco's events.
test('execveat of a memfd is an execve, and marked', () => {
	const {events} = recorder.run(
		`child = os.fork()
if child == 0:
    fd = os.memfd_create('secret'); os.write(fd, open('/bin/true', 'rb').read()); argv = (ctypes.c_char_p * 2)(b'name', None)
    call('execveat', fd, b'', argv, 0, 0x1000); os._exit(1)
os.waitpid(child, 0)`,
		'execve',
	);
	expect(events.at(-1)?.params).toMatchObject({
		res: 0,
		exe: 'name',
		args: undefined,
		flags: 1 | 4,
		trusted_exepath: '/memfd:secret',
		filename: expect.stringMatching(/^\/dev\/fd\/\d+$/),
	});
});

test('arguments and environment are cut at 4096 bytes', () => {
	const {events} = recorder.run(
		`child = os.fork()
if child == 0:
    os.execve('/bin/true', ['true', 'x' * 9000], {'BIG': 'y' * 9000})
os.waitpid(child, 0)`,
		'execve',
	);
	const {args, env} = events.at(-1)?.params ?? {};
	expect(args).toBe(`${'x'.repeat(4095)}\0`);
	expect(env).toBe(`BIG=${'y'.repeat(4091)}\0`);
});

test('a fork is told by the parent and by the child', () => {
	const {result, events, pid} = recorder.run<number>(
		`child = os.fork()
if child == 0: os._exit(3)
os.waitpid(child, 0); print(child)`,
		'clone',
		'procexit',
	);
	const [parent, child] = events.filter(({name}) => name === 'clone');
	expect(parent.params).toMatchObject({
		res: result,
		tid: pid,
		pid,
		exe: expect.stringMatching(/python3/),
		comm: expect.stringMatching(/^python3/),
		uid: 0,
		gid: 0,
		vtid: pid,
		vpid: pid,
		pidns_init_start_ts: 0,
	});
	expect(child.params).toMatchObject({
		res: 0,
		tid: result,
		pid: result,
		ptid: pid,
		exe: expect.stringMatching(/python3/),
		vtid: result,
		vpid: result,
	});
	expect(child.params.pidns_init_start_ts).toBeGreaterThan(0);
	expect(parent.params.flags).toBe((1 << 23) | (1 << 24));
	expect(child.params.args).toBe(parent.params.args);
	expect(events.find(({name, tid}) => name === 'procexit' && tid === result)?.params).toEqual({
		status: 0x300,
		ret: 3,
		sig: 0,
		core: 0,
		reaper_tid: 0,
	});
});

test('a thread has flags that say so', () => {
	const {events, pid} = recorder.run(`t = threading.Thread(target=lambda: None); t.start(); t.join()`, 'clone', 'clone3');
	const [event] = events;
	expect(events).toHaveLength(2);
	expect(Number(event.params.flags) & (8192 | 32768 | 1)).toBe(8192 | 32768 | 1);
	expect(events[1].params).toMatchObject({res: 0, pid});
	expect(events[1].params.tid).toBe(event.params.res);
});

test('a process in a pid namespace of its own has its own numbers', () => {
	const {result, events} = recorder.run<number>(
		`call('unshare', 0x20000000); child = os.fork()
if child == 0: os._exit(0)
os.waitpid(child, 0); print(child)`,
		'clone',
	);
	const child = events.find(({tid}) => tid === result);
	expect(child?.params).toMatchObject({res: 0, tid: result, vtid: 1, vpid: 1});
	expect(Number(child?.params.flags) & (1 << 29)).not.toBe(0);
	const parent = events.find(({params}) => params.res === result);
	expect(Number(parent?.params.flags) & (1 << 29)).not.toBe(0);
});

test('procexit tells the signal, and who adopts the children', () => {
	const {result, events, pid} = recorder.run<number[]>(
		`call('prctl', 36, 1); r, w = os.pipe(); child = os.fork()
if child == 0:
    grandchild = os.fork()
    if grandchild == 0:
        os.read(r, 1); os._exit(0)
    os.kill(os.getpid(), 9)
os.waitpid(child, 0); os.write(w, b'x'); os.wait(); print([child])`,
		'procexit',
	);
	expect(events.find(({tid}) => tid === result[0])?.params).toEqual({status: 9, ret: 0, sig: 9, core: 0, reaper_tid: pid});
});

test('times are the clock of the machine', () => {
	const before = BigInt(Date.now() - 1) * 1_000_000n;
	const {events} = recorder.run(`call('close', 999)`, 'close');
	const after = BigInt(Date.now() + 1) * 1_000_000n;
	expect(events[0].tsNs).toBeGreaterThan(before);
	expect(events[0].tsNs).toBeLessThan(after);
});

test('a failed execveat keeps its own event', () => {
	const {events} = recorder.run(
		`argv = (ctypes.c_char_p * 3)(b'a0', b'a1', None); call('execveat', -100, b'/nonexistent', argv, 0, 0)`,
		'execveat',
	);
	expect(events.map(({params}) => params)).toMatchObject([{res: -2, exe: 'a0', args: 'a1\0', env: undefined}]);
});

test('root of a user namespace that maps nobody else does not make every program writable', () => {
	const {events} = recorder.run(
		`child = os.fork()
if child == 0:
    call('setresuid', 4321, 4321, 4321); call('prctl', 4, 1); call('unshare', 0x10000000); open('/proc/self/uid_map', 'w').write('0 4321 1')
    os.execve('/bin/true', ['true'], {})
os.waitpid(child, 0)`,
		'execve',
	);
	expect(events.at(-1)?.params).toMatchObject({res: 0, comm: 'true', uid: 4321, flags: 0});
});
