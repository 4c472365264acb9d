import type {ByteString} from '../events/byte-string.ts';
import {EventCursor} from '../events/cursor.ts';
import {EVENT_FLAGS, EVENT_TYPES, EventFlags, eventCode} from '../events/event-types.ts';
import type {DescriptorEntry, GroupEntry, MachineInfo, MachineState, NetworkInterface, UserEntry} from '../events/machine.ts';
import {ContainerTable} from './container-table.ts';
import type {EventContext} from './context.ts';
import {FD_PARAM} from './fd-param.ts';
import {FdFlag} from './fd-table.ts';
import {HANDLERS} from './handlers.ts';
import {loadMachine} from './load.ts';
import {snapshotOf} from './snapshot.ts';
import {isUnknown, Thread} from './thread.ts';
import {ThreadTable} from './thread-table.ts';
import {UserTable} from './users.ts';

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
	/** Descriptors that were not noted because their process has too many. */
	droppedFdTableFull: number;
	/** Threads that were removed because nothing was seen of them for long. */
	purgedThreads: number;
	/** Records of containers that were let go to make room. */
	droppedContainers: number;
	/** Container events that could not be read. */
	unreadableContainers: number;
}

export interface SystemOptions {
	/** Falco's `falco_libs.thread_table_size`. */
	readonly maxThreads?: number;
	/** Falco's `falco_libs.thread_table_auto_purging_interval_s` and `…_thread_timeout_s`; 0 for no purges. */
	readonly purgeIntervalSeconds?: number;
	readonly threadTimeoutSeconds?: number;
	/** Whether a thread that was silent for long still lives. Without it nobody can tell, as of a recording: it stays. */
	readonly isAlive?: (tid: number) => boolean;
	/** Looks up a descriptor that was passed by a message. Without it, as of a recording, such descriptors stay unknown. */
	readonly readDescriptor?: (tid: number, fd: number) => DescriptorEntry | undefined;
}

const DEFAULT_MAX_THREADS = 262_144;
const DEFAULT_PURGE_INTERVAL_SECONDS = 300;
const DEFAULT_THREAD_TIMEOUT_SECONDS = 300;
/** The first purge comes sooner. */
const FIRST_PURGE_SECONDS = 30;

const NO_THREAD = 0;
/** The thread is looked up; when nobody knows it, the event itself may bring it. */
const LOOK_UP = 1;
/** An unknown thread gets an entry. */
const NOTE = 2;
const META = ['CONTAINER_JSON_2_E', 'USER_ADDED_E', 'USER_DELETED_E', 'GROUP_ADDED_E', 'GROUP_DELETED_E', 'PLUGINEVENT_E', 'ASYNCEVENT_E'];
const BRINGS_ITS_THREAD = ['CLONE_20_X', 'CLONE3_X', 'FORK_20_X', 'VFORK_20_X', 'PROCEXIT_1_E', 'SCHEDSWITCH_6_E', 'PROCINFO_E'];

/** How the thread of an event is found, at the index of the event's code. */
const THREAD_OF = (() => {
	const modes = Uint8Array.from(EVENT_TYPES, ({code}) => ((EVENT_FLAGS[code] & EventFlags.SKIPPARSERESET) === 0 ? NOTE : NO_THREAD));
	for (const constant of META) modes[eventCode(constant)] = NO_THREAD;
	// Their thread id holds the process id too: their handlers find the thread.
	for (const {code, ppme} of EVENT_TYPES) if (ppme.startsWith('PPME_ITER_')) modes[code] = NO_THREAD;
	for (const constant of BRINGS_ITS_THREAD) modes[eventCode(constant)] = LOOK_UP;
	return modes;
})();

class Context implements EventContext {
	cursor = new EventCursor();
	readonly system: System;
	thread: Thread | undefined = undefined;
	fd: EventContext['fd'] = undefined;
	fdNum = -1;
	container: EventContext['container'] = undefined;

	constructor(system: System) {
		this.system = system;
	}
}

const UNKNOWN_MACHINE: MachineInfo = {cpuCount: 0, memoryBytes: 0, maxPid: 0, hostname: '', bootTsNs: 0n};
const NOT_AVAILABLE = '<NA>';

/** The model of the watched machine: built from a `MachineState`, kept up to date by events. */
export class System {
	readonly table: ThreadTable;
	readonly users = new UserTable();
	readonly containers = new ContainerTable();
	machine: MachineInfo = UNKNOWN_MACHINE;
	interfaces: readonly NetworkInterface[] = [];
	/** Counted along the way; `counters` has them all. */
	readonly counts = {addedFds: 0, removedFds: 0, droppedFds: 0, failedThreadLookups: 0, failedFdLookups: 0, purgedThreads: 0};
	readonly #context: Context;
	readonly readDescriptor: SystemOptions['readDescriptor'];
	readonly #options: Required<Omit<SystemOptions, 'maxThreads' | 'readDescriptor'>>;
	#nextPurgeSeconds = 0;
	#closing = -1;
	#removing = -1;

	constructor(options: SystemOptions = {}) {
		this.table = new ThreadTable(options.maxThreads ?? DEFAULT_MAX_THREADS);
		this.#options = {
			purgeIntervalSeconds: options.purgeIntervalSeconds ?? DEFAULT_PURGE_INTERVAL_SECONDS,
			threadTimeoutSeconds: options.threadTimeoutSeconds ?? DEFAULT_THREAD_TIMEOUT_SECONDS,
			isAlive: options.isAlive ?? (() => true),
		};
		this.readDescriptor = options.readDescriptor;
		this.#context = new Context(this);
	}

	get context(): EventContext {
		return this.#context;
	}

	get threads(): ReadonlyMap<number, Thread> {
		return this.table.threads;
	}

	/** Replaces all state. */
	load(state: MachineState): void {
		this.table.clear();
		this.users.clear();
		this.containers.clear();
		this.machine = state.machine;
		this.interfaces = state.interfaces;
		this.#nextPurgeSeconds = 0;
		this.#closing = -1;
		this.#removing = -1;
		loadMachine(this, state);
	}

	/** Applies the event before rules see it (new thread, new descriptor) and fills the context. */
	begin(cursor: EventCursor): EventContext {
		const context = this.#context;
		const {type} = cursor;
		context.cursor = cursor;
		context.thread = undefined;
		context.fd = undefined;
		context.fdNum = -1;
		context.container = undefined;
		const mode = THREAD_OF[type];
		if (mode !== NO_THREAD) this.#findThread(context, cursor, mode);
		const handler = HANDLERS[type];
		if (handler !== undefined) handler(context, cursor);
		return context;
	}

	#findThread(context: Context, cursor: EventCursor, mode: number): void {
		const thread = mode === NOTE ? this.threadOrUnknown(cursor.tid) : this.table.find(cursor.tid);
		context.thread = thread;
		if (thread === undefined) {
			if (mode === NOTE) this.counts.failedThreadLookups++;
			return;
		}
		const seconds = cursor.tsSecondsAbout;
		thread.lastSeenSeconds = seconds;
		if (seconds >= this.#nextPurgeSeconds) this.#purge(seconds);
		const {type} = cursor;
		if ((type & 1) === 0) {
			thread.lastEnterType = type;
			thread.lastFd = -1;
		} else if (type !== thread.lastEnterType + 1) thread.lastFd = -1;
		const param = FD_PARAM[type];
		if (param < 0) return;
		if (thread.lastFd === -1 && cursor.hasParam(param)) thread.lastFd = cursor.i64(param);
		const number = thread.lastFd;
		context.fdNum = number;
		const fd = thread.fds.get(number);
		if (fd === undefined) {
			this.counts.failedFdLookups++;
			return;
		}
		fd.flags &= ~FdFlag.NAME_CHANGED;
		context.fd = fd;
	}

	/** Applies what must wait until rules have seen the event (procexit, close). */
	end(): void {
		if (this.#closing >= 0) {
			if (this.#context.thread?.fds.delete(this.#closing)) this.counts.removedFds++;
			this.#closing = -1;
		}
		if (this.#removing >= 0) {
			this.table.remove(this.#removing);
			this.#removing = -1;
		}
	}

	/** For handlers: the descriptor goes away at `end`. */
	closeAfterEvent(fd: number): void {
		this.#closing = fd;
	}

	/** For handlers: the thread goes away at `end`. */
	removeAfterEvent(tid: number): void {
		this.#removing = tid;
	}

	/** The thread, with an entry that knows nothing but its number when nobody saw it begin; undefined when the table is full. */
	threadOrUnknown(tid: number): Thread | undefined {
		const found = this.table.find(tid);
		if (found !== undefined) return found;
		const thread = new Thread(tid);
		thread.comm = NOT_AVAILABLE;
		thread.exe = NOT_AVAILABLE;
		return this.table.add(thread) ? thread : undefined;
	}

	/** The main thread of the thread's parent process. */
	parentOf(thread: Thread): Thread | undefined {
		const parent = this.table.find((thread.leader ?? thread).ptid);
		return parent?.leader;
	}

	user(uid: number, containerId: ByteString): UserEntry | undefined {
		return this.users.user(uid, containerId);
	}

	group(gid: number, containerId: ByteString): GroupEntry | undefined {
		return this.users.group(gid, containerId);
	}

	/** The present state in the form of a capture's head, for recordings. */
	snapshot(): MachineState {
		return snapshotOf(this);
	}

	get counters(): SystemCounters {
		const {containers, counts, table} = this;
		let fds = 0;
		for (const thread of table.threads.values()) if (thread.leader === thread || thread.leader === undefined) fds += thread.fds.size;
		return {
			threads: table.threads.size,
			fds,
			addedThreads: table.added,
			removedThreads: table.removed,
			addedFds: counts.addedFds,
			removedFds: counts.removedFds,
			failedThreadLookups: counts.failedThreadLookups,
			failedFdLookups: counts.failedFdLookups,
			droppedThreadTableFull: table.dropped,
			droppedFdTableFull: counts.droppedFds,
			purgedThreads: counts.purgedThreads,
			droppedContainers: containers.dropped,
			unreadableContainers: containers.unreadable,
		};
	}

	/** Removes threads of which only the number is known, and those of which nothing was seen for long: their procexit was lost. */
	#purge(seconds: number): void {
		const isFirst = this.#nextPurgeSeconds === 0;
		const {purgeIntervalSeconds} = this.#options;
		this.#nextPurgeSeconds =
			purgeIntervalSeconds === 0 ? Number.POSITIVE_INFINITY : seconds + (isFirst ? FIRST_PURGE_SECONDS : purgeIntervalSeconds);
		if (isFirst) {
			for (const thread of this.table.threads.values()) thread.lastSeenSeconds = Math.max(thread.lastSeenSeconds, seconds);
			return;
		}
		const {threadTimeoutSeconds, isAlive} = this.#options;
		for (const thread of [...this.table.threads.values()]) {
			const isSilent = thread !== this.#context.thread && seconds > thread.lastSeenSeconds + threadTimeoutSeconds;
			if (thread === this.#context.thread || (!isUnknown(thread) && !(isSilent && !isAlive(thread.tid)))) continue;
			this.table.remove(thread.tid);
			this.counts.purgedThreads++;
		}
	}
}
