import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {obstacle, Recorder} from './recorder.ts';

let recorder: Recorder;
beforeAll(() => {
	if (obstacle === undefined) recorder = new Recorder();
});
afterAll(() => recorder?.close());
beforeEach(({skip}) => skip(obstacle !== undefined, obstacle));

const hex = (value: unknown) => Buffer.from(String(value), 'latin1').toString('hex');
/** A port in the events' byte order, as hexadecimal. */
const port = (number: number) => Buffer.from(Uint16Array.of(number).buffer).toString('hex');
const LOCALHOST = '7f000001';
const SERVER = `s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(5); c = socket.socket(); c.connect(s.getsockname())`;

test('socket, bind, listen, connect and accept over IPv4', () => {
	const {result, events} = recorder.run<{s: number; c: number; a: number; server: number; client: number}>(
		`${SERVER}; a = call('accept4', s.fileno(), 0, 0, os.O_CLOEXEC | os.O_NONBLOCK)
out(s=s.fileno(), c=c.fileno(), a=a, server=s.getsockname()[1], client=c.getsockname()[1])`,
		'socket',
		'bind',
		'listen',
		'connect',
		'accept4',
	);
	const {s, c, a, server, client} = result;
	const tuple = `02${LOCALHOST}${port(client)}${LOCALHOST}${port(server)}`;
	expect(events.map(({params}) => ({...params, tuple: hex(params.tuple), addr: hex(params.addr)}))).toMatchObject([
		{fd: s, domain: 2, type: 1 | 0o2000000, proto: 0, flags: 4096},
		{res: 0, addr: `02${LOCALHOST}0000`, fd: s},
		{res: 0, fd: s, backlog: 5},
		{fd: c, domain: 2, type: 1 | 0o2000000, proto: 0, flags: 4096},
		{res: 0, tuple, fd: c, addr: `02${LOCALHOST}${port(server)}`},
		{fd: a, tuple, queuepct: 0, queuelen: 0, queuemax: 5, flags: 4096 | 64},
	]);
});

test('accept without flags, on IPv6', () => {
	const {result, events} = recorder.run<{a: number; server: number; client: number}>(
		`s = socket.socket(socket.AF_INET6); s.bind(('::1', 0)); s.listen(3); c = socket.socket(socket.AF_INET6); c.connect(s.getsockname()[:2])
a = call('accept', s.fileno(), 0, 0); out(a=a, server=s.getsockname()[1], client=c.getsockname()[1])`,
		'connect',
		'accept',
	);
	const local = `${'00'.repeat(15)}01`;
	const tuple = `0a${local}${port(result.client)}${local}${port(result.server)}`;
	expect(hex(events[0].params.addr)).toBe(`0a${local}${port(result.server)}`);
	expect(hex(events[0].params.tuple)).toBe(tuple);
	expect({...events[1].params, tuple: hex(events[1].params.tuple)}).toEqual({fd: result.a, tuple, queuepct: 0, queuelen: 0, queuemax: 3});
});

test('UNIX sockets: paths, abstract names without their NUL, a refused connection without tuple', () => {
	const {result, events} = recorder.run<{path: string}>(
		`p = folder + b'/sock'; s = socket.socket(socket.AF_UNIX); s.bind(p); s.listen(1); c = socket.socket(socket.AF_UNIX); c.connect(p); s.accept()
b = socket.socket(socket.AF_UNIX); b.bind(b'\\0abstract')
try: socket.socket(socket.AF_UNIX).connect('/nonexistent')
except OSError: pass
out(path=p.decode())`,
		'bind',
		'connect',
		'accept4',
	);
	const [bind, connect, accept, abstract, refused] = events.map(({params}) => params);
	expect(bind.addr).toBe(`\x01${result.path}\0`);
	expect(String(connect.tuple).slice(17)).toBe(`${result.path}\0`);
	expect(connect.tuple).toBe(accept.tuple);
	expect(String(connect.tuple).slice(1, 9)).not.toBe('\0'.repeat(8));
	expect(abstract.addr).toBe('\x01abstract\0');
	expect(refused).toMatchObject({res: -2, tuple: undefined, addr: '\x01/nonexistent\0'});
});

test('a connection in progress has its tuple', () => {
	const {events} = recorder.run(`c = socket.socket(); c.setblocking(False); c.connect_ex(('127.0.0.1', 9))`, 'connect');
	expect(events[0].params.res).toBe(-115);
	expect(hex(events[0].params.tuple)).toMatch(new RegExp(`^02${LOCALHOST}....${LOCALHOST}${port(9)}$`));
});

test('socketpair tells both descriptors and sockets; shutdown', () => {
	const {result, events} = recorder.run<number[]>(
		`a, b = socket.socketpair(); a.shutdown(1); print([a.fileno(), b.fileno()])`,
		'socketpair',
		'shutdown',
	);
	expect(events[0].params).toMatchObject({res: 0, fd1: result[0], fd2: result[1], domain: 1, type: 1 | 0o2000000, proto: 0});
	expect(events[0].params.source).not.toBe(events[0].params.peer);
	expect(events[1].params).toEqual({res: 0, fd: result[0], how: 1});
});

test('sendto and recvfrom tell data up to snaplen, size and tuple', () => {
	const {result, events} = recorder.run<{s: number; c: number; server: number; client: number}>(
		`s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('127.0.0.1', 0)); c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
c.sendto(b'd' * 200, s.getsockname()); s.recvfrom(300); out(s=s.fileno(), c=c.fileno(), server=s.getsockname()[1], client=c.getsockname()[1])`,
		'sendto',
		'recvfrom',
	);
	const {s, c, server, client} = result;
	const data = 'd'.repeat(80);
	expect(events.map(({params}) => ({...params, tuple: hex(params.tuple)}))).toEqual([
		{res: 200, data, fd: c, size: 200, tuple: `0200000000${port(client)}${LOCALHOST}${port(server)}`},
		{res: 200, data, tuple: `02${LOCALHOST}${port(client)}${LOCALHOST}${port(server)}`, fd: s, size: 300},
	]);
});

test('a failed receive has neither data nor tuple', () => {
	const {events} = recorder.run(`call('recvfrom', 999, ctypes.create_string_buffer(9), 9, 0, 0, 0)`, 'recvfrom');
	expect(events.map(({params}) => params)).toEqual([{res: -9, data: undefined, tuple: undefined, fd: 999, size: 9}]);
});

test('sendmsg and recvmsg gather their pieces and tell control data', () => {
	const {result, events} = recorder.run<{a: number; b: number}>(
		`import array
a, b = socket.socketpair(); a.sendmsg([b'one', b'', b'two' * 100], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [1]))])
b.recvmsg(500, 64); out(a=a.fileno(), b=b.fileno())`,
		'sendmsg',
		'recvmsg',
	);
	const data = `one${'two'.repeat(100)}`.slice(0, 80);
	expect(events[0].params).toMatchObject({res: 303, data, fd: result.a, size: 303});
	expect(events[1].params).toMatchObject({res: 303, data, fd: result.b, size: 303});
	expect(hex(events[1].params.msgcontrol)).toMatch(/^140000000000000001000000010000000?/);
	expect(String(events[0].params.tuple)).toHaveLength(18);
});
