import {EventCursor} from '../../src/events/cursor.ts';
import type {DescriptorEntry, MachineState, ThreadEntry} from '../../src/events/machine.ts';
import type {EventContext} from '../../src/system/context.ts';
import {System, type SystemOptions} from '../../src/system/system.ts';
import {type MadeEvent, makeEvent} from './events.ts';

/** A thread of a list, with what a test does not care about filled in. */
export function threadEntry(tid: number, parts: Partial<ThreadEntry> = {}): ThreadEntry {
	return {
		tid,
		pid: tid,
		ptid: 1,
		sid: tid,
		vpgid: tid,
		pgid: tid,
		comm: `name${tid}`,
		exe: `/bin/name${tid}`,
		exepath: `/bin/name${tid}`,
		args: '',
		cwd: '/home/',
		fdlimit: 1024,
		flags: 0,
		uid: 1000,
		gid: 1000,
		vmsizeKb: 100,
		vmrssKb: 50,
		vmswapKb: 0,
		pfmajor: 1,
		pfminor: 2,
		env: 'PATH=/bin\0',
		vtid: tid,
		vpid: tid,
		cgroups: 'cpu=/\0memory=/\0',
		root: '/',
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
		...parts,
	};
}

export function fileEntry(fd: number, name: string, parts: Partial<DescriptorEntry> = {}): DescriptorEntry {
	return {
		fd,
		ino: 1,
		type: 'file_v2',
		name,
		openFlags: 1,
		dev: 5,
		sip: '',
		dip: '',
		sport: 0,
		dport: 0,
		l4proto: 0,
		unixSource: 0,
		unixPeer: 0,
		...parts,
	};
}

export function machineState(parts: Partial<MachineState> = {}): MachineState {
	const machine = {cpuCount: 2, memoryBytes: 1 << 30, maxPid: 32768, hostname: 'test', bootTsNs: 1_600_000_000_000_000_000n};
	return {
		machine,
		interfaces: [],
		users: [],
		groups: [],
		threads: [threadEntry(1, {ptid: 0}), threadEntry(100)],
		descriptors: [],
		...parts,
	};
}

/** A system under test, with the events that happen to it. */
export class Watched {
	readonly system: System;
	readonly #cursor = new EventCursor();

	constructor(state: MachineState = machineState(), options: SystemOptions = {}) {
		this.system = new System(options);
		this.system.load(state);
	}

	/** Lets an event happen and looks at it as rules would, before what waits for the end of its evaluation. */
	see<T>(constant: string, event: MadeEvent, look: (context: EventContext) => T): T {
		this.#cursor.set(makeEvent(constant, event), 0);
		const seen = look(this.system.begin(this.#cursor));
		this.system.end();
		return seen;
	}

	/** Lets an event happen. */
	happen(constant: string, event: MadeEvent): void {
		this.see(constant, event, () => undefined);
	}

	thread(tid: number) {
		const thread = this.system.threads.get(tid);
		if (thread === undefined) throw new Error(`nobody knows thread ${tid}`);
		return thread;
	}

	/** The numbers of a thread's descriptors, sorted. */
	fdNumbers(tid = 100): number[] {
		return [...this.thread(tid).fds.values()].map(({fd}) => fd).sort((a, b) => a - b);
	}

	/** The name of a descriptor of thread 100, or of another. */
	fdName(fd: number, tid = 100): string | undefined {
		return this.thread(tid).fds.get(fd)?.name;
	}
}
