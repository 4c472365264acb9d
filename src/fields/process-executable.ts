import {exact} from './exact.ts';
import {flag, number, of, row, unlessZero} from './process-row.ts';
import type {FieldRow} from './row.ts';

/** The file of the program, and whether the process leads. */
export const EXECUTABLE_ROWS: readonly FieldRow[] = [
	flag('proc.is_exe_writable', 'Whether the user who runs the program may write its file.', (thread) => thread.exeWritable),
	flag(
		'proc.is_exe_upper_layer',
		'Whether the program file lies in the upper layer of an overlay: not part of the image.',
		(thread) => thread.exeUpperLayer,
	),
	flag(
		'proc.is_exe_lower_layer',
		'Whether the program file lies in the lower layer of an overlay: part of the image.',
		(thread) => thread.exeLowerLayer,
	),
	flag('proc.is_exe_from_memfd', 'Whether the program lies in memory only (memfd).', (thread) => thread.exeFromMemfd),
	flag('proc.is_sid_leader', 'Whether the process leads its session.', (thread) => thread.sid === thread.vpid),
	flag('proc.is_vpgid_leader', 'Whether the process leads its process group.', (thread) => thread.vpgid === thread.vpid),
	flag('proc.is_pgid_leader', 'Whether the process leads its process group, counted on the host.', (thread) => thread.pgid === thread.pid),
	row(
		'proc.exe_ino',
		'INT64',
		['Inode number of the program file.', '260180'],
		number(
			'DEC',
			of((thread) => unlessZero(thread.exeIno)),
		),
	),
	row(
		'proc.exe_ino.ctime',
		'ABSTIME',
		["Last change of the program file's inode, nanoseconds since the epoch.", '1795347892226385358'],
		number(
			'DEC',
			of((thread) => unlessZero(exact(thread.exeInoCtimeNs))),
		),
	),
	row(
		'proc.exe_ino.mtime',
		'ABSTIME',
		["Last change of the program file's content, nanoseconds since the epoch.", '1795347892226385358'],
		number(
			'DEC',
			of((thread) => unlessZero(exact(thread.exeInoMtimeNs))),
		),
	),
	row(
		'proc.exe_ino.ctime_duration_proc_start',
		'ABSTIME',
		[
			'Nanoseconds from the last change of the program file to the start of the process, where that came later.',
			'proc.exe_ino.ctime_duration_proc_start < 60000000000',
		],
		number(
			'DEC',
			of((thread) => {
				if (thread.cloneTsNs === 0n || thread.exeInoCtimeNs === 0n || thread.exeInoCtimeNs >= thread.cloneTsNs) return undefined;
				return exact(thread.cloneTsNs - thread.exeInoCtimeNs);
			}),
		),
	),
	row(
		'proc.exe_ino.ctime_duration_pidns_start',
		'ABSTIME',
		[
			'Nanoseconds from the start of the pid namespace to the last change of the program file, where that came later: it was not in the image.',
			'proc.exe_ino.ctime_duration_pidns_start > 0',
		],
		number(
			'DEC',
			of((thread) => {
				const start = BigInt(thread.pidnsInitStartTs);
				return start === 0n || thread.exeInoCtimeNs <= start ? undefined : exact(thread.exeInoCtimeNs - start);
			}),
		),
	),
	row(
		'proc.pidns_init_start_ts',
		'UINT64',
		["Start of the pid namespace's first process, in the kernel's boot clock.", '1795340000000000000'],
		number(
			'DEC',
			of((thread) => unlessZero(thread.pidnsInitStartTs)),
		),
	),
];
