import {spawnSync} from 'node:child_process';
import {closeSync, openSync} from 'node:fs';
import {threadId} from 'node:worker_threads';
import {loadAddon} from '../../src/driver/addon.ts';
import {missingCapabilities} from '../../src/driver/capabilities.ts';
import {LiveDriver} from '../../src/driver/driver.ts';
import {GENERIC} from '../../src/driver/selection.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {EVENT_TYPES} from '../../src/events/event-types.ts';
import type {ParamType} from '../../src/events/param-type.ts';

/** The interpreter itself, not a wrapper of it. */
const python = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {encoding: 'utf8'}).stdout?.trim() ?? '';
/** The program closes this descriptor when it begins. */
const BEGIN = 1_234_567;

/** Why the driver cannot be tried here; undefined when it can. */
export const obstacle: string | undefined =
	missingCapabilities()[0]?.message ?? (python === '' ? 'system calls are provoked with python3, which is missing' : undefined);

export interface RecordedEvent {
	readonly name: string;
	readonly tid: number;
	readonly tsNs: bigint;
	/** Every parameter by name; texts without their NUL, bytes as byte strings, empty ones undefined. */
	readonly params: Readonly<Record<string, ParamValue>>;
}
export type ParamValue = number | bigint | string | undefined;

export interface Recording<T> {
	readonly result: T;
	readonly pid: number;
	readonly events: RecordedEvent[];
}

/** Codes of the events of a name, old versions too: the driver passes over what it does not make. */
const codesNamed = (name: string): number[] => EVENT_TYPES.filter((type) => type.name === name).map(({code}) => code);
/** What tells the beginning and the end of a program's events, and its descendants. */
const WATCHED = ['openat', 'close', 'clone', 'clone3', 'fork', 'vfork'].flatMap(codesNamed);

/** Runs system calls in a Python program, and gives back the events that they made. */
export class Recorder {
	readonly driver: LiveDriver;
	readonly #cursor = new EventCursor();
	#marks = 0;

	constructor() {
		this.driver = new LiveDriver();
		this.driver.select({events: WATCHED, counting: true});
		this.driver.start();
	}

	/** What `code` returned by `print(json.dumps(…))`, and all events of its process and descendants named `names`. */
	run<T>(code: string, ...names: string[]): Recording<T> {
		this.driver.select({events: [...WATCHED, ...names.flatMap(codesNamed)], counting: true});
		return this.#record(code, names);
	}

	/** The same, and all generic events of `syscalls`. */
	runGeneric<T>(code: string, ...syscalls: string[]): Recording<T> {
		this.driver.select({events: [...WATCHED, GENERIC], counting: true, genericSyscalls: syscalls});
		return this.#record(code, ['syscall']);
	}

	#record<T>(code: string, names: readonly string[]): Recording<T> {
		this.#drain();
		const done = spawnSync(python, ['-c', `${PRELUDE}\n${code}`], {
			encoding: 'utf8',
			env: {...process.env, FALCONER_SYSCALLS: JSON.stringify(syscallNumbers())},
		});
		if (done.status !== 0) throw new Error(`the program failed: ${done.stderr}`);
		const all = this.#drain();
		// What the interpreter did before the program proper is none of its events.
		all.splice(0, all.findIndex(({name, tid, params}) => name === 'close' && tid === done.pid && params.fd === BEGIN) + 1);
		const family = new Set([done.pid]);
		for (const event of all) {
			const child = Number(event.params.res);
			if (family.has(event.tid) && /^(clone3?|v?fork)$/.test(event.name) && child > 0) family.add(child);
		}
		const events = all.filter((event) => family.has(event.tid) && names.includes(event.name));
		return {result: done.stdout === '' ? (undefined as T) : JSON.parse(done.stdout), pid: done.pid, events};
	}

	/** Another CPU may be writing an event in front of those that are wanted: an event of our own tells the end. */
	#drain(): RecordedEvent[] {
		const events: RecordedEvent[] = [];
		const end = `/nonexistent/${process.pid}-${threadId}-${++this.#marks}`;
		existsAsFile(end);
		for (const until = performance.now() + 10_000; performance.now() < until; ) {
			while (this.driver.next(this.#cursor)) {
				const event = decode(this.#cursor);
				if (event.params.name === end) return events;
				events.push(event);
			}
		}
		throw new Error(`the last event never came: ${JSON.stringify(this.driver.statistics())}`);
	}

	close(): void {
		this.driver.close();
	}
}

function existsAsFile(path: string): boolean {
	try {
		closeSync(openSync(path, 'r'));
		return true;
	} catch {
		return false;
	}
}

const HEADER_BYTES = 26;

function decode(cursor: EventCursor): RecordedEvent {
	const type = EVENT_TYPES[cursor.type];
	const params: Record<string, ParamValue> = {};
	if (cursor.paramCount !== type.params.length) throw new Error(`${type.name} has ${cursor.paramCount} parameters`);
	let end = cursor.offset + HEADER_BYTES;
	type.params.forEach((param, index) => {
		params[param.name] = decodeParam(cursor, index, param.type);
		end = cursor.paramOffset(index) + cursor.paramLength(index);
	});
	if (end !== cursor.offset + cursor.length) throw new Error(`${type.name}: parameters end at ${end}`);
	return {name: type.name, tid: cursor.tid, tsNs: cursor.tsNs, params};
}

const SIZES: Partial<Record<ParamType, number>> = {
	ERRNO: 8,
	FD: 8,
	PID: 8,
	INT64: 8,
	UINT64: 8,
	RELTIME: 8,
	ABSTIME: 8,
	UINT32: 4,
	INT32: 4,
	FLAGS32: 4,
	ENUMFLAGS32: 4,
	UID: 4,
	GID: 4,
	MODE: 4,
	UINT16: 2,
	FLAGS16: 2,
	ENUMFLAGS16: 2,
	UINT8: 1,
	FLAGS8: 1,
	ENUMFLAGS8: 1,
	SIGTYPE: 1,
	SYSCALLID: 2,
	INT16: 2,
	SIGSET: 4,
};

function decodeParam(cursor: EventCursor, index: number, type: ParamType): ParamValue {
	const length = cursor.paramLength(index);
	if (length === 0) return undefined;
	const size = SIZES[type];
	if (size === undefined)
		return type === 'CHARBUF' || type === 'FSPATH' || type === 'FSRELPATH' ? checkedText(cursor, index) : cursor.raw(index);
	if (length !== size) throw new Error(`a ${type} of ${length} bytes`);
	if (size === 8) return type === 'UINT64' || type === 'ABSTIME' ? cursor.u64(index) : cursor.i64(index);
	if (size === 4) return type === 'INT32' ? cursor.i32(index) : cursor.u32(index);
	if (type === 'INT16') return (cursor.u16(index) << 16) >> 16;
	return size === 2 ? cursor.u16(index) : cursor.u8(index);
}

function checkedText(cursor: EventCursor, index: number): string {
	const raw = cursor.raw(index);
	if (raw.indexOf('\0') !== raw.length - 1) throw new Error(`a text must end with its only NUL: ${JSON.stringify(raw)}`);
	return raw.slice(0, -1);
}

function syscallNumbers(): Record<string, number> {
	return Object.fromEntries(loadAddon().fillers.map(({syscall, number}) => [syscall, number]));
}

/** `call(name, …)`: the result, or -errno. Byte strings are passed by their address. */
const PRELUDE = `
import atexit, ctypes, json, os, shutil, socket, sys, tempfile, threading, time
libc = ctypes.CDLL(None, use_errno=True)
numbers = json.loads(os.environ['FALCONER_SYSCALLS'])
kept = []
def value(x):
    if isinstance(x, bytes):
        kept.append(ctypes.create_string_buffer(x)); return ctypes.c_long(ctypes.addressof(kept[-1]))
    if isinstance(x, (ctypes.Array, ctypes.Structure)):
        kept.append(x); return ctypes.c_long(ctypes.addressof(x))
    return ctypes.c_long(x or 0)
libc.syscall.restype = ctypes.c_long
def call(name, *args):
    result = libc.syscall(ctypes.c_long(numbers[name]), *[value(x) for x in args])
    return result if result >= 0 else -ctypes.get_errno()
def out(**values): print(json.dumps(values))
folder = tempfile.mkdtemp(prefix='falconer-driver-').encode()
atexit.register(shutil.rmtree, folder, True)
call('close', ${BEGIN})
`;

export const ENOENT = -2;
export const EBADF = -9;
export const EINVAL = -22;
