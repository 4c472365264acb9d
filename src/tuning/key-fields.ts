import type {Alert} from '../alerts/alert.ts';
import {type AlertReader, readerOf} from './alert-value.ts';
import {maskVarying} from './varying-text.ts';

/**
 * Which fields tell the alerts of one rule apart: the program, and what it acted on. The choice depends on the
 * event type alone, with alternatives for values an alert lacks, so it is the same for the first and the last alert.
 */
export interface KeyFields {
	/** For people: what alerts of this kind are grouped by. */
	readonly reason: string;
	readonly subject: readonly string[];
	readonly object: readonly string[];
}

const EXEC: KeyFields = {reason: 'process starts: by parent and program', subject: ['proc.pname'], object: ['proc.name', 'proc.exepath']};
const OPEN: KeyFields = {
	reason: 'opened files: by program and file',
	subject: ['proc.name'],
	object: ['fd.name', 'fs.path.name', 'evt.arg.name'],
};
const PATH: KeyFields = {
	reason: 'changed paths: by program and path',
	subject: ['proc.name'],
	object: [
		'fs.path.target',
		'fs.path.name',
		'evt.arg.linkpath',
		'evt.arg.newpath',
		'evt.arg.path',
		'evt.arg.name',
		'evt.arg.filename',
		'fd.name',
	],
};
const CONNECTION: KeyFields = {
	reason: 'connections: by program and server (the client port changes each time)',
	subject: ['proc.name'],
	object: ['fd.sip.name', 'fd.name', 'fd.sip', 'fd.sport'],
};
const OTHER: KeyFields = {reason: 'by program and executable', subject: ['proc.name'], object: ['proc.exepath', 'proc.pname']};

const BY_TYPE: readonly (readonly [KeyFields, string])[] = [
	[EXEC, 'execve execveat clone clone3 fork vfork'],
	[OPEN, 'open openat openat2 openbyhandleat open_by_handle_at creat'],
	[
		PATH,
		'unlink unlinkat rename renameat renameat2 mkdir mkdirat rmdir symlink symlinkat link linkat chmod fchmod fchmodat chown fchown lchown fchownat mount umount umount2 chdir',
	],
	[CONNECTION, 'connect accept accept4 bind listen sendto sendmsg recvfrom recvmsg'],
];
const KEY_FIELDS: ReadonlyMap<string, KeyFields> = new Map(
	BY_TYPE.flatMap(([fields, types]) => types.split(' ').map((type) => [type, fields] as const)),
);

export function keyFieldsOf(evtType: string): KeyFields {
	return KEY_FIELDS.get(evtType) ?? OTHER;
}

/** Whether the alert tells of a program that was started, by its parent. */
export const isProgramStart = (alert: Alert): boolean => keyFieldsOf(alert.evtType) === EXEC;

/** The key of an alert's noise group, and the fields and values it was made of. */
export interface GroupKey {
	readonly text: string;
	readonly fields: readonly string[];
	readonly values: readonly string[];
}

const readers = new Map<string, AlertReader>();

/** Text that alerts of one noise group share: who did it to what. Values cannot hold NUL, so parts cannot run into each other. */
export function groupKeyText(alert: Alert): string {
	const keyFields = keyFieldsOf(alert.evtType);
	return `${alert.rule}\0${alert.containerId}\0${firstValue(alert, keyFields.subject)}\0${firstValue(alert, keyFields.object)}\0${causeOf(alert)}`;
}

export function groupKey(alert: Alert): GroupKey {
	const keyFields = keyFieldsOf(alert.evtType);
	const fields = [firstField(alert, keyFields.subject), firstField(alert, keyFields.object)].filter((field) => field !== undefined);
	return {text: groupKeyText(alert), fields, values: fields.map((field) => keyValue(alert, field))};
}

/**
 * What made an alert: the program, where it lies, its parent, and of an interpreter what it runs. Two programs of one
 * name are two causes, and so are two scripts of one shell.
 */
export function causeOf(alert: Alert): string {
	const {masked, interprets} = programOf(alert);
	const script = interprets ? scriptIn(alert) : '';
	return `${maskVarying(nameOf(alert))}\0${masked}\0${maskVarying(parentOf(alert))}\0${script}`;
}

const programOf = (alert: Alert): Program => programAt(textOf(alert.snapshot['proc.exepath'] ?? readPath(alert)));
const nameOf = (alert: Alert): string => textOf(alert.snapshot['proc.name'] ?? readName(alert));
const parentOf = (alert: Alert): string => textOf(alert.snapshot['proc.pname'] ?? readParent(alert));
const scriptIn = (alert: Alert): string => scriptOf(nameOf(alert), textOf(alert.snapshot['proc.cmdline'] ?? readCommandLine(alert)));

/** What a key is made of, to compare alerts with. */
export function keyParts(alert: Alert): KeyParts {
	const keyFields = keyFieldsOf(alert.evtType);
	const {masked, interprets} = programOf(alert);
	return {
		rule: alert.rule,
		containerId: alert.containerId,
		subject: firstValue(alert, keyFields.subject),
		object: firstValue(alert, keyFields.object),
		name: maskVarying(nameOf(alert)),
		program: masked,
		parent: maskVarying(parentOf(alert)),
		script: interprets ? scriptIn(alert) : '',
	};
}

export interface KeyParts {
	readonly rule: string;
	readonly containerId: string;
	readonly subject: string | undefined;
	readonly object: string | undefined;
	readonly name: string;
	readonly program: string;
	readonly parent: string;
	readonly script: string;
}

/** Whether an alert has this key, without making its own: most differ in the first thing that is compared. */
export function isOfGroup(alert: Alert, key: KeyParts): boolean {
	if (alert.rule !== key.rule || alert.containerId !== key.containerId) return false;
	const keyFields = keyFieldsOf(alert.evtType);
	if (firstValue(alert, keyFields.object) !== key.object || maskVarying(nameOf(alert)) !== key.name) return false;
	if (firstValue(alert, keyFields.subject) !== key.subject || maskVarying(parentOf(alert)) !== key.parent) return false;
	const {masked, interprets} = programOf(alert);
	return masked === key.program && (interprets ? scriptIn(alert) : '') === key.script;
}

function firstValue(alert: Alert, fields: readonly string[]): string | undefined {
	const field = firstField(alert, fields);
	return field && keyValue(alert, field);
}

// Asked of every alert: what the snapshot has costs no look-up of a reader.
const readName = readerOf('proc.name');
const readPath = readerOf('proc.exepath');
const readParent = readerOf('proc.pname');
const readCommandLine = readerOf('proc.cmdline');

const textOf = (value: ReturnType<AlertReader>): string => (typeof value === 'string' ? value : '');

interface Program {
	readonly masked: string;
	readonly interprets: boolean;
}

const programs = new Map<string, Program>();
const MOST_PROGRAMS = 1024;

function programAt(path: string): Program {
	let program = programs.get(path);
	if (program === undefined) {
		if (programs.size >= MOST_PROGRAMS) programs.clear();
		program = {masked: maskVarying(path), interprets: isInterpreter(path)};
		programs.set(path, program);
	}
	return program;
}

const INTERPRETERS: ReadonlySet<string> = new Set(
	'python perl ruby node nodejs php bash sh dash zsh ksh ash fish java lua busybox env'.split(' '),
);

/** Whether a program runs whatever it is given: `/usr/bin/python3.11`, `bash`. */
export function isInterpreter(program: string): boolean {
	const name = program.slice(program.lastIndexOf('/') + 1);
	return (
		INTERPRETERS.has(name) || (name !== '' && isDigit(name.charCodeAt(name.length - 1)) && INTERPRETERS.has(name.replace(/[\d.]+$/, '')))
	);
}

const STARTERS: ReadonlySet<string> = new Set(
	'systemd init tini dumb-init s6-supervise runsv containerd-shim containerd runc crun conmon dockerd kubelet crio cron crond sshd login su sudo tmux screen'.split(
		' ',
	),
);

/** Whether a program starts nearly everything there is on a machine or in a session: to be its child says nothing. */
export const startsAnything = (name: string): boolean => STARTERS.has(name) || name.startsWith('containerd-shim') || isInterpreter(name);

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;

/** The first word behind an interpreter that is no flag: a script's path, or what `sh -c` begins with; of busybox's tools nothing. */
function scriptOf(name: string, cmdline: string): string {
	for (let at = cmdline.indexOf(' '); at >= 0; ) {
		const end = cmdline.indexOf(' ', at + 1);
		if (cmdline.charCodeAt(at + 1) !== MINUS) {
			const word = cmdline.slice(at + 1, end < 0 ? cmdline.length : end);
			// A script that is run by its path goes by its own name, cut to fifteen bytes.
			return programAt(name).interprets || word.startsWith(name, word.lastIndexOf('/') + 1) ? maskVarying(word) : '';
		}
		at = end;
	}
	return '';
}

const MINUS = 45;

function firstField(alert: Alert, fields: readonly string[]): string | undefined {
	for (const field of fields) {
		const value = read(alert, field);
		if (value !== undefined && value !== '') return field;
	}
	return undefined;
}

function keyValue(alert: Alert, field: string): string {
	const value = read(alert, field);
	const text = typeof value === 'string' ? value : String(value);
	if (field === 'fd.name' && !text.startsWith('/')) return serverSide(text);
	// Temporary names would make a group of every file.
	return SERVER.test(field) ? text : maskVarying(text);
}

const SERVER = /^fd\.s(?:ip|port)/;

/** Of `10.0.0.1:4242->10.96.0.1:443` only the server stays: the client's port would make a group of every connection. */
function serverSide(name: string): string {
	const arrow = name.indexOf('->');
	return arrow > 0 ? name.slice(arrow + 2) : name;
}

function read(alert: Alert, field: string): ReturnType<AlertReader> {
	let reader = readers.get(field);
	if (!reader) {
		reader = readerOf(field);
		readers.set(field, reader);
	}
	return reader(alert);
}
