import type {DescriptorEntry, DescriptorList, MachineState, ThreadEntry} from '../events/machine.ts';
import {type Fd, FdFlag} from './fd-table.ts';
import type {System} from './system.ts';
import {isUnknown, type Thread} from './thread.ts';

/** The present state in the form of a capture's head. Threads of which only the number is known are left out. */
export function snapshotOf(system: System): MachineState {
	const threads = [...system.table.threads.values()].filter((thread) => !isUnknown(thread));
	const leaders = threads.filter((thread) => thread.leader === thread);
	const served = portsServed(leaders);
	return {
		machine: system.machine,
		interfaces: system.interfaces,
		users: system.users.hostUsers(),
		groups: system.users.hostGroups(),
		threads: threads.map(entryOf),
		descriptors: leaders.map((thread) => listOf(thread, served)),
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

const listOf = (thread: Thread, served: ReadonlySet<number>): DescriptorList => ({
	tid: thread.tid,
	entries: [...thread.fds.values()].map((fd) => descriptorOf(fd, served)),
});

/** Ports that something listens at. */
function portsServed(threads: readonly Thread[]): Set<number> {
	const ports = new Set<number>();
	for (const {fds} of threads) for (const fd of fds.values()) if (fd.type === 'ipv4server' || fd.type === 'ipv6server') ports.add(fd.sport);
	return ports;
}

function descriptorOf(from: Fd, served: ReadonlySet<number>): DescriptorEntry {
	const {fd, ino, type, name, openFlags, dev, l4proto, unixSource, unixPeer} = from;
	// Readers of a head take the source for the own end, and turn connections round whose own port is served.
	const isTurned = type === 'ipv4' && (from.flags & FdFlag.ROLE_SERVER) !== 0 && served.has(from.dport);
	const [sip, dip] = isTurned ? [from.dip, from.sip] : [from.sip, from.dip];
	const [sport, dport] = isTurned ? [from.dport, from.sport] : [from.sport, from.dport];
	return {fd, ino, type, name, openFlags, dev, sip, dip, sport, dport, l4proto, unixSource, unixPeer};
}
