import type {EventContext} from './context.ts';
import {FdTable} from './descriptor-table.ts';
import {cloneFd, type Fd, FdFlag} from './fd-table.ts';
import type {Thread} from './thread.ts';

/** A process cannot fill the memory with descriptors. */
const MAX_FDS = 65_536;

/** Notes a descriptor that the current event creates, and makes it the event's. */
export function addFd(context: EventContext, thread: Thread, fd: Fd): void {
	const {fds} = thread;
	const {counts} = context.system;
	if (!fds.has(fd.fd)) {
		if (fds.size >= MAX_FDS) {
			counts.droppedFds++;
			return;
		}
		counts.addedFds++;
	}
	fds.put(fd);
	thread.lastFd = fd.fd;
	context.fd = fd;
	context.fdNum = fd.fd;
}

/** Gives a descriptor a name and notes whether that changed it. */
export function rename(fd: Fd, name: string): void {
	if (fd.name === name) return;
	fd.name = name;
	fd.flags |= FdFlag.NAME_CHANGED;
}

/** The descriptors of a new process: copies, since each may go its own way. */
export function copyFds(from: FdTable): FdTable {
	const copy = new FdTable();
	for (let fd = from.first; fd !== undefined; fd = fd.next) copy.put(cloneFd(fd, fd.fd));
	return copy;
}
