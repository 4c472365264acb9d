import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {obstacle, Recorder} from './recorder.ts';

let recorder: Recorder;
beforeAll(() => {
	if (obstacle === undefined) recorder = new Recorder();
});
afterAll(() => recorder?.close());
beforeEach(({skip}) => skip(obstacle !== undefined, obstacle));

const paramsOf = (events: readonly {readonly params: object}[]) => events.map(({params}) => params);

const hex = (value: unknown) => Buffer.from(String(value), 'latin1').toString('hex');
const le64 = (value: bigint) => Buffer.from(BigInt64Array.of(value).buffer).toString('hex');

test('getsockopt tells the value in the form its option has', () => {
	const {result, events} = recorder.run<{s: number; buffer: number}>(
		`s = socket.socket(); s.setblocking(False); s.connect_ex(('127.0.0.1', 9)); time.sleep(0.05)
size = ctypes.c_uint32(4); v = ctypes.create_string_buffer(64)
def get(level, name, length):
    l = (ctypes.c_uint32 * 1)(length); return call('getsockopt', s.fileno(), level, name, v, l)
get(1, 4, 4); get(1, 8, 4); b = int.from_bytes(v.raw[:4], 'little'); get(1, 20, 16); get(6, 1, 4); get(1, 17, 12); get(1, 57, 8); get(1, 9999, 4)
out(s=s.fileno(), buffer=b)`,
		'getsockopt',
	);
	const [error, receive, timeout, tcp, peer, cookie, unknown] = events.map(({params}) => ({...params, val: hex(params.val)}));
	const fd = result.s;
	expect(error).toEqual({res: 0, fd, level: 1, optname: 4, val: `01${le64(-111n)}`, optlen: 4});
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(result.buffer);
	expect(receive).toEqual({res: 0, fd, level: 1, optname: 8, val: `02${bytes.toString('hex')}`, optlen: 4});
	expect(timeout).toEqual({res: 0, fd, level: 1, optname: 20, val: `04${le64(0n)}`, optlen: 16});
	expect(tcp).toEqual({res: 0, fd, level: 2, optname: 0, val: '0000000000', optlen: 4});
	expect(peer).toMatchObject({res: 0, fd, level: 1, optname: 17, optlen: 12});
	expect(peer.val).toMatch(/^00.{24}$/);
	expect(cookie).toMatchObject({res: 0, fd, level: 1, optname: 53, optlen: 8});
	expect(cookie.val).toMatch(/^03.{16}$/);
	expect(unknown).toMatchObject({res: -92, fd, level: 1, optname: 0, optlen: 4});
});

test('setsockopt tells the value that was given', () => {
	const {result, events} = recorder.run<number>(
		`s = socket.socket(); s.setsockopt(1, 2, 1); s.setsockopt(1, 20, (3).to_bytes(8, 'little') + (5).to_bytes(8, 'little')); print(s.fileno())`,
		'setsockopt',
	);
	expect(events.map(({params}) => ({...params, val: hex(params.val)}))).toEqual([
		{res: 0, fd: result, level: 1, optname: 2, val: '0201000000', optlen: 4},
		{res: 0, fd: result, level: 1, optname: 20, val: `04${le64(3_000_005_000n)}`, optlen: 16},
	]);
});

test('getsockname and getpeername have no parameters', () => {
	const {events} = recorder.run(`call('getsockname', 999, 0, 0); call('getpeername', 999, 0, 0)`, 'getsockname', 'getpeername');
	expect(events.map(({name, params}) => ({name, params}))).toEqual([
		{name: 'getsockname', params: {}},
		{name: 'getpeername', params: {}},
	]);
});

const MESSAGES = `
class Vector(ctypes.Structure): _fields_ = [('base', ctypes.c_void_p), ('length', ctypes.c_size_t)]
class Message(ctypes.Structure): _fields_ = [('name', ctypes.c_void_p), ('name_length', ctypes.c_uint32), ('vectors', ctypes.c_void_p), ('count', ctypes.c_size_t), ('control', ctypes.c_void_p), ('control_length', ctypes.c_size_t), ('flags', ctypes.c_int), ('padding', ctypes.c_int), ('length', ctypes.c_uint32)]
def address(x): kept.append(x); return ctypes.addressof(x)
def message(*pieces):
    vectors = (Vector * len(pieces))(*[Vector(address(p), len(p) - 1) for p in pieces])
    return Message(None, 0, address(vectors), len(pieces), None, 0, 0, 0)
text = lambda b: ctypes.create_string_buffer(b)
`;

test('sendmmsg and recvmmsg make an event for each message', () => {
	const {result, events} = recorder.run<{a: number; b: number}>(
		`${MESSAGES}
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
sent = (Message * 2)(message(text(b'one'), text(b'two')), message(text(b'x' * 100)))
call('sendmmsg', a.fileno(), sent, 2, 0)
got = (Message * 2)(message(text(b'-' * 200)), message(text(b'-' * 200)))
call('recvmmsg', b.fileno(), got, 2, 0, 0); call('sendmmsg', 999, sent, 2, 0); call('recvmmsg', 999, got, 2, 0, 0)
out(a=a.fileno(), b=b.fileno())`,
		'sendmmsg',
		'recvmmsg',
	);
	const {a, b} = result;
	const tuple = expect.stringMatching(/^\x01[\s\S]{17}$/);
	expect(paramsOf(events)).toEqual([
		{res: 6, fd: a, size: 6, data: 'onetwo', tuple},
		{res: 100, fd: a, size: 100, data: 'x'.repeat(80), tuple},
		{res: 6, fd: b, size: 6, data: 'onetwo', tuple, msgcontrol: undefined},
		{res: 100, fd: b, size: 100, data: 'x'.repeat(80), tuple, msgcontrol: undefined},
		{res: -9, fd: 999, size: 0, data: undefined, tuple: undefined},
		{res: -9, fd: 999, size: 0, data: undefined, tuple: undefined, msgcontrol: undefined},
	]);
});
