import {cpus, hostname, totalmem} from 'node:os';
import {toByteString} from '../events/byte-string.ts';
import type {DescriptorList, MachineInfo, MachineState, ThreadEntry} from '../events/machine.ts';
import {readProc, readProcLink} from './proc-file.ts';
import {DescriptorScan, listNumbers} from './scan-descriptors.ts';
import {readProcess, readThread} from './scan-process.ts';
import {readGroups, readInterfaces, readUsers} from './scan-users.ts';

export interface ScanOptions {
	/** Where the watched machine's file system is mounted (`HOST_ROOT`); '' here. */
	readonly hostRoot?: string;
	readonly mostThreads?: number;
	readonly mostDescriptors?: number;
}

export interface Scan {
	readonly state: MachineState;
	/** What was left out because of a limit. */
	readonly skipped: {readonly threads: number; readonly descriptors: number};
}

const MOST_THREADS = 262_144;
const MOST_DESCRIPTORS = 200_000;

/** Reads all processes with their threads and descriptors, users, groups and interfaces. Processes that end meanwhile are left out. */
export function scanMachine({hostRoot = '', mostThreads = MOST_THREADS, mostDescriptors = MOST_DESCRIPTORS}: ScanOptions = {}): Scan {
	const proc = `${hostRoot}/proc`;
	const machine = readMachine(proc);
	const scan = new DescriptorScan(proc, mostDescriptors);
	const threads: ThreadEntry[] = [];
	const descriptors: DescriptorList[] = [];
	const namespaces = new PidNamespaces();
	let skipped = 0;
	for (const name of listNumbers(proc)) {
		const pid = Number(name);
		const leader = readProcess(proc, pid, machine.bootTsNs);
		if (leader === undefined) continue;
		namespaces.add(readProcLink(`${proc}/${pid}/ns/pid`), leader, machine.bootTsNs);
		for (const task of listNumbers(`${proc}/${pid}/task`)) {
			const tid = Number(task);
			if (threads.length >= mostThreads) skipped++;
			else if (tid === pid) threads.push(leader);
			else pushIfThere(threads, readThread(proc, leader, tid));
		}
		descriptors.push({tid: pid, entries: scan.read(pid)});
	}
	namespaces.fill(threads);
	const state = {machine, interfaces: readInterfaces(), users: readUsers(hostRoot), groups: readGroups(hostRoot), threads, descriptors};
	return {state, skipped: {threads: skipped, descriptors: scan.skipped}};
}

/** One process with its descriptors, for a thread that the scan has missed; undefined when it is gone. */
export function scanProcess(pid: number, bootTsNs: bigint, hostRoot = ''): {thread: ThreadEntry; descriptors: DescriptorList} | undefined {
	const proc = `${hostRoot}/proc`;
	const thread = readProcess(proc, pid, bootTsNs);
	if (thread === undefined) return undefined;
	return {thread, descriptors: {tid: pid, entries: new DescriptorScan(proc, MOST_DESCRIPTORS).read(pid)}};
}

/** When the init process of each pid namespace began, for all processes in it. */
class PidNamespaces {
	readonly #ofProcess = new Map<number, string>();
	readonly #starts = new Map<string, number>();

	/** A process whose namespace may not be read (init, with more capabilities than this program) is taken for one of ours. */
	add(link: string, leader: ThreadEntry, bootTsNs: bigint): void {
		const namespace = link === '' ? readProcLink('/proc/self/ns/pid') : link;
		this.#ofProcess.set(leader.pid, namespace);
		if (leader.vpid === 1) this.#starts.set(namespace, Number(leader.cloneTsNs - bootTsNs));
	}

	fill(threads: readonly ThreadEntry[]): void {
		for (const thread of threads) thread.pidnsInitStartTs = this.#starts.get(this.#ofProcess.get(thread.pid) ?? '') ?? 0;
	}
}

function pushIfThere(threads: ThreadEntry[], thread: ThreadEntry | undefined): void {
	if (thread !== undefined) threads.push(thread);
}

function readMachine(proc: string): MachineInfo {
	const uptimeSeconds = Number.parseFloat(readProc(`${proc}/uptime`) ?? '0');
	const bootSeconds = /^btime (\d+)$/m.exec(readProc(`${proc}/stat`, 16 << 20) ?? '');
	const bootTsNs =
		bootSeconds === null ? BigInt(Math.round((Date.now() - uptimeSeconds * 1000) * 1e6)) : BigInt(bootSeconds[1]) * 1_000_000_000n;
	return {
		cpuCount: cpus().length,
		memoryBytes: totalmem(),
		maxPid: Number(readProc(`${proc}/sys/kernel/pid_max`) ?? 32_768),
		hostname: toByteString(hostname()),
		bootTsNs,
	};
}
