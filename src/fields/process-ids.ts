import type {EventContext} from '../system/context.ts';
import type {Thread} from '../system/thread.ts';
import {findAncestor} from './ancestry.ts';
import type {Extractor, FieldValue} from './field.ts';
import {ANCESTOR_ROWS} from './process-ancestors.ts';
import {type GroupId, groupLeader} from './process-leader.ts';
import {number, of, ofParent, ofParentThread, row, showable} from './process-row.ts';
import type {FieldRow} from './row.ts';

const ofLeader =
	(id: GroupId, pick: (thread: Thread) => string): Extractor =>
	(event) => {
		const leader = groupLeader(event, id);
		return leader ? pick(leader) : event.thread && '';
	};

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
			[`\`proc.exe\` of the ${what} leader.`, `${name}.exe = /bin/bash`],
			ofLeader(id, (thread) => thread.exe),
		),
		row(
			`${name}.exepath`,
			'CHARBUF',
			[`\`proc.exepath\` of the ${what} leader.`, `${name}.exepath = /usr/bin/bash`],
			ofLeader(id, (thread) => thread.exepath),
		),
	];
}

/** The numbers of a process, and who leads its session and groups. */
export const ID_ROWS: readonly FieldRow[] = [
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
		['`proc.vpid` of the parent.', 'proc.pvpid = 1'],
		number(
			'ID',
			ofParentThread((thread) => thread.vpid),
		),
	),
	row(
		'proc.sid',
		'INT64',
		['Session id, inside the pid namespace.', 'proc.sid = 4711'],
		number(
			'ID',
			of((thread) => thread.sid),
		),
	),
	...leaderRows('sid', 'proc.sid', 'session'),
	row(
		'proc.vpgid',
		'INT64',
		['Process group id inside the pid namespace.', 'proc.vpgid = 4711'],
		number(
			'ID',
			of((thread) => thread.vpgid),
		),
	),
	...leaderRows('vpgid', 'proc.vpgid', 'process group'),
	row(
		'proc.pgid',
		'INT64',
		['Process group id on the host.', 'proc.pgid = 4711'],
		number(
			'ID',
			of((thread) => thread.pgid),
		),
	),
	...leaderRows('pgid', 'proc.pgid', 'process group'),
];
