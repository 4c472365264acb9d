import {toByteString} from '../events/byte-string.ts';
import {eventCode} from '../events/event-types.ts';
import type {ParamType} from '../events/param-type.ts';
import type {EventContext} from '../system/context.ts';
import type {Thread} from '../system/thread.ts';
import {findAncestor, parent} from './ancestry.ts';
import {capabilityNames} from './capabilities.ts';
import {
	argumentBytes,
	argumentsOf,
	argumentText,
	cmdlineOf,
	environmentText,
	environmentValue,
	exelineOf,
	splitNul,
} from './command-line.ts';
import {exact} from './exact.ts';
import {fdTypeName} from './fd-type.ts';
import type {Extractor, FieldValue, PrintFormat} from './field.ts';
import {ageOf} from './process-age.ts';
import {ANCESTOR_ROWS} from './process-ancestors.ts';
import {type GroupId, groupLeader} from './process-leader.ts';
import {type FieldClass, type FieldRow, type FieldUse, type RowOptions, rowsOf} from './row.ts';

const row = rowsOf('process');
const PROCINFO = eventCode('PROCINFO_E');

/** Ids outside 32 bits belong to sources without real pids; they are not shown. */
const showable = (id: number): number | undefined => (id >= -1 && id <= 0xffff_ffff ? id : undefined);

const of =
	(pick: (thread: Thread) => FieldValue): Extractor =>
	({thread}) =>
		thread && pick(thread);

const ofParent =
	(pick: (thread: Thread) => FieldValue): Extractor =>
	(event) => {
		const thread = parent(event);
		return thread && pick(thread);
	};

/** The process that `ptid` names, whatever thread of the parent that is. */
const ofParentThread =
	(pick: (thread: Thread) => FieldValue): Extractor =>
	({thread, system}) => {
		const found = thread && system.threads.get(thread.ptid);
		return found && pick(found);
	};

const ofLeader =
	(id: GroupId, pick: (thread: Thread) => string): Extractor =>
	(event) => {
		const leader = groupLeader(event, id);
		return leader ? pick(leader) : event.thread && '';
	};

const number = (print: PrintFormat, extract: Extractor): RowOptions => ({print, extract});
const unlessZero = (value: number | bigint): FieldValue => (value === 0 || value === 0n ? undefined : value);

function argument({argument: text, index}: FieldUse) {
	if (text === undefined) return {extract: of(argumentText)};
	return {extract: of((thread) => argumentsOf(thread)[index] ?? '')};
}

function variable({argument: text}: FieldUse) {
	if (text === undefined) return {extract: of(environmentText)};
	const name = toByteString(text);
	return {extract: of((thread) => environmentValue(thread, name))};
}

/** The oldest shell above the process, by names that end in "sh". */
function loginShell({thread, system}: EventContext): FieldValue {
	const main = thread?.leader;
	if (main === undefined) return undefined;
	let shell = main.comm.endsWith('sh') ? main : undefined;
	findAncestor(system, main, (above) => {
		if (above.comm.endsWith('sh')) shell = above;
		return false;
	});
	return shell?.pid;
}

const openFds = (thread: Thread): number => thread.leader?.fds.size ?? 0;
const fdLimit = (thread: Thread): number | bigint => thread.leader?.fdlimit ?? 0;

function fdUsage(thread: Thread): number {
	const limit = Number(fdLimit(thread));
	if (limit <= 0) return 0;
	return Math.min((openFds(thread) * 100) / limit, 100);
}

/** Falco goes on to the number of open descriptors where it does not know when the parent began; so do we. */
function parentAge(event: EventContext): FieldValue {
	const {thread} = event;
	const above = parent(event);
	if (thread === undefined || above === undefined) return undefined;
	return above.cloneTsNs === 0n ? openFds(thread) : ageOf(event, above);
}

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

function standardStream(fd: number, stream: string): readonly FieldRow[] {
	const entry = ({thread}: EventContext) => thread?.fds.get(fd);
	return [
		row(
			`proc.${stream}.type`,
			'CHARBUF',
			[`Kind of the descriptor that is ${stream}, as in fd.type.`, `proc.${stream}.type = ipv4`],
			(event) => {
				const found = entry(event);
				return found && fdTypeName(found.type);
			},
		),
		row(
			`proc.${stream}.name`,
			'CHARBUF',
			[`Name of the descriptor that is ${stream}, as in fd.name.`, `proc.${stream}.name = /dev/null`],
			(event) => entry(event)?.name,
		),
	];
}

function leaderRows(id: GroupId, name: string, what: string): readonly FieldRow[] {
	const comm = id === 'sid' ? 'proc.sname' : `${name}.name`;
	return [
		row(
			comm,
			'CHARBUF',
			[`Name of the ${what} leader, or of the oldest ancestor in it.`, `${comm} = sshd`],
			ofLeader(id, (thread) => thread.comm),
		),
		row(
			`${name}.exe`,
			'CHARBUF',
			[`\`proc.exe\` of the ${what} leader.`],
			ofLeader(id, (thread) => thread.exe),
		),
		row(
			`${name}.exepath`,
			'CHARBUF',
			[`\`proc.exepath\` of the ${what} leader.`],
			ofLeader(id, (thread) => thread.exepath),
		),
	];
}

const flag = (name: string, text: string, pick: (thread: Thread) => boolean): FieldRow =>
	row(name, 'BOOL', [text, `${name} = true`], of(pick));
const count = (name: string, type: ParamType, text: string, extract: Extractor, hidden = false): FieldRow => {
	return row(name, type, [text, `${name} > 100`], {extract, print: 'DEC', hidden});
};
const capabilities = (which: string, pick: (thread: Thread) => bigint): FieldRow => {
	return row(
		`thread.cap_${which}`,
		'CHARBUF',
		[`The ${which} capabilities, by name.`, `thread.cap_${which} contains CAP_SYS_ADMIN`],
		of((thread) => capabilityNames(pick(thread))),
	);
};

/** The fields of the process and thread that made the event. */
export const PROCESS: FieldClass = {
	name: 'process',
	description: 'The process and the thread that made the event, and their ancestors.',
	sources: ['syscall'],
	rows: [
		row(
			'proc.exe',
			'CHARBUF',
			['`argv[0]`: whatever whoever started the program put there.', 'proc.exe = nginx'],
			of((thread) => thread.exe),
		),
		row(
			'proc.pexe',
			'CHARBUF',
			['`proc.exe` of the parent.'],
			ofParent((thread) => thread.exe),
		),
		ANCESTOR_ROWS.aexe,
		row(
			'proc.exepath',
			'CHARBUF',
			['Path of the program file, from the kernel.', 'proc.exepath startswith /tmp/'],
			of((thread) => thread.exepath),
		),
		row(
			'proc.pexepath',
			'CHARBUF',
			['`proc.exepath` of the parent.'],
			ofParent((thread) => thread.exepath),
		),
		ANCESTOR_ROWS.aexepath,
		row(
			'proc.name',
			'CHARBUF',
			["The kernel's short name of the process (comm): at most 15 bytes, and the process may change it.", 'proc.name in (bash, sh)'],
			of((thread) => thread.comm),
		),
		row(
			'proc.pname',
			'CHARBUF',
			['`proc.name` of the parent.', 'proc.pname = sshd'],
			ofParent((thread) => thread.comm),
		),
		ANCESTOR_ROWS.aname,
		row(
			'proc.args',
			'CHARBUF',
			['The arguments after `argv[0]`, joined by blanks; [0] is the first.', 'proc.args contains "--privileged"'],
			{
				bind: argument,
				argument: 'optional',
				argumentOf: 'index',
			},
		),
		ANCESTOR_ROWS.aargs,
		row('proc.cmdline', 'CHARBUF', ['Name and arguments.', 'proc.cmdline = "cat /etc/shadow"'], of(cmdlineOf)),
		row('proc.pcmdline', 'CHARBUF', ['`proc.cmdline` of the parent.'], ofParent(cmdlineOf)),
		ANCESTOR_ROWS.acmdline,
		count(
			'proc.cmdnargs',
			'UINT64',
			'How many arguments there are after `argv[0]`.',
			of((thread) => argumentsOf(thread).length),
		),
		count('proc.cmdlenargs', 'UINT64', 'Bytes of all arguments together, without separators.', of(argumentBytes)),
		row('proc.exeline', 'CHARBUF', ['`argv[0]` and the arguments.', '/usr/bin/cat /etc/shadow'], of(exelineOf)),
		row(
			'proc.env',
			'CHARBUF',
			['The environment at the start, joined by blanks; [NAME] is one variable, empty when it is not set.', 'proc.env[LD_PRELOAD] != ""'],
			{
				bind: variable,
				argument: 'optional',
				argumentOf: 'key',
			},
		),
		ANCESTOR_ROWS.aenv,
		row(
			'proc.cwd',
			'CHARBUF',
			['The working directory, with a slash at its end.', 'proc.cwd = /root/'],
			of((thread) => thread.cwd),
		),
		row('proc.loginshellid', 'INT64', ['Pid of the oldest shell among the ancestors.', '4711'], number('ID', loginShell)),
		row(
			'proc.tty',
			'UINT32',
			['Number of the controlling terminal, 0 without one.', 'proc.tty != 0'],
			number(
				'ID',
				of((thread) => thread.tty),
			),
		),
		row(
			'proc.pid',
			'INT64',
			['Process id.', '4711'],
			number(
				'ID',
				of((thread) => showable(thread.pid)),
			),
		),
		row(
			'proc.ppid',
			'INT64',
			["The parent's process id.", 'proc.ppid = 1'],
			number(
				'ID',
				ofParent((thread) => showable(thread.pid)),
			),
		),
		ANCESTOR_ROWS.apid,
		row(
			'proc.vpid',
			'INT64',
			['Process id inside its pid namespace: 1 is the first process of a container.', 'proc.vpid = 1'],
			number(
				'ID',
				of((thread) => (thread.vpid === -1 ? undefined : thread.vpid)),
			),
		),
		row(
			'proc.pvpid',
			'INT64',
			['`proc.vpid` of the parent.'],
			number(
				'ID',
				ofParentThread((thread) => thread.vpid),
			),
		),
		row(
			'proc.sid',
			'INT64',
			['Session id, inside the pid namespace.'],
			number(
				'ID',
				of((thread) => thread.sid),
			),
		),
		...leaderRows('sid', 'proc.sid', 'session'),
		row(
			'proc.vpgid',
			'INT64',
			['Process group id inside the pid namespace.'],
			number(
				'ID',
				of((thread) => thread.vpgid),
			),
		),
		...leaderRows('vpgid', 'proc.vpgid', 'process group'),
		row(
			'proc.pgid',
			'INT64',
			['Process group id on the host.'],
			number(
				'ID',
				of((thread) => thread.pgid),
			),
		),
		...leaderRows('pgid', 'proc.pgid', 'process group'),
		row(
			'proc.duration',
			'RELTIME',
			['Nanoseconds since the process was made; only where its start was seen.', 'proc.duration < 1000000000'],
			number('DEC', (event) => {
				return event.thread === undefined || event.thread.cloneTsNs === 0n ? undefined : ageOf(event, event.thread);
			}),
		),
		row(
			'proc.ppid.duration',
			'RELTIME',
			["Nanoseconds since the parent was made. Where its start was not seen, Falco's slip is kept: the number of open descriptors."],
			number('DEC', parentAge),
		),
		row(
			'proc.pid.ts',
			'RELTIME',
			['When the process was made, nanoseconds since the epoch.'],
			number(
				'DEC',
				of((thread) => unlessZero(exact(thread.cloneTsNs))),
			),
		),
		row(
			'proc.ppid.ts',
			'RELTIME',
			['When the parent was made, nanoseconds since the epoch; 0 when that was not seen.'],
			number(
				'DEC',
				ofParentThread((thread) => exact(thread.cloneTsNs)),
			),
		),
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
		flag(
			'proc.is_pgid_leader',
			'Whether the process leads its process group, counted on the host.',
			(thread) => thread.pgid === thread.pid,
		),
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
			["Last change of the program file's inode, nanoseconds since the epoch."],
			number(
				'DEC',
				of((thread) => unlessZero(exact(thread.exeInoCtimeNs))),
			),
		),
		row(
			'proc.exe_ino.mtime',
			'ABSTIME',
			["Last change of the program file's content, nanoseconds since the epoch."],
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
			["Start of the pid namespace's first process, in the kernel's boot clock."],
			number(
				'DEC',
				of((thread) => unlessZero(thread.pidnsInitStartTs)),
			),
		),
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
			['Thread id inside its pid namespace.'],
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
			['CPU time of the slice that ended; only switch events have one, and they are not recorded.'],
			number('DEC', () => 0),
		),
		row(
			'thread.totexectime',
			'RELTIME',
			['CPU time since the start of the capture; needs switch events.'],
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
		row('thread.cpu', 'DOUBLE', ['CPU use since the last procinfo event, in percent.'], {bind: cpuUse(0, 1)}),
		row('thread.cpu.user', 'DOUBLE', ["The user's share of `thread.cpu`."], {bind: cpuUse(0)}),
		row('thread.cpu.system', 'DOUBLE', ["The kernel's share of `thread.cpu`."], {bind: cpuUse(1)}),
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
		...standardStreams(),
	],
};

/** Types first, then names, as Falco lists them. */
function standardStreams(): readonly FieldRow[] {
	const rows = [standardStream(0, 'stdin'), standardStream(1, 'stdout'), standardStream(2, 'stderr')];
	return [...rows.map(([type]) => type), ...rows.map(([, name]) => name)];
}
