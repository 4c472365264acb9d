import {readdirSync, type Stats, statSync} from 'node:fs';
import type {ByteString} from '../events/byte-string.ts';
import type {DescriptorEntry, FdType} from '../events/machine.ts';
import {readProc, readProcLink} from './proc-file.ts';
import {readSockets, type SocketEntry} from './scan-sockets.ts';

const S_IFMT = 0o170000;
const S_IFIFO = 0o010000;
const S_IFDIR = 0o040000;
const S_IFSOCK = 0o140000;
/** A file kind of 0: anonymous inodes have none. */
const ANONYMOUS: readonly (readonly [prefix: string, type: FdType])[] = [
	['anon_inode:[eventpoll]', 'eventpoll'],
	['anon_inode:[eventfd]', 'event'],
	['anon_inode:[signalfd]', 'signalfd'],
	['anon_inode:[timerfd]', 'timerfd'],
	['anon_inode:inotify', 'inotify'],
	['anon_inode:bpf', 'bpf'],
	['anon_inode:[userfaultfd]', 'userfaultfd'],
	['anon_inode:[io_uring]', 'io_uring'],
	['anon_inode:[pidfd]', 'pidfd'],
	['pidfd:', 'pidfd'],
];

/** Reads descriptors of processes; socket tables are read once for each network namespace. */
export class DescriptorScan {
	readonly #proc: string;
	readonly #sockets = new Map<ByteString, Map<number, SocketEntry>>();
	/** Descriptors that may still be read. */
	#left: number;
	/** Descriptors that were left out because of the limit. */
	skipped = 0;

	constructor(proc: string, most: number) {
		this.#proc = proc;
		this.#left = most;
	}

	read(pid: number): DescriptorEntry[] {
		const entries: DescriptorEntry[] = [];
		for (const name of listNumbers(`${this.#proc}/${pid}/fd`)) {
			if (this.#left === 0) {
				this.skipped++;
				continue;
			}
			const entry = this.readOne(pid, name);
			if (entry === undefined) continue;
			entries.push(entry);
			this.#left--;
		}
		return entries;
	}

	readOne(pid: number, name: string): DescriptorEntry | undefined {
		const path = `${this.#proc}/${pid}/fd/${name}`;
		const link = readProcLink(path);
		const stat = statOf(path);
		if (link === '' || stat === undefined) return undefined;
		const entry = emptyEntry(Number(name), stat.ino, link);
		const kind = stat.mode & S_IFMT;
		if (kind === S_IFSOCK) return {...entry, ...this.#socket(pid, stat.ino)};
		if (kind === S_IFIFO) return {...entry, type: 'fifo'};
		if (kind === S_IFDIR) return {...entry, type: 'directory'};
		if (link.startsWith('/memfd:')) return {...entry, type: 'memfd', name: link.replace(/ \(deleted\)$/, '')};
		const anonymous = ANONYMOUS.find(([prefix]) => link.startsWith(prefix));
		if (anonymous !== undefined) return {...entry, type: anonymous[1]};
		if (!link.startsWith('/')) return {...entry, type: 'unsupported'};
		return {...entry, type: 'file_v2', openFlags: this.#openFlags(pid, name), dev: stat.dev >>> 0};
	}

	#socket(pid: number, ino: number): Partial<DescriptorEntry> {
		const namespace = readProcLink(`${this.#proc}/${pid}/ns/net`);
		let sockets = this.#sockets.get(namespace);
		if (sockets === undefined) {
			sockets = readSockets(`${this.#proc}/${pid}/net`);
			this.#sockets.set(namespace, sockets);
		}
		return sockets.get(ino) ?? {type: 'unsupported', name: ''};
	}

	#openFlags(pid: number, name: string): number {
		const match = /^flags:\s*([0-7]+)$/m.exec(readProc(`${this.#proc}/${pid}/fdinfo/${name}`) ?? '');
		return match === null ? 0 : portableOpenFlags(Number.parseInt(match[1], 8));
	}
}

/** Kernel open flags as the values of Falco's events. */
export function portableOpenFlags(flags: number): number {
	const [directory, direct, largefile] = process.arch === 'arm64' ? [0o40000, 0o200000, 0o400000] : [0o200000, 0o40000, 0o100000];
	let portable = [1, 2, 3, 3][flags & 3];
	if (flags & 0o100) portable |= 1 << 2;
	if (flags & 0o2000) portable |= 1 << 3;
	if (flags & 0o10000) portable |= 1 << 4;
	if (flags & 0o200) portable |= 1 << 5;
	if (flags & 0o4000) portable |= 1 << 6;
	if ((flags & 0o4010000) === 0o4010000) portable |= 1 << 7;
	if (flags & 0o1000) portable |= 1 << 8;
	if (flags & direct) portable |= 1 << 9;
	if (flags & directory) portable |= 1 << 10;
	if (flags & largefile) portable |= 1 << 11;
	if (flags & 0o2000000) portable |= 1 << 12;
	if (flags & 0o20000000) portable |= 1 << 13;
	return portable;
}

export function listNumbers(folder: string): string[] {
	try {
		return readdirSync(folder).filter((name) => name >= '0' && name < ':');
	} catch {
		return [];
	}
}

function statOf(path: string): Stats | undefined {
	try {
		return statSync(path, {throwIfNoEntry: false});
	} catch {
		return undefined;
	}
}

function emptyEntry(fd: number, ino: number, name: ByteString): DescriptorEntry {
	return {
		fd,
		ino,
		type: 'unknown',
		name,
		openFlags: 0,
		dev: 0,
		sip: '',
		dip: '',
		sport: 0,
		dport: 0,
		l4proto: 0,
		unixSource: 0,
		unixPeer: 0,
	};
}
