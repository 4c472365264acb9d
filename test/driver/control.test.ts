import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {obstacle, Recorder} from './recorder.ts';

let recorder: Recorder;
beforeAll(() => {
	if (obstacle === undefined) recorder = new Recorder();
});
afterAll(() => recorder?.close());
beforeEach(({skip}) => skip(obstacle !== undefined, obstacle));

const hex = (value: unknown) => Buffer.from(String(value), 'latin1').toString('hex');

test('kill, tkill and tgkill', () => {
	const {events, pid} = recorder.run(
		`call('kill', os.getpid(), 0); call('tkill', os.getpid(), 0); call('tgkill', os.getpid(), os.getpid(), 0); call('kill', -99999, 15)`,
		'kill',
		'tkill',
		'tgkill',
	);
	expect(events.map(({params}) => params)).toEqual([
		{res: 0, pid, sig: 0},
		{res: 0, tid: pid, sig: 0},
		{res: 0, pid, tid: pid, sig: 0},
		{res: -3, pid: -99999, sig: 15},
	]);
});

test('ptrace tells request and process; attach, peek of nothing, detach with a signal', () => {
	const {result, events} = recorder.run<number>(
		`child = os.fork()
if child == 0:
    time.sleep(30)
call('ptrace', 16, child, 0, 0); os.waitpid(child, 0x40000000); call('ptrace', 1, child, 8, 8); call('ptrace', 17, child, 0, 19)
os.kill(child, 9); print(child)`,
		'ptrace',
	);
	expect(events.map(({params}) => ({...params, addr: hex(params.addr), data: hex(params.data)}))).toEqual([
		{res: 0, addr: '000000000000000000', data: '000000000000000000', request: 11, pid: result},
		{res: -5, addr: '000000000000000000', data: '000000000000000000', request: 2, pid: result},
		{res: 0, addr: '000000000000000000', data: '0113', request: 12, pid: result},
	]);
});

test('bpf', () => {
	const {events} = recorder.run(`call('bpf', 999, 0, 0)`, 'bpf');
	expect(events.map(({params}) => params)).toEqual([{fd: -22, cmd: 999}]);
});

test('modules: init_module with the first bytes of its image, finit_module, delete_module', () => {
	const {events} = recorder.run(
		`call('init_module', b'not a module' + b'x' * 100, 112, b'a=1'); call('finit_module', 999, b'b=2', 3); call('delete_module', b'no_such', os.O_NONBLOCK)`,
		'init_module',
		'finit_module',
		'delete_module',
	);
	const [init, finit, remove] = events.map(({params}) => params);
	expect(init).toMatchObject({img: `not a module${'x'.repeat(68)}`, length: 112, uargs: 'a=1'});
	expect(init.res).toBeLessThan(0);
	expect(finit).toMatchObject({fd: 999, uargs: 'b=2', flags: 3});
	expect(remove).toMatchObject({name: 'no_such', flags: 64});
});

test('seccomp', () => {
	const {events} = recorder.run(`call('seccomp', 77, 5, 0)`, 'seccomp');
	expect(events.map(({params}) => params)).toEqual([{res: -22, op: 77, flags: 5}]);
});
