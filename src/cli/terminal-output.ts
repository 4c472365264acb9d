import {fstatSync, readlinkSync, statSync} from 'node:fs';
import {isTaken} from './log-end.ts';

/** How long a terminal that takes nothing keeps the program from ending. */
const LAST_WORDS_MS = 1000;

/**
 * Shows something on the terminal until it is left; gives its exit status. A terminal that stands still (a stalled link,
 * Ctrl-S) must not hold the program: Node's writes to terminals block, and with them keys, signals and the end.
 */
export async function onTerminal(stdout: NodeJS.WriteStream & {readonly fd: number}, show: () => Promise<number>): Promise<number> {
	if (hasOwnDescription(stdout.fd)) setBlocking(stdout, false);
	const code = await show();
	if (!(await isTaken(stdout, LAST_WORDS_MS))) process.exit(code);
	return code;
}

/**
 * Whether libuv could open this terminal once more for itself: it does where its name leads to it. Elsewhere the shell that
 * started us would get a terminal that does not block.
 */
function hasOwnDescription(fd: number): boolean {
	try {
		return statSync(readlinkSync(`/proc/self/fd/${fd}`)).rdev === fstatSync(fd).rdev;
	} catch {
		return false;
	}
}

/** Of all streams Node offers this only inside. Without it writes block as they always did. */
function setBlocking(stdout: NodeJS.WriteStream, blocking: boolean): void {
	const {_handle: handle} = stdout as unknown as {_handle?: {setBlocking?(on: boolean): number}};
	handle?.setBlocking?.(blocking);
}
