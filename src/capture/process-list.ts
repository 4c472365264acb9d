import type {ThreadEntry} from '../events/machine.ts';
import type {BlockReader} from './block-reader.ts';

/** A file of the first releases may end an entry after `root` and these 29 bytes: no pid namespace start, no tty. */
const OLD_TAIL_BYTES = 29;

/** Reads a process list of any version. */
export function readProcesses(block: BlockReader, version: number): ThreadEntry[] {
	const threads: ThreadEntry[] = [];
	while (block.remaining >= 4) threads.push(readThread(version >= 9 ? block.part(block.u32() - 4) : block, version));
	return threads;
}

function readThread(entry: BlockReader, version: number): ThreadEntry {
	const tid = entry.i64();
	const pid = entry.i64();
	const ptid = entry.i64();
	const sid = version >= 6 ? entry.i64() : 0;
	const vpgid = version >= 8 ? entry.i64() : 0;
	const comm = entry.str();
	const exe = entry.str();
	const exepath = version >= 7 ? entry.str() : '';
	const args = entry.str();
	const cwd = entry.str();
	const fdlimit = entry.exactU64();
	const flags = entry.u32();
	const uid = entry.u32();
	const gid = entry.u32();
	const thread = {...unknownThread(tid), pid, ptid, sid, vpgid, comm, exe, exepath, args, cwd, fdlimit, flags, uid, gid};
	if (version >= 2) readMemory(entry, thread);
	if (version >= 3) thread.env = entry.str();
	if (version >= 4) {
		thread.vtid = entry.i64();
		thread.vpid = entry.i64();
		thread.cgroups = entry.str();
	}
	if (version >= 5) thread.root = entry.str();
	if (version >= 9) readTail(entry, thread);
	return thread;
}

function readMemory(entry: BlockReader, thread: ThreadEntry): void {
	thread.vmsizeKb = entry.u32();
	thread.vmrssKb = entry.u32();
	thread.vmswapKb = entry.u32();
	thread.pfmajor = entry.i64();
	thread.pfminor = entry.i64();
}

/** The optional fields: each is there while the entry has room. */
function readTail(entry: BlockReader, thread: ThreadEntry): void {
	const has = (bytes: number): boolean => entry.remaining >= bytes;
	if (entry.remaining > OLD_TAIL_BYTES) {
		if (has(8)) thread.pidnsInitStartTs = entry.exactU64();
		if (has(4)) thread.tty = entry.u32();
	}
	if (has(4)) thread.loginuid = entry.u32();
	if (has(1)) thread.exeWritable = entry.u8() !== 0;
	if (has(8)) thread.capInheritable = entry.u64();
	if (has(8)) thread.capPermitted = entry.u64();
	if (has(8)) thread.capEffective = entry.u64();
	if (has(1)) thread.exeUpperLayer = entry.u8() !== 0;
	if (has(8)) thread.exeIno = entry.exactU64();
	if (has(8)) thread.exeInoCtimeNs = entry.u64();
	if (has(8)) thread.exeInoMtimeNs = entry.u64();
	if (has(1)) thread.exeFromMemfd = entry.u8() !== 0;
	if (has(1)) thread.exeLowerLayer = entry.u8() !== 0;
	if (has(8)) thread.pgid = entry.i64();
}

function unknownThread(tid: number): ThreadEntry {
	return {
		tid,
		pid: -1,
		ptid: -1,
		sid: -1,
		vpgid: -1,
		pgid: -1,
		comm: '',
		exe: '',
		exepath: '',
		args: '',
		cwd: '',
		fdlimit: 0,
		flags: 0,
		uid: 0,
		gid: 0,
		vmsizeKb: 0,
		vmrssKb: 0,
		vmswapKb: 0,
		pfmajor: 0,
		pfminor: 0,
		env: '',
		vtid: -1,
		vpid: -1,
		cgroups: '',
		root: '',
		pidnsInitStartTs: 0,
		tty: 0,
		loginuid: 0xffffffff,
		exeWritable: false,
		exeUpperLayer: false,
		exeLowerLayer: false,
		exeFromMemfd: false,
		capInheritable: 0n,
		capPermitted: 0n,
		capEffective: 0n,
		exeIno: 0,
		exeInoCtimeNs: 0n,
		exeInoMtimeNs: 0n,
		cloneTsNs: 0n,
	};
}
