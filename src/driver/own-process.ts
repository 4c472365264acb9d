import {readProcLink} from './proc-file.ts';

/** The kernel's first pid namespace (PROC_PID_INIT_INO): the driver reports its numbers. */
const FIRST_PID_NAMESPACE = 'pid:[4026531836]';

/**
 * The number of this process among those that the driver reports; undefined where that /proc tells numbers of another
 * namespace (a container without the host's), among which ours may be anybody's.
 */
export function ownPid(hostRoot = ''): number | undefined {
	const proc = `${hostRoot}/proc`;
	if (readProcLink(`${proc}/1/ns/pid`) !== FIRST_PID_NAMESPACE) return undefined;
	const pid = Number(readProcLink(`${proc}/self`));
	return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}
