import type {GroupEntry, MachineInfo, NetworkInterface, UserEntry} from '../events/machine.ts';
import type {BlockReader} from './block-reader.ts';

const HOSTNAME_BYTES = 128;

/** Reads the machine info block. */
export function readMachineInfo(block: BlockReader): MachineInfo {
	const cpuCount = block.u32();
	const memoryBytes = Number(block.u64());
	const maxPid = Number(block.u64());
	const hostname = block.raw(HOSTNAME_BYTES).replace(/\0.*$/s, '');
	return {cpuCount, memoryBytes, maxPid, hostname, bootTsNs: block.remaining >= 8 ? block.u64() : 0n};
}

const IPV4 = 1;
const IPV6 = 2;
const IPV4_NO_LINKSPEED = 3;
const IPV6_NO_LINKSPEED = 4;

/** Reads an interface list. */
export function readInterfaces(block: BlockReader, version: number): NetworkInterface[] {
	const interfaces: NetworkInterface[] = [];
	while (block.remaining >= 4) {
		const entry = version >= 2 ? block.part(block.u32()) : block;
		const type = entry.u16();
		const nameBytes = entry.u16();
		const width = type === IPV4 || type === IPV4_NO_LINKSPEED ? 4 : type === IPV6 || type === IPV6_NO_LINKSPEED ? 16 : 0;
		if (width === 0) {
			if (version >= 2) continue;
			return interfaces;
		}
		const [address, netmask, broadcast] = [entry.raw(width), entry.raw(width), entry.raw(width)];
		if (type === IPV4 || type === IPV6) entry.u64();
		interfaces.push({name: entry.raw(nameBytes), address, netmask, broadcast});
	}
	return interfaces;
}

const USER = 0;
const GROUP = 1;

/** Reads a user list into `users` and `groups`. */
export function readUsers(block: BlockReader, version: number, users: UserEntry[], groups: GroupEntry[]): void {
	while (block.remaining >= 4) {
		const entry = version >= 2 ? block.part(block.u32() - 4) : block;
		const kind = entry.u8();
		if (kind === USER) users.push({uid: entry.u32(), gid: entry.u32(), name: entry.str(), homedir: entry.str(), shell: entry.str()});
		else if (kind === GROUP) groups.push({gid: entry.u32(), name: entry.str()});
		else if (version < 2) return;
	}
}
