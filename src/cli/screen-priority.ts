import {setPriority} from 'node:os';

const SCREEN_NICE = -5;

/**
 * Puts the calling thread before others: on Linux a niceness belongs to a thread, and the screen's does little but must
 * answer keys while the engine and what it watches fill the processors. Threads made before keep theirs. Without the
 * permission (CAP_SYS_NICE) nothing changes.
 */
export function favourScreenThread(): void {
	if (process.platform !== 'linux') return;
	try {
		setPriority(process.pid, SCREEN_NICE);
	} catch {
		// The dashboard works without it, only slower on a busy machine.
	}
}
