import {type BigIntStats, statSync} from 'node:fs';
import type {ByteString} from '../events/byte-string.ts';
import type {ThreadEntry} from '../events/machine.ts';
import {readProc, readProcLink} from './proc-file.ts';

const NS_PER_TICK = 10_000_000n;
const MOST_TEXT_BYTES = 4096;
const CAP_DAC_OVERRIDE = 1n;
const CAP_FOWNER = 3n;
const CL_FILES = 1;
const CL_VM = 1 << 15;
const CL_THREAD = 1 << 13;
const SUBSYSTEMS = ['cpuset', 'cpu', 'cpuacct', 'io', 'memory'] as const;

/** The main thread of a process as /proc tells it; undefined when it ended. */
export function readProcess(proc: string, pid: number, bootTsNs: bigint): ThreadEntry | undefined {
	const folder = `${proc}/${pid}`;
	const status = readProc(`${folder}/status`);
	const stat = parseStat(readProc(`${folder}/stat`));
	if (status === undefined || stat === undefined) return undefined;
	const ids = parseIds(status);
	const [exe, args] = splitCommand(readProc(`${folder}/cmdline`, MOST_TEXT_BYTES) ?? '');
	const comm = statusValue(status, 'Name');
	const exepath = readProcLink(`${folder}/exe`);
	return {
		tid: pid,
		pid,
		ptid: stat.ppid,
		sid: stat.session,
		vpgid: lastNumber(statusValue(status, 'NSpgid'), stat.pgrp),
		pgid: stat.pgrp,
		comm: unescapeComm(comm),
		exe: exe === '' ? unescapeComm(comm) : exe,
		exepath: exepath.endsWith(' (deleted)') ? exepath.slice(0, -' (deleted)'.length) : exepath,
		args,
		cwd: readProcLink(`${folder}/cwd`),
		fdlimit: parseLimit(readProc(`${folder}/limits`) ?? ''),
		flags: 0,
		uid: ids.uid,
		gid: ids.gid,
		vmsizeKb: parseKb(status, 'VmSize'),
		vmrssKb: parseKb(status, 'VmRSS'),
		vmswapKb: parseKb(status, 'VmSwap'),
		pfmajor: stat.majflt,
		pfminor: stat.minflt,
		env: readProc(`${folder}/environ`, MOST_TEXT_BYTES) ?? '',
		vtid: lastNumber(statusValue(status, 'NSpid'), pid),
		vpid: lastNumber(statusValue(status, 'NStgid'), pid),
		cgroups: formatCgroups(readProc(`${folder}/cgroup`) ?? ''),
		root: readProcLink(`${folder}/root`),
		pidnsInitStartTs: 0,
		tty: stat.tty,
		loginuid: parseLoginUid(readProc(`${folder}/loginuid`)),
		capInheritable: parseCaps(status, 'CapInh'),
		capPermitted: parseCaps(status, 'CapPrm'),
		capEffective: parseCaps(status, 'CapEff'),
		...readExecutable(`${folder}/exe`, exepath, ids, parseCaps(status, 'CapEff')),
		cloneTsNs: bootTsNs + stat.startTicks * NS_PER_TICK,
	};
}

/** Another thread of a process whose main thread is `leader`; undefined when it ended. */
export function readThread(proc: string, leader: ThreadEntry, tid: number): ThreadEntry | undefined {
	const status = readProc(`${proc}/${leader.pid}/task/${tid}/status`);
	if (status === undefined) return undefined;
	return {
		...leader,
		tid,
		comm: unescapeComm(statusValue(status, 'Name')),
		flags: CL_THREAD | CL_FILES | CL_VM,
		vtid: lastNumber(statusValue(status, 'NSpid'), tid),
	};
}

interface Stat {
	readonly ppid: number;
	readonly pgrp: number;
	readonly session: number;
	readonly tty: number;
	readonly minflt: number;
	readonly majflt: number;
	readonly startTicks: bigint;
}

/** /proc/PID/stat: the name in parentheses may hold anything, so fields count from the last one. */
function parseStat(text: ByteString | undefined): Stat | undefined {
	if (text === undefined) return undefined;
	const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
	if (fields.length < 20) return undefined;
	const at = (index: number): number => Number(fields[index]);
	return {ppid: at(1), pgrp: at(2), session: at(3), tty: at(4) >>> 0, minflt: at(7), majflt: at(9), startTicks: BigInt(fields[19])};
}

function statusValue(status: ByteString, key: string): ByteString {
	const at = status.startsWith(`${key}:\t`) ? 0 : status.indexOf(`\n${key}:\t`) + 1;
	if (at === 0 && !status.startsWith(`${key}:\t`)) return '';
	const start = at + key.length + 2;
	return status.slice(start, status.indexOf('\n', start));
}

/** The kernel writes names with `\n` and `\\` escaped. */
function unescapeComm(text: ByteString): ByteString {
	return text.includes('\\') ? text.replace(/\\(n|\\)/g, (_, kind: string) => (kind === 'n' ? '\n' : '\\')) : text;
}

interface Ids {
	readonly uid: number;
	readonly gid: number;
	readonly fsuid: number;
	readonly fsgid: number;
}

function parseIds(status: ByteString): Ids {
	const [, uid, , fsuid] = statusValue(status, 'Uid').split('\t').map(Number);
	const [, gid, , fsgid] = statusValue(status, 'Gid').split('\t').map(Number);
	return {uid, gid, fsuid, fsgid};
}

function lastNumber(text: ByteString, otherwise: number): number {
	return text === '' ? otherwise : Number(text.slice(text.lastIndexOf('\t') + 1));
}

function parseKb(status: ByteString, key: string): number {
	return Number.parseInt(statusValue(status, key), 10) || 0;
}

function parseCaps(status: ByteString, key: string): bigint {
	const text = statusValue(status, key);
	return text === '' ? 0n : BigInt(`0x${text}`);
}

function parseLimit(limits: ByteString): number {
	const match = /^Max open files\s+(\d+)/m.exec(limits);
	return match === null ? 0 : Number(match[1]);
}

function parseLoginUid(text: ByteString | undefined): number {
	return text === undefined || text === '' ? 0xffff_ffff : Number(text);
}

/** argv[0], and the other arguments with their NULs. */
function splitCommand(cmdline: ByteString): [exe: ByteString, args: ByteString] {
	const nul = cmdline.indexOf('\0');
	return nul < 0 ? [cmdline, ''] : [cmdline.slice(0, nul), cmdline.slice(nul + 1)];
}

/** /proc/PID/cgroup in the form of execve events: `subsystem=path`, each with its NUL, in the driver's order. */
export function formatCgroups(text: ByteString): ByteString {
	const paths = new Map<string, ByteString>();
	let unified = '';
	for (const line of text.split('\n')) {
		const [, first, controllers, path] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? [];
		if (path === undefined) continue;
		if (first === '0' && controllers === '') unified = path;
		for (const controller of controllers.split(',')) paths.set(controller === 'blkio' ? 'io' : controller, path);
	}
	return SUBSYSTEMS.map((name) => `${name}=${paths.get(name) ?? unified}\0`).join('');
}

type Executable = Pick<
	ThreadEntry,
	'exeWritable' | 'exeUpperLayer' | 'exeLowerLayer' | 'exeFromMemfd' | 'exeIno' | 'exeInoCtimeNs' | 'exeInoMtimeNs'
>;

/** Layers of overlayfs cannot be told from user space: both stay false until the next execve. */
function readExecutable(path: string, exepath: ByteString, ids: Ids, capEffective: bigint): Executable {
	let stat: BigIntStats | undefined;
	try {
		stat = statSync(path, {bigint: true, throwIfNoEntry: false});
	} catch {
		// Kernel threads have none; others may have ended.
	}
	return {
		exeWritable: stat !== undefined && isWritable(stat, ids, capEffective),
		exeUpperLayer: false,
		exeLowerLayer: false,
		exeFromMemfd: exepath.startsWith('/memfd:'),
		exeIno: stat === undefined ? 0 : Number(stat.ino),
		exeInoCtimeNs: stat?.ctimeNs ?? 0n,
		exeInoMtimeNs: stat?.mtimeNs ?? 0n,
	};
}

/** As the kernel side decides it: may write the file, or may give itself the permission. */
function isWritable(stat: BigIntStats, ids: Ids, capEffective: bigint): boolean {
	if ((capEffective & ((1n << CAP_DAC_OVERRIDE) | (1n << CAP_FOWNER))) !== 0n) return true;
	if (Number(stat.uid) === ids.fsuid) return true;
	return (Number(stat.mode) & (Number(stat.gid) === ids.fsgid ? 0o020 : 0o002)) !== 0;
}
