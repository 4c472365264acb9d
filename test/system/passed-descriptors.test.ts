import {expect, test} from 'vitest';
import {fileEntry, machineState, Watched} from './machine.ts';

/** One `struct cmsghdr` with descriptors behind it. */
function control(level: number, type: number, numbers: readonly number[]): Buffer {
	const length = 16 + numbers.length * 4;
	const bytes = Buffer.alloc(Math.ceil(length / 8) * 8);
	bytes.writeUInt32LE(length, 0);
	bytes.writeUInt32LE(level, 8);
	bytes.writeUInt32LE(type, 12);
	for (const [i, number] of numbers.entries()) bytes.writeInt32LE(number, 16 + i * 4);
	return bytes;
}
const SOL_SOCKET = 1;
const SCM_RIGHTS = 1;
const SCM_CREDENTIALS = 2;

function receive(msgcontrol: Buffer, {isLive = true, res = 5} = {}) {
	const asked: [number, number][] = [];
	const readDescriptor = (tid: number, fd: number) => {
		asked.push([tid, fd]);
		return fd === 9 ? undefined : fileEntry(fd, `/passed/${fd}`);
	};
	const watched = new Watched(machineState({descriptors: [{tid: 100, entries: [fileEntry(3, '')]}]}), isLive ? {readDescriptor} : {});
	const fdOfEvent = watched.see(
		'SOCKET_RECVMSG_X',
		{tid: 100, params: {res, size: 5, data: 'hello', msgcontrol, fd: 3}},
		({fdNum}) => fdNum,
	);
	return {watched, asked, fdOfEvent};
}

test('descriptors that came with a message are looked up on the live machine; the event stays that of the socket', () => {
	const rights = Buffer.concat([control(SOL_SOCKET, SCM_CREDENTIALS, [1, 2, 3]), control(SOL_SOCKET, SCM_RIGHTS, [7, 9, 8])]);
	const {watched, asked, fdOfEvent} = receive(rights);
	expect(asked).toEqual([
		[100, 7],
		[100, 9],
		[100, 8],
	]);
	expect(watched.fdNumbers()).toEqual([3, 7, 8]);
	expect([watched.fdName(7), fdOfEvent]).toEqual(['/passed/7', 3]);
});

test('of a recording nobody can ask, as in Falco', () => {
	expect(receive(control(SOL_SOCKET, SCM_RIGHTS, [7]), {isLive: false}).watched.fdNumbers()).toEqual([3]);
});

test('a failed call brings nothing', () => {
	expect(receive(control(SOL_SOCKET, SCM_RIGHTS, [7]), {res: -11}).asked).toEqual([]);
});

test.each([
	['cut off', control(SOL_SOCKET, SCM_RIGHTS, [7, 8]).subarray(0, 22)],
	['shorter than its header says', Buffer.from(control(SOL_SOCKET, SCM_RIGHTS, [7])).fill(0xff, 0, 4)],
	['of no length', Buffer.alloc(64)],
	['with a length beyond 32 bits', Buffer.from(control(SOL_SOCKET, SCM_RIGHTS, [7])).fill(0xff, 4, 8)],
	['of another level', control(6, SCM_RIGHTS, [7])],
])('control data %s does no harm', (_, bytes) => {
	expect(receive(bytes).asked.length).toBeLessThanOrEqual(2);
});
