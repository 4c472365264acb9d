import {type DescriptorEntry, type DescriptorList, FD_TYPES, type MachineState, type ThreadEntry} from '../events/machine.ts';
import {BYTE_ORDER_MAGIC, SECTION_HEADER, WRITTEN} from './block-types.ts';
import {BlockWriter} from './block-writer.ts';

/** Longest strings that every reader of the format takes. */
const MAX_PATH_BYTES = 1023;
const MAX_LIST_BYTES = 4095;
const MAX_ACCOUNT_BYTES = 255;
const HOSTNAME_BYTES = 128;

export interface WrittenHead {
	readonly blocks: readonly Buffer[];
	/** Strings that were too long for the format and were cut. */
	readonly truncated: number;
}

export interface HeadOptions {
	/** Readers of before 2022 (sysdig 0.29) refuse a capture with kinds of descriptors that they do not know: those become `unsupported`. */
	readonly forOldReaders?: boolean;
}

/** `file_v2`; bpf, userfaultfd, io_uring, memfd and pidfd came later. */
const LAST_OLD_TYPE = 16;

/** The head of a capture: section header, machine, interfaces, users, processes, descriptors. */
export function writeHead(state: MachineState, {forOldReaders = false}: HeadOptions = {}): WrittenHead {
	const lists = state.descriptors.map((list) => descriptors(list, forOldReaders ? LAST_OLD_TYPE : FD_TYPES.length));
	const parts = [sectionHeader(), machine(state), interfaces(state), users(state), processes(state), ...lists];
	return {blocks: parts.map(({code, body}) => body.block(code)), truncated: parts.reduce((sum, {body}) => sum + body.truncated, 0)};
}

interface Part {
	readonly code: number;
	readonly body: BlockWriter;
}

function sectionHeader(): Part {
	const body = new BlockWriter();
	body.u32(BYTE_ORDER_MAGIC);
	body.u16(1);
	body.u16(2);
	body.u64(-1);
	return {code: SECTION_HEADER, body};
}

function machine({machine: {cpuCount, memoryBytes, maxPid, hostname, bootTsNs}}: MachineState): Part {
	const body = new BlockWriter();
	body.u32(cpuCount);
	body.u64(memoryBytes);
	body.u64(maxPid);
	body.raw(hostname.slice(0, HOSTNAME_BYTES - 1).padEnd(HOSTNAME_BYTES, '\0'));
	body.u64(bootTsNs);
	for (let reserved = 0; reserved < 3; reserved++) body.u64(0);
	return {code: WRITTEN.machine, body};
}

const IPV4 = 1;
const IPV6 = 2;

function interfaces(state: MachineState): Part {
	const body = new BlockWriter();
	for (const {name, address, netmask, broadcast} of state.interfaces) {
		const entry = new BlockWriter();
		entry.u16(address.length === 4 ? IPV4 : IPV6);
		entry.u16(Math.min(name.length, MAX_PATH_BYTES));
		for (const part of [address, netmask, broadcast]) entry.raw(part);
		entry.u64(0);
		entry.raw(name.slice(0, MAX_PATH_BYTES));
		// Unlike elsewhere the length does not count itself.
		body.u32(entry.length);
		body.append(entry);
	}
	return {code: WRITTEN.interfaces, body};
}

const USER = 0;
const GROUP = 1;

function users(state: MachineState): Part {
	const body = new BlockWriter();
	for (const {uid, gid, name, homedir, shell} of state.users) {
		body.entry(() => {
			body.u8(USER);
			body.u32(uid);
			body.u32(gid);
			for (const text of [name, homedir, shell]) body.str(text, MAX_ACCOUNT_BYTES);
		});
	}
	for (const {gid, name} of state.groups) {
		body.entry(() => {
			body.u8(GROUP);
			body.u32(gid);
			body.str(name, MAX_ACCOUNT_BYTES);
		});
	}
	return {code: WRITTEN.users, body};
}

function processes(state: MachineState): Part {
	const body = new BlockWriter();
	for (const thread of state.threads) body.entry(() => writeThread(body, thread));
	return {code: WRITTEN.processes, body};
}

function writeThread(body: BlockWriter, thread: ThreadEntry): void {
	for (const id of [thread.tid, thread.pid, thread.ptid, thread.sid, thread.vpgid]) body.u64(id);
	for (const text of [thread.comm, thread.exe, thread.exepath]) body.str(text, MAX_PATH_BYTES);
	body.str(thread.args, MAX_LIST_BYTES);
	body.str(thread.cwd, MAX_PATH_BYTES);
	body.u64(thread.fdlimit);
	for (const value of [thread.flags, thread.uid, thread.gid, thread.vmsizeKb, thread.vmrssKb, thread.vmswapKb]) body.u32(value);
	body.u64(thread.pfmajor);
	body.u64(thread.pfminor);
	body.str(thread.env, MAX_LIST_BYTES);
	body.u64(thread.vtid);
	body.u64(thread.vpid);
	body.str(thread.cgroups, MAX_LIST_BYTES);
	body.str(thread.root, MAX_PATH_BYTES);
	body.u64(thread.pidnsInitStartTs);
	body.u32(thread.tty);
	body.u32(thread.loginuid);
	body.u8(Number(thread.exeWritable));
	for (const capabilities of [thread.capInheritable, thread.capPermitted, thread.capEffective]) body.u64(capabilities);
	body.u8(Number(thread.exeUpperLayer));
	for (const value of [thread.exeIno, thread.exeInoCtimeNs, thread.exeInoMtimeNs]) body.u64(value);
	body.u8(Number(thread.exeFromMemfd));
	body.u8(Number(thread.exeLowerLayer));
	body.u64(thread.pgid);
}

function descriptors(list: DescriptorList, lastType: number): Part {
	const body = new BlockWriter();
	body.u64(list.tid);
	for (const entry of list.entries) body.entry(() => writeDescriptor(body, entry, lastType));
	return {code: WRITTEN.descriptors, body};
}

/** A socket that is not bound to anything has no addresses: zeros stand for them. */
const padIp = (ip: string, width: number): string => ip.slice(0, width).padEnd(width, '\0');

function writeDescriptor(body: BlockWriter, entry: DescriptorEntry, lastType: number): void {
	const type = entry.type === 'unknown' || FD_TYPES.indexOf(entry.type) > lastType ? 'unsupported' : entry.type;
	body.u64(entry.fd);
	body.u64(entry.ino);
	body.u8(FD_TYPES.indexOf(type));
	switch (type) {
		case 'ipv4':
		case 'ipv6': {
			const width = type === 'ipv4' ? 4 : 16;
			body.raw(padIp(entry.sip, width));
			body.raw(padIp(entry.dip, width));
			body.u16(entry.sport);
			body.u16(entry.dport);
			body.u8(entry.l4proto);
			return;
		}
		case 'ipv4server':
		case 'ipv6server':
			body.raw(padIp(entry.sip, type === 'ipv4server' ? 4 : 16));
			body.u16(entry.sport);
			body.u8(entry.l4proto);
			return;
		case 'unix':
			body.u64(entry.unixSource);
			body.u64(entry.unixPeer);
			body.str(entry.name, MAX_PATH_BYTES);
			return;
		case 'file_v2':
			body.u32(entry.openFlags);
			body.str(entry.name, MAX_PATH_BYTES);
			body.u32(entry.dev);
			return;
		default:
			body.str(entry.name, MAX_PATH_BYTES);
	}
}
