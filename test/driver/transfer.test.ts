import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {obstacle, Recorder} from './recorder.ts';

let recorder: Recorder;
beforeAll(() => {
	if (obstacle === undefined) recorder = new Recorder();
});
afterAll(() => recorder?.close());
beforeEach(({skip}) => skip(obstacle !== undefined, obstacle));

const paramsOf = (events: readonly {readonly params: object}[]) => events.map(({params}) => params);

const long = 'w'.repeat(200);

test('write and read tell data up to snaplen', () => {
	const {result, events} = recorder.run<number[]>(
		`r, w = os.pipe(); call('write', w, b'${long}', 200); call('read', r, ctypes.create_string_buffer(500), 500); call('write', 999, b'failed', 6); call('read', 999, b'', 6)
sys.stdout.write(json.dumps([r, w])); sys.stdout.flush(); os._exit(0)`,
		'write',
		'read',
	);
	const [r, w] = result;
	expect(paramsOf(events).slice(0, 4)).toEqual([
		{res: 200, data: long.slice(0, 80), fd: w, size: 200},
		{res: 200, data: long.slice(0, 80), fd: r, size: 500},
		{res: -9, data: 'failed', fd: 999, size: 6},
		{res: -9, data: undefined, fd: 999, size: 6},
	]);
});

test('positions and pieces: pwrite, pread, writev, readv, pwritev, preadv', () => {
	const {result, events} = recorder.run<number>(
		`fd = os.open(folder + b'/f', os.O_RDWR | os.O_CREAT)
os.pwrite(fd, b'abcdef', 3); os.pread(fd, 4, 3); os.lseek(fd, 0, 0); os.writev(fd, [b'one', b'', b'two']); os.lseek(fd, 2, 0)
os.readv(fd, [bytearray(2), bytearray(50)]); call('pwritev', fd, *vectors(b'hi', b'there'), 5, 0); call('preadv', fd, *vectors(b'..', b'...'), 5, 0); print(fd)`.replace(
			/^/,
			`import struct
def vectors(*pieces):
    buffers = [ctypes.create_string_buffer(p) for p in pieces]; kept.extend(buffers)
    return b''.join(struct.pack('QQ', ctypes.addressof(b), len(p)) for b, p in zip(buffers, pieces)), len(pieces)
`,
		),
		'pwrite',
		'pread',
		'writev',
		'readv',
		'pwritev',
		'preadv',
		'lseek',
	);
	const fd = result;
	expect(paramsOf(events.slice(0, 8))).toEqual([
		{res: 6, data: 'abcdef', fd, size: 6, pos: 3},
		{res: 4, data: 'abcd', fd, size: 4, pos: 3},
		{res: 0, fd, offset: 0, whence: 0},
		{res: 6, data: 'onetwo', fd, size: 6},
		{res: 2, fd, offset: 2, whence: 0},
		{res: 7, size: 7, data: 'etwodef', fd},
		{res: 7, data: 'hithere', fd, size: 7, pos: 5},
		{res: 5, size: 5, data: 'hithe', fd, pos: 5},
	]);
});

test('sendfile, splice and copy_file_range', () => {
	const {result, events} = recorder.run<{from: number; to: number; r: number; w: number; offset: number}>(
		`f = os.open(folder + b'/f', os.O_RDWR | os.O_CREAT); os.write(f, b'x' * 10); t = os.open(folder + b'/t', os.O_RDWR | os.O_CREAT); r, w = os.pipe()
offset = ctypes.c_long(2); call('sendfile', t, f, (ctypes.c_long * 1)(2), 5); os.lseek(f, 0, 0); call('splice', f, 0, w, 0, 4, 3)
place = (ctypes.c_long * 1)(1); call('copy_file_range', f, place, t, 0, 3, 0); out(**{'from': f, 'to': t, 'r': r, 'w': w, 'offset': ctypes.addressof(place)})`,
		'sendfile',
		'splice',
		'copy_file_range',
	);
	const {from, to, w, offset} = result;
	expect(paramsOf(events)).toEqual([
		{res: 5, offset: 7, out_fd: to, in_fd: from, size: 5},
		{res: 4, fd_in: from, fd_out: w, size: 4, flags: 3},
		{res: 3, fdout: to, offout: 0, fdin: from, offin: offset, len: 3},
	]);
});
