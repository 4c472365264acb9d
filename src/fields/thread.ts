import {eventCode} from '../events/event-types.ts';
import type {EventContext} from '../system/context.ts';
import type {Thread} from '../system/thread.ts';
import {splitNul} from './command-line.ts';
import type {Extractor, FieldValue} from './field.ts';
import {count, flag, number, of, row, showable} from './process-row.ts';
import type {FieldRow, FieldUse} from './row.ts';

const PROCINFO = eventCode('PROCINFO_E');

const cgroupText = (thread: Thread): FieldValue => (thread.cgroups === '' ? undefined : splitNul(thread.cgroups).join(' '));

function cgroup({argument: name}: FieldUse) {
	const prefix = `${name}=`;
	return {
		extract: of((thread) =>
			splitNul(thread.cgroups)
				.find((entry) => entry.startsWith(prefix))
				?.slice(prefix.length),
		),
	};
}

/** CPU use since the procinfo event before, in percent; both, user's or system's share. */
function cpuUse(...params: readonly number[]) {
	return (_use: FieldUse) => {
		const before = new WeakMap<Thread, number>();
		return {
			extract: ({cursor, thread}: EventContext): FieldValue => {
				if (thread === undefined || cursor.type !== PROCINFO) return undefined;
				const total = params.reduce((sum, param) => sum + (cursor.hasParam(param) ? Number(cursor.u64(param)) : 0), 0);
				const last = before.get(thread) ?? 0;
				before.set(thread, total);
				return last === 0 ? 0 : Math.min(total - last, 100);
			},
		};
	};
}

const ofMain =
	(pick: (thread: Thread) => number): Extractor =>
	({thread}) =>
		thread && (thread.leader === thread ? pick(thread) : 0);

/** The thread itself, its cgroups, and what it uses. */
export const THREAD_ROWS: readonly FieldRow[] = [
	row(
		'thread.tid',
		'INT64',
		['Thread id.', '4712'],
		number('ID', ({cursor}) => showable(cursor.tid)),
	),
	flag('thread.ismain', 'Whether it is the main thread of its process.', (thread) => thread.tid === thread.pid),
	row(
		'thread.vtid',
		'INT64',
		['Thread id inside its pid namespace.', 'thread.vtid = 1'],
		number(
			'ID',
			of((thread) => (thread.vtid === -1 ? undefined : thread.vtid)),
		),
	),
	row('thread.nametid', 'CHARBUF', ['Name and thread id in one word.', 'bash4711'], {
		extract: ({cursor, thread}) => thread && `${thread.comm}${cursor.tid}`,
		hidden: true,
	}),
	row(
		'thread.exectime',
		'RELTIME',
		['CPU time of the slice that ended; only switch events have one, and they are not recorded.', '0'],
		number('DEC', () => 0),
	),
	row(
		'thread.totexectime',
		'RELTIME',
		['CPU time since the start of the capture; needs switch events.', '0'],
		number(
			'DEC',
			of(() => 0),
		),
	),
	row(
		'thread.cgroups',
		'CHARBUF',
		['All cgroups as subsystem=path, separated by blanks.', 'thread.cgroups contains kubepods'],
		of(cgroupText),
	),
	row('thread.cgroup', 'CHARBUF', ['Path of one cgroup, by subsystem.', 'thread.cgroup.memory startswith /kubepods'], {
		bind: cgroup,
		argument: 'required',
		argumentOf: 'key',
		dotted: true,
	}),
	count(
		'proc.nthreads',
		'UINT64',
		'How many threads of the process live, the main one included.',
		of((thread) => thread.leader?.threadCount ?? 0),
	),
	count(
		'proc.nchilds',
		'UINT64',
		'How many threads of the process live besides the main one.',
		of((thread) => Math.max((thread.leader?.threadCount ?? 1) - 1, 0)),
	),
	row('thread.cpu', 'DOUBLE', ['CPU use since the last procinfo event, in percent.', 'thread.cpu > 50'], {
		bind: cpuUse(0, 1),
		remembers: true,
	}),
	row('thread.cpu.user', 'DOUBLE', ["The user's share of `thread.cpu`.", '31.2'], {bind: cpuUse(0), remembers: true}),
	row('thread.cpu.system', 'DOUBLE', ["The kernel's share of `thread.cpu`.", '4.5'], {bind: cpuUse(1), remembers: true}),
	count(
		'thread.vmsize',
		'UINT64',
		'Virtual memory in KiB; 0 except for main threads.',
		ofMain((thread) => thread.vmsizeKb),
	),
	count(
		'thread.vmrss',
		'UINT64',
		'Resident memory in KiB; 0 except for main threads.',
		ofMain((thread) => thread.vmrssKb),
	),
	count(
		'thread.vmsize.b',
		'UINT64',
		'`thread.vmsize` in bytes.',
		ofMain((thread) => thread.vmsizeKb * 1024),
		true,
	),
	count(
		'thread.vmrss.b',
		'UINT64',
		'`thread.vmrss` in bytes.',
		ofMain((thread) => thread.vmrssKb * 1024),
		true,
	),
];
