import {toByteString} from '../events/byte-string.ts';
import {argumentBytes, argumentsOf, argumentText, cmdlineOf, environmentText, environmentValue, exelineOf} from './command-line.ts';
import {ANCESTOR_ROWS} from './process-ancestors.ts';
import {count, of, ofParent, row} from './process-row.ts';
import type {FieldRow, FieldUse} from './row.ts';

function argument({argument: text, index}: FieldUse) {
	if (text === undefined) return {extract: of(argumentText)};
	return {extract: of((thread) => argumentsOf(thread)[index] ?? '')};
}

function variable({argument: text}: FieldUse) {
	if (text === undefined) return {extract: of(environmentText)};
	const name = toByteString(text);
	return {extract: of((thread) => environmentValue(thread, name))};
}

/** What a process runs: program, arguments, environment, working directory. */
export const PROGRAM_ROWS: readonly FieldRow[] = [
	row(
		'proc.exe',
		'CHARBUF',
		['`argv[0]`: whatever whoever started the program put there.', 'proc.exe = nginx'],
		of((thread) => thread.exe),
	),
	row(
		'proc.pexe',
		'CHARBUF',
		['`proc.exe` of the parent.', 'proc.pexe = /bin/sh'],
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
		['`proc.exepath` of the parent.', 'proc.pexepath = /usr/bin/dash'],
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
	row('proc.args', 'CHARBUF', ['The arguments after `argv[0]`, joined by blanks; [0] is the first.', 'proc.args contains "--privileged"'], {
		bind: argument,
		argument: 'optional',
		argumentOf: 'index',
	}),
	ANCESTOR_ROWS.aargs,
	row('proc.cmdline', 'CHARBUF', ['Name and arguments.', 'proc.cmdline = "cat /etc/shadow"'], of(cmdlineOf)),
	row('proc.pcmdline', 'CHARBUF', ['`proc.cmdline` of the parent.', 'proc.pcmdline contains cron'], ofParent(cmdlineOf)),
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
];
