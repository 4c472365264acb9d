import {EventCursor} from '../src/events/cursor.ts';
import {encodeEvent} from '../src/events/encode.ts';
import {EVENT_TYPES, eventCode} from '../src/events/event-types.ts';
import {System} from '../src/system/system.ts';

const PID_NUMBERS = 30_000;
const START_NS = 1_700_000_000_000_000_000n;

const i64 = (value: number): Buffer => {
	const bytes = Buffer.alloc(8);
	bytes.writeBigInt64LE(BigInt(value));
	return bytes;
};
const u32 = (value: number): Buffer => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
};
const text = (value: string): Buffer => Buffer.from(`${value}\0`, 'latin1');

/** Parameters by name, in the order of the table; empty where left out. */
function event(constant: string, tid: number, tsNs: bigint, values: Readonly<Record<string, Buffer>>): Buffer {
	const type = eventCode(constant);
	return encodeEvent({tsNs, tid, type, params: EVENT_TYPES[type].params.map(({name}) => values[name] ?? Buffer.alloc(0))});
}

/** What a shell does a thousand times an hour: fork, execve, open, close, exit. */
function life(tid: number, tsNs: bigint): Buffer[] {
	const who = {tid: i64(tid), pid: i64(tid), ptid: i64(1)};
	const ids = {...who, vtid: i64(tid), vpid: i64(tid), uid: u32(0), gid: u32(0), cgroups: text('cpu=/user.slice'), fdlimit: i64(1024)};
	const program = {exe: text('/bin/true'), args: text(`run-${tid}`), comm: text('true'), env: text('PATH=/bin:/usr/bin'), flags: u32(0)};
	return [
		event('CLONE_20_X', tid, tsNs, {res: i64(0), ...ids, ...program, comm: text('sh'), exe: text('sh')}),
		event('EXECVE_19_X', tid, tsNs + 1n, {res: i64(0), ...ids, ...program, trusted_exepath: text('/usr/bin/true')}),
		event('OPENAT_2_X', tid, tsNs + 2n, {fd: i64(3), dirfd: i64(-100), name: text(`/tmp/out-${tid}`), flags: u32(1)}),
		event('CLOSE_X', tid, tsNs + 3n, {res: i64(0), fd: i64(3)}),
		event('PROCEXIT_1_E', tid, tsNs + 4n, {status: i64(0), ret: i64(0), reaper_tid: i64(1)}),
	];
}

const heapMb = (): number => {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed / 2 ** 20;
};

/** Lets so many short processes live and die, and tells at each tenth what is left of them. */
export function runProcesses(count: number): void {
	const system = new System({isAlive: () => true});
	const cursor = new EventCursor();
	const apply = (bytes: Buffer): void => {
		cursor.set(bytes, 0);
		system.begin(cursor);
		system.end();
	};
	apply(event('EXECVE_19_X', 1, START_NS, {res: i64(0), tid: i64(1), pid: i64(1), ptid: i64(0), exe: text('init'), comm: text('init')}));
	const lives = Array.from({length: PID_NUMBERS}, (_, i) => life(1_000 + i, START_NS + BigInt(i) * 1_000_000n));
	const startedAt = process.cpuUsage();
	const tenth = Math.ceil(count / 10);
	console.log('processes    threads kept         heap');
	for (let i = 0; i < count; i++) {
		for (const bytes of lives[i % PID_NUMBERS]) apply(bytes);
		if ((i + 1) % tenth !== 0) continue;
		const {threads, addedThreads} = system.counters;
		console.log(
			`${(addedThreads - 1).toLocaleString('en').padStart(9)} ${String(threads).padStart(15)} ${heapMb().toFixed(1).padStart(11)} MB`,
		);
	}
	const {user, system: kernel} = process.cpuUsage(startedAt);
	console.log(`${((user + kernel) / count).toFixed(1)} µs a process (five events; collecting garbage for the figures included)`);
}
