import type {ByteString} from '../events/byte-string.ts';
import type {ThreadEntry} from '../events/machine.ts';
import type {FdTable} from './fd-table.ts';

/** A thread of the watched machine. The properties of `ThreadEntry` are those of captures; the rest is what events added. */
export interface Thread extends ThreadEntry {
	/** The main thread of its process; itself when it is the main thread; undefined when that one was never seen. */
	leader: Thread | undefined;
	/** Shared by the threads that share descriptors. */
	fds: FdTable;
	/** Container id as Falco shows it (12 hex digits for Docker-like runtimes), '' on the host. */
	containerId: ByteString;
	/** Arguments split at NUL; the list is made when first asked for and kept until the next execve. */
	argList: readonly ByteString[] | undefined;
	/** Environment split at NUL, likewise. */
	envList: readonly ByteString[] | undefined;
	/** Time of the last execve, nanoseconds since the epoch; 0n when none was seen. */
	lastExecTsNs: bigint;
	/** The descriptor of the thread's current event, -1 for none. */
	lastFd: number;
	/** Number of live threads of the process, kept on the leader. */
	threadCount: number;
	childCount: number;
	/** Thread that adopts the children, as procexit said; 0 when unknown. */
	reaperTid: number;
	/** Set by procexit: the entry goes away after the event was evaluated. */
	dead: boolean;
}
