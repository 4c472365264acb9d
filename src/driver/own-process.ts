import {readProc, readProcLink} from './proc-file.ts';

const PF_KTHREAD = 0x200000;
/** Of /proc/PID/stat behind the name. */
const FLAGS_COLUMN = 6;

/**
 * The number of this process among those that the driver reports; undefined where that /proc tells numbers of another
 * namespace (a container without the host's), among which ours may be anybody's.
 */
export function ownPid(hostRoot = ''): number | undefined {
	const proc = `${hostRoot}/proc`;
	if (!isFirstNamespace(proc)) return undefined;
	const pid = Number(readProcLink(`${proc}/self`));
	return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** Kernel threads are in the first pid namespace only, and kthreadd is always the second there. */
function isFirstNamespace(proc: string): boolean {
	const stat = readProc(`${proc}/2/stat`) ?? '';
	const columns = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(columns[FLAGS_COLUMN]) & PF_KTHREAD) !== 0;
}
