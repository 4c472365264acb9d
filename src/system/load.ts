import type {DescriptorEntry, MachineState, NetworkInterface, ThreadEntry} from '../events/machine.ts';
import {setCgroups} from './cgroups.ts';
import {Fd, FdFlag} from './fd-table.ts';
import {completeTuple} from './interfaces.ts';
import {resolvePath} from './path.ts';
import {addressText, isMapped, mappedIp} from './socket-address.ts';
import {nameOfTuple} from './socket-tuple.ts';
import type {System} from './system.ts';
import {exepathOf, Thread, ThreadFlag} from './thread.ts';

const TCP = 2;

/** Fills an empty system with the state of a capture's head or of a scan. */
export function loadMachine(system: System, state: MachineState): void {
	for (const user of state.users) system.users.setUser(user, '');
	for (const group of state.groups) system.users.setGroup(group, '');
	for (const entry of state.threads) system.table.put(threadOf(entry));
	for (const list of state.descriptors) {
		const thread = system.table.find(list.tid);
		if (thread === undefined) continue;
		for (const entry of list.entries) thread.fds.put(descriptorOf(entry, state.interfaces));
	}
	// Parents may stand behind their children.
	for (const thread of system.table.threads.values()) system.table.relate(thread);
	const serverPorts = portsServed(state);
	for (const thread of system.table.threads.values()) if (thread.leader === thread) assignRoles(thread, serverPorts);
}

/** A thread as a list tells it. */
export function threadOf(entry: ThreadEntry): Thread {
	const thread = new Thread(entry.tid);
	const {cwd, env, cgroups, ...rest} = entry;
	Object.assign(thread, rest);
	thread.exepath = exepathOf(entry.exepath);
	thread.flags = entry.flags | ThreadFlag.NAME_CHANGED | ThreadFlag.ACTIVE;
	thread.ownEnv = env;
	const resolved = resolvePath('', cwd);
	thread.ownCwd = resolved.endsWith('/') ? resolved : `${resolved}/`;
	setCgroups(thread, cgroups);
	return thread;
}

/** A descriptor as a list tells it: of a recording's head, or of /proc. */
export function descriptorOf(entry: DescriptorEntry, interfaces: readonly NetworkInterface[]): Fd {
	const fd = new Fd(entry.fd, entry.type);
	const {name, ...rest} = entry;
	Object.assign(fd, rest);
	fd.flags = FdFlag.FROM_PROC;
	switch (entry.type) {
		case 'ipv6':
			if (isMapped(entry.sip) && isMapped(entry.dip)) {
				fd.type = 'ipv4';
				fd.sip = mappedIp(entry.sip);
				fd.dip = mappedIp(entry.dip);
			}
			nameSocket(fd, interfaces);
			break;
		case 'ipv4':
			nameSocket(fd, interfaces);
			break;
		case 'ipv4server':
		case 'ipv6server':
			fd.name = addressText(fd.sip, fd.sport);
			break;
		case 'unix':
			fd.flags |= name === '' ? FdFlag.ROLE_CLIENT : FdFlag.ROLE_SERVER;
			fd.name = name;
			break;
		default:
			fd.name = name;
	}
	return fd;
}

function nameSocket(fd: Fd, interfaces: readonly NetworkInterface[]): void {
	if (fd.l4proto === TCP) fd.flags |= FdFlag.SOCKET_CONNECTED;
	if (fd.type === 'ipv4') completeTuple(fd, interfaces);
	fd.name = nameOfTuple(fd);
}

/** Ports that something on this machine listens at. */
function portsServed(state: MachineState): Set<number> {
	const ports = new Set<number>();
	for (const {entries} of state.descriptors)
		for (const entry of entries) if (entry.type === 'ipv4server' || entry.type === 'ipv6server') ports.add(entry.sport);
	return ports;
}

/** A connection whose own end is a port that this machine serves was accepted: its source is the other end. */
function assignRoles(thread: Thread, serverPorts: ReadonlySet<number>): void {
	for (const fd of thread.fds.values()) {
		if (fd.type !== 'ipv4') continue;
		if (!serverPorts.has(fd.sport)) {
			fd.flags |= FdFlag.ROLE_CLIENT;
			continue;
		}
		[fd.sip, fd.dip] = [fd.dip, fd.sip];
		[fd.sport, fd.dport] = [fd.dport, fd.sport];
		fd.name = nameOfTuple(fd);
		fd.flags |= FdFlag.ROLE_SERVER;
	}
}
