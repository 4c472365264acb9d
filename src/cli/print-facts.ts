import {execFileSync} from 'node:child_process';
import {IGNORED_SYSCALLS} from '../engine/syscall-selection.ts';

/** `-i`: system calls whose events are not asked for although rules may name them. */
export const printIgnoredEvents = (): string => `System calls ignored by default:\n${IGNORED_SYSCALLS.join(', ')}`;

/** `--page-size`: Node has no way to ask for it. */
export function printPageSize(): string {
	return execFileSync('getconf', ['PAGESIZE'], {encoding: 'utf8'}).trim();
}
