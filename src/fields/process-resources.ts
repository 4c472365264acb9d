import type {Thread} from '../system/thread.ts';
import {capabilityNames} from './capabilities.ts';
import {count, of, openFds, row} from './process-row.ts';
import type {FieldRow} from './row.ts';

const capabilities = (which: string, pick: (thread: Thread) => bigint): FieldRow => {
	return row(
		`thread.cap_${which}`,
		'CHARBUF',
		[`The ${which} capabilities, by name.`, `thread.cap_${which} contains CAP_SYS_ADMIN`],
		of((thread) => capabilityNames(pick(thread))),
	);
};

const fdLimit = (thread: Thread): number | bigint => thread.leader?.fdlimit ?? 0;

function fdUsage(thread: Thread): number {
	const limit = Number(fdLimit(thread));
	if (limit <= 0) return 0;
	return Math.min((openFds(thread) * 100) / limit, 100);
}

/** What a process may do and what it uses. */
export const RESOURCE_ROWS: readonly FieldRow[] = [
	capabilities('permitted', (thread) => thread.capPermitted),
	capabilities('inheritable', (thread) => thread.capInheritable),
	capabilities('effective', (thread) => thread.capEffective),
	count('proc.fdopencount', 'UINT64', 'How many descriptors the process has open, as far as known.', of(openFds)),
	count('proc.fdlimit', 'INT64', 'How many descriptors the process may have open.', of(fdLimit)),
	row('proc.fdusage', 'DOUBLE', ['Open descriptors in percent of the limit.', 'proc.fdusage > 90'], of(fdUsage)),
	count(
		'proc.vmsize',
		'UINT64',
		'Virtual memory in KiB.',
		of((thread) => thread.vmsizeKb),
	),
	count(
		'proc.vmrss',
		'UINT64',
		'Resident memory in KiB.',
		of((thread) => thread.vmrssKb),
	),
	count(
		'proc.vmswap',
		'UINT64',
		'Swapped memory in KiB.',
		of((thread) => thread.vmswapKb),
	),
	count(
		'thread.pfmajor',
		'UINT64',
		'Major page faults since the start.',
		of((thread) => thread.pfmajor),
	),
	count(
		'thread.pfminor',
		'UINT64',
		'Minor page faults since the start.',
		of((thread) => thread.pfminor),
	),
];
