import type {DescriptorList, GroupEntry, MachineInfo, MachineState, NetworkInterface, ThreadEntry, UserEntry} from '../events/machine.ts';
import type {BlockReader} from './block-reader.ts';
import {type BlockType, BYTE_ORDER_MAGIC} from './block-types.ts';
import {readDescriptors} from './descriptor-list.ts';
import {readInterfaces, readMachineInfo, readUsers} from './machine-blocks.ts';
import {readProcesses} from './process-list.ts';

const UNKNOWN_MACHINE: MachineInfo = {cpuCount: 0, memoryBytes: 0, maxPid: 0, hostname: '', bootTsNs: 0n};

/** What is wrong with a section header; undefined for one that can be read. */
export function checkSectionHeader(block: BlockReader): string | undefined {
	const magic = block.u32();
	if (magic !== BYTE_ORDER_MAGIC) return `the byte order mark is 0x${magic.toString(16)}: captures of big-endian machines cannot be read`;
	const major = block.u16();
	return major > 1 ? `the capture has version ${major}, this program knows version 1` : undefined;
}

/** Collects the blocks at the head of a section. */
export class SectionHead implements MachineState {
	machine = UNKNOWN_MACHINE;
	interfaces: readonly NetworkInterface[] = [];
	readonly users: UserEntry[] = [];
	readonly groups: GroupEntry[] = [];
	readonly threads: ThreadEntry[] = [];
	readonly descriptors: DescriptorList[] = [];
	#hasMachine = false;
	#hasProcesses = false;

	/** What is missing before events may come. */
	get missing(): string | undefined {
		if (!this.#hasMachine) return 'the machine info is missing before the first event';
		return this.#hasProcesses ? undefined : 'the process list is missing before the first event';
	}

	/** Takes in a block that is neither a section header nor an event. */
	add(type: BlockType, block: BlockReader): void {
		switch (type.kind) {
			case 'machine':
				this.#hasMachine = true;
				this.machine = readMachineInfo(block);
				return;
			case 'interfaces':
				this.interfaces = [...this.interfaces, ...readInterfaces(block, type.version)];
				return;
			case 'users':
				readUsers(block, type.version, this.users, this.groups);
				return;
			case 'processes':
				this.#hasProcesses = true;
				for (const thread of readProcesses(block, type.version)) this.threads.push(thread);
				return;
			case 'descriptors':
				this.descriptors.push(readDescriptors(block, type.version));
				return;
			case 'section':
			case 'event':
				throw new Error(`a block of the kind ${type.kind} does not belong to a head`);
		}
	}
}
