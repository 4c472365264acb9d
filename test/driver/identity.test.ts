import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {obstacle, Recorder} from './recorder.ts';

let recorder: Recorder;
beforeAll(() => {
	if (obstacle === undefined) recorder = new Recorder();
});
afterAll(() => recorder?.close());
beforeEach(({skip}) => skip(obstacle !== undefined, obstacle));

const ALL = [
	'setuid',
	'setgid',
	'setreuid',
	'setregid',
	'setresuid',
	'setresgid',
	'setsid',
	'setpgid',
	'setns',
	'unshare',
	'capset',
	'prctl',
];
const params = (code: string) => recorder.run(code, ...ALL).events.map((event) => event.params);

test('user and group ids', () => {
	expect(
		params(
			`call('setresgid', 1, 2, 3); call('setregid', 2, 3); call('setgid', 1); call('setresuid', 4, 0, 6); call('setreuid', -1, 4); call('setuid', 77)`,
		),
	).toEqual([
		{res: 0, rgid: 1, egid: 2, sgid: 3},
		{res: 0, rgid: 2, egid: 3},
		{res: 0, gid: 1},
		{res: 0, ruid: 4, euid: 0, suid: 6},
		{res: 0, ruid: 0xffff_ffff, euid: 4},
		{res: -1, uid: 77},
	]);
});

test('sessions and process groups', () => {
	const {events} = recorder.run(`call('setpgid', 0, 0); call('setsid'); call('setpgid', -5, 3)`, 'setsid', 'setpgid');
	expect(events.map((event) => event.params)).toEqual([{res: 0, pid: 0, pgid: 0}, {res: -1}, {res: -3, pid: -5, pgid: 3}]);
});

test('namespaces', () => {
	expect(
		params(
			`d = os.open('/proc/self/ns/net', os.O_RDONLY); os.dup2(d, 99); call('setns', 99, 0x40000000); call('unshare', 0x20000 | 0x4000000)`,
		),
	).toEqual([
		{res: 0, fd: 99, nstype: 16},
		{res: 0, flags: 32 | 128},
	]);
});

test('capset tells the sets that resulted', () => {
	const [event] = params(
		`header = (ctypes.c_uint32 * 2)(0x20080522, 0); sets = (ctypes.c_uint32 * 6)(0x2, 0x6, 0x1, 0, 0, 0); call('capset', header, sets)`,
	);
	expect(event).toEqual({res: 0, cap_inheritable: 1, cap_permitted: 6, cap_effective: 2});
});

test('prctl tells a name as text, another argument as number', () => {
	expect(
		params(
			`call('prctl', 15, b'new-name'); call('prctl', 4, 1); n = ctypes.c_int(9); call('prctl', 36, 1); call('prctl', 37, ctypes.addressof(n))`,
		),
	).toEqual([
		{res: 0, option: 15, arg2_str: 'new-name', arg2_int: 0},
		{res: 0, option: 4, arg2_str: undefined, arg2_int: 1},
		{res: 0, option: 36, arg2_str: undefined, arg2_int: 1},
		{res: 0, option: 37, arg2_str: undefined, arg2_int: 1},
	]);
});
