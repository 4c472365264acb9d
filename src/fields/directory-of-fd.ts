import type {EventContext} from '../system/context.ts';

/** `AT_FDCWD` in events. */
export const AT_FDCWD = -100;

/** The path of a directory's descriptor with a separator at its end; `<UNKNOWN>` for one that nobody saw being opened. */
export function directoryOfFd(event: EventContext, dirfd: number): string {
	const {thread} = event;
	if (thread === undefined) return '';
	if (dirfd === AT_FDCWD) return thread.cwd;
	const entry = thread.fds.get(dirfd);
	if (entry === undefined) return '<UNKNOWN>';
	return entry.name.endsWith('/') ? entry.name : `${entry.name}/`;
}
