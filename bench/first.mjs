// Puts a bench before all other work of the machine, so that its figures are those of a quiet one.
import {existsSync, readFileSync, writeFileSync} from 'node:fs';

const FIRST = -19;
const OWN = '/proc/self/autogroup';

/**
 * As root. Niceness holds within a session only where the kernel groups processes by session (sched_autogroup): the session as a
 * whole goes first then, until the bench ends.
 */
export function goFirst() {
	if (!existsSync(OWN)) throw new Error('--first needs a kernel that groups processes by session (CONFIG_SCHED_AUTOGROUP)');
	const before = /nice (-?\d+)/.exec(readFileSync(OWN, 'utf8'))?.[1] ?? '0';
	writeFileSync(OWN, String(FIRST));
	process.on('exit', () => writeFileSync(OWN, before));
	for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
}

/** The same for a program in a session of its own. */
export function letGoFirst(pid) {
	writeFileSync(`/proc/${pid}/autogroup`, String(FIRST));
}
