import type {DescriptorEntry, DescriptorList, MachineState, ThreadEntry} from '../events/machine.ts';
import type {Fd} from './fd-table.ts';
import type {System} from './system.ts';
import {isUnknown, type Thread} from './thread.ts';

/** The present state in the form of a capture's head. Threads of which only the number is known are left out. */
export function snapshotOf(system: System): MachineState {
	const threads = [...system.table.threads.values()].filter((thread) => !isUnknown(thread));
	return {
		machine: system.machine,
		interfaces: system.interfaces,
		users: system.users.hostUsers(),
		groups: system.users.hostGroups(),
		threads: threads.map(entryOf),
		descriptors: threads.filter((thread) => thread.leader === thread).map(listOf),
	};
}

function entryOf(thread: Thread): ThreadEntry {
	const {
		tid,
		pid,
		ptid,
		sid,
		vpgid,
		pgid,
		comm,
		exe,
		exepath,
		args,
		cwd,
		fdlimit,
		flags,
		uid,
		gid,
		vmsizeKb,
		vmrssKb,
		vmswapKb,
		pfmajor,
		pfminor,
		env,
	} = thread;
	const {vtid, vpid, cgroups, root, pidnsInitStartTs, tty, loginuid, exeWritable, exeUpperLayer, exeLowerLayer, exeFromMemfd} = thread;
	const {capInheritable, capPermitted, capEffective, exeIno, exeInoCtimeNs, exeInoMtimeNs, cloneTsNs} = thread;
	return {
		tid,
		pid,
		ptid,
		sid,
		vpgid,
		pgid,
		comm,
		exe,
		exepath,
		args,
		cwd,
		fdlimit,
		flags,
		uid,
		gid,
		vmsizeKb,
		vmrssKb,
		vmswapKb,
		pfmajor,
		pfminor,
		env,
		vtid,
		vpid,
		cgroups,
		root,
		pidnsInitStartTs,
		tty,
		loginuid,
		exeWritable,
		exeUpperLayer,
		exeLowerLayer,
		exeFromMemfd,
		capInheritable,
		capPermitted,
		capEffective,
		exeIno,
		exeInoCtimeNs,
		exeInoMtimeNs,
		cloneTsNs,
	};
}

const listOf = (thread: Thread): DescriptorList => ({tid: thread.tid, entries: [...thread.fds.values()].map(descriptorOf)});

function descriptorOf(from: Fd): DescriptorEntry {
	const {fd, ino, type, name, openFlags, dev, sip, dip, sport, dport, l4proto, unixSource, unixPeer} = from;
	return {fd, ino, type, name, openFlags, dev, sip, dip, sport, dport, l4proto, unixSource, unixPeer};
}
