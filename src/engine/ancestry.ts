import type {Ancestor} from '../alerts/alert.ts';
import type {ByteString} from '../events/byte-string.ts';
import type {System} from '../system/system.ts';
import type {Thread} from '../system/thread.ts';

const MAX_ANCESTORS = 16;

/** The process of a thread and its parents, the nearest first. */
export function ancestryOf(system: System, thread: Thread | undefined): Ancestor[] {
	const ancestors: Ancestor[] = [];
	let process = thread === undefined ? undefined : (thread.leader ?? thread);
	while (process !== undefined && ancestors.length < MAX_ANCESTORS) {
		ancestors.push({pid: process.pid, name: process.comm, exepath: process.exepath, cmdline: commandLine(process)});
		const parent = system.parentOf(process);
		process = parent === process ? undefined : parent;
	}
	return ancestors;
}

/** Name and arguments joined by blanks, as Falco shows a command line. */
export function commandLine(thread: Thread): ByteString {
	const args = thread.args.endsWith('\0') ? thread.args.slice(0, -1) : thread.args;
	return args === '' ? thread.comm : `${thread.comm} ${args.replaceAll('\0', ' ')}`;
}
