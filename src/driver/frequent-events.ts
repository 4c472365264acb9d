import {EVENT_TYPES} from '../events/event-types.ts';
import {GENERIC} from './selection.ts';

const NAMES = new Set(
	`read write pread pwrite readv writev preadv pwritev sendfile splice lseek poll ppoll select epoll_wait nanosleep futex
	mmap munmap mprotect brk access stat lstat fstat newfstatat getdents getdents64 getcwd ioctl getuid geteuid getgid getegid
	getresuid getresgid io_uring_enter semop`.split(/\s+/),
);

/**
 * Events that any program makes all the time, and this one too while it works on events. They are worth asking for by name
 * only: who wants "everything" wants what is left without them.
 */
export const FREQUENT_EVENTS: ReadonlySet<number> = new Set([
	GENERIC,
	...EVENT_TYPES.filter(({name}) => NAMES.has(name)).map(({code}) => code),
]);
