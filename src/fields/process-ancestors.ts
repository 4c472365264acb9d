import {toByteString} from '../events/byte-string.ts';
import type {Thread} from '../system/thread.ts';
import {ancestor, ancestorValues, mainThread} from './ancestry.ts';
import {argumentText, cmdlineOf, environmentText, environmentValue} from './command-line.ts';
import type {FieldValue, Scalar} from './field.ts';
import {type FieldBinding, type FieldRow, type FieldUse, rowsOf} from './row.ts';

const row = rowsOf('process');

/** How many generations `proc.aenv[NAME]` looks at. */
const ENV_GENERATIONS = 20;

/** With an index one ancestor, without one all of them: any may satisfy a comparison, and outputs show them joined by blanks. */
function lineage(pick: (thread: Thread) => Scalar) {
	return ({index}: FieldUse): FieldBinding => {
		if (index < 0) return {extract: ancestorValues(pick), matching: 'any'};
		return {
			extract: (event) => {
				const thread = ancestor(event, index);
				return thread && pick(thread);
			},
			matching: 'scalar',
		};
	};
}

const ANCESTRY = {argument: 'optional', argumentOf: 'index', matching: 'any', usableAsRhs: false, transformersAllowed: false} as const;

function environment(use: FieldUse): FieldBinding {
	const {argument, index} = use;
	if (argument === undefined || index >= 0) {
		const bound = lineage(environmentText)(use);
		return index > 0 ? bound : {...bound, output: ({thread}) => thread && environmentText(thread)};
	}
	const name = toByteString(argument);
	return {
		matching: 'scalar',
		extract: (event): FieldValue => {
			let thread = event.thread && (mainThread(event) ?? undefined);
			if (event.thread === undefined) return undefined;
			for (let i = 0; i < ENV_GENERATIONS && thread !== undefined; i++) {
				thread = event.system.parentOf(thread);
				const value = thread === undefined ? '' : environmentValue(thread, name);
				if (value !== '') return value;
			}
			return '';
		},
	};
}

/** Rows over the ancestors of a process: 0 is the process itself, 1 its parent. */
export const ANCESTOR_ROWS = {
	aexe: row(
		'proc.aexe',
		'CHARBUF',
		["`proc.exe` of an ancestor: [1] is the parent's; without a number, of any.", 'proc.aexe[2] = /usr/bin/sudo'],
		{
			...ANCESTRY,
			bind: lineage((thread) => thread.exe),
		},
	),
	aexepath: row(
		'proc.aexepath',
		'CHARBUF',
		["`proc.exepath` of an ancestor: [1] is the parent's; without a number, of any.", 'proc.aexepath[1] startswith /tmp/'],
		{
			...ANCESTRY,
			bind: lineage((thread) => thread.exepath),
		},
	),
	aname: row(
		'proc.aname',
		'CHARBUF',
		["`proc.name` of an ancestor: [1] is the parent's; without a number, of any.", 'proc.aname in (sshd, cron)'],
		{
			...ANCESTRY,
			bind: lineage((thread) => thread.comm),
		},
	),
	aargs: row('proc.aargs', 'CHARBUF', ["Arguments of an ancestor: [1] is the parent's.", 'proc.aargs[1] contains --privileged'], {
		argument: 'optional',
		argumentOf: 'index',
		bind: ({index}: FieldUse) => {
			const all = ancestorValues(argumentText);
			if (index >= 0)
				return {
					extract: (event) => {
						const thread = ancestor(event, index);
						return thread && argumentText(thread);
					},
				};
			return {extract: (event) => (all(event) as readonly string[] | undefined)?.join(' ')};
		},
	}),
	acmdline: row(
		'proc.acmdline',
		'CHARBUF',
		["`proc.cmdline` of an ancestor: [1] is the parent's; without a number, of any.", 'proc.acmdline[1] contains "docker exec"'],
		{
			...ANCESTRY,
			bind: lineage(cmdlineOf),
		},
	),
	aenv: row(
		'proc.aenv',
		'CHARBUF',
		['Environment of an ancestor by number, or a variable of the nearest ancestor that has it.', 'proc.aenv[SSH_CONNECTION] != ""'],
		{
			...ANCESTRY,
			argumentOf: 'index or key',
			bind: environment,
		},
	),
	apid: row('proc.apid', 'INT64', ["`proc.pid` of an ancestor: [1] is the parent's; without a number, of any.", 'proc.apid = 1234'], {
		...ANCESTRY,
		print: 'ID',
		bind: (use: FieldUse): FieldBinding => {
			const bound = lineage((thread) => thread.pid)(use);
			return use.index >= 0 ? bound : {...bound, output: (event) => mainThread(event)?.pid};
		},
	}),
} satisfies Record<string, FieldRow>;
