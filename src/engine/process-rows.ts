import type {ByteString} from '../events/byte-string.ts';
import type {System} from '../system/system.ts';
import type {Thread} from '../system/thread.ts';
import {commandLine} from './ancestry.ts';
import type {Engine} from './engine.ts';

export interface ProcessRow {
	readonly pid: number;
	readonly ppid: number;
	readonly user: ByteString;
	readonly uid: number;
	readonly name: ByteString;
	readonly cmdline: ByteString;
	readonly exepath: ByteString;
	readonly containerId: ByteString;
	readonly threads: number;
	/** Events the engine saw of it. */
	readonly events: number;
	readonly alerts: number;
}

/** The processes the system model knows now. */
export function processRows(engine: Engine): ProcessRow[] {
	const rows: ProcessRow[] = [];
	for (const thread of engine.system.threads.values()) {
		if (thread.tid === thread.pid) rows.push(processRow(engine, thread));
	}
	return rows;
}

function processRow(engine: Engine, thread: Thread): ProcessRow {
	return {
		pid: thread.pid,
		ppid: parentPid(engine.system, thread),
		user: engine.system.user(thread.uid, thread.containerId)?.name ?? '',
		uid: thread.uid,
		name: thread.comm,
		cmdline: commandLine(thread),
		exepath: thread.exepath,
		containerId: thread.containerId,
		threads: thread.threadCount,
		events: engine.processEvents.get(thread.pid),
		alerts: engine.processAlerts.get(thread.pid),
	};
}

const parentPid = (system: System, thread: Thread): number => system.parentOf(thread)?.pid ?? thread.ptid;
