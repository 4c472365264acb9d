import type {ByteString} from '../events/byte-string.ts';
import type {EventCursor} from '../events/cursor.ts';
import type {GroupEntry, MachineState, UserEntry} from '../events/machine.ts';
import type {EventContext} from './context.ts';
import type {Thread} from './thread.ts';

/** The model of the watched machine: built from a `MachineState`, kept up to date by events. */
export interface System {
	readonly context: EventContext;
	readonly threads: ReadonlyMap<number, Thread>;
	/** Replaces all state. */
	load(state: MachineState): void;
	/** Applies the event before rules see it (new thread, new descriptor) and fills the context. */
	begin(cursor: EventCursor): EventContext;
	/** Applies what must wait until rules have seen the event (procexit, close). */
	end(): void;
	/** The leader of the thread's parent process. */
	parentOf(thread: Thread): Thread | undefined;
	user(uid: number, containerId: ByteString): UserEntry | undefined;
	group(gid: number, containerId: ByteString): GroupEntry | undefined;
	/** The present state in the form of a capture's head, for recordings. */
	snapshot(): MachineState;
	readonly counters: SystemCounters;
}

/** What the system lost or gave up; every loss has its counter. */
export interface SystemCounters {
	threads: number;
	fds: number;
	addedThreads: number;
	removedThreads: number;
	addedFds: number;
	removedFds: number;
	failedThreadLookups: number;
	failedFdLookups: number;
	droppedThreadTableFull: number;
}
