import type {UserEntry} from '../events/machine.ts';
import type {EventContext} from '../system/context.ts';
import {UNSET_ID} from '../system/thread.ts';
import type {Extractor} from './field.ts';
import {type FieldClass, rowsOf} from './row.ts';

const row = rowsOf('user');
const NONE = '<NA>';

const user = ({thread, system}: EventContext, uid: number): UserEntry | undefined => thread && system.user(uid, thread.containerId);

/** What a user entry says; uid 0 is root also where no entry says so. */
const ofUser =
	(pick: (entry: UserEntry) => string, root: string): Extractor =>
	(event) => {
		const {thread} = event;
		if (thread === undefined) return undefined;
		const entry = user(event, thread.uid);
		if (entry !== undefined) return pick(entry);
		return thread.uid === 0 ? root : NONE;
	};

/** The fields of the user the thread runs as. */
export const USER: FieldClass = {
	name: 'user',
	description: 'The user the thread runs as, and the one who logged in.',
	sources: ['syscall'],
	rows: [
		row('user.uid', 'UINT32', ['Effective user id.', 'user.uid = 0'], {extract: ({thread}) => thread?.uid, print: 'ID'}),
		row(
			'user.name',
			'CHARBUF',
			['Name of the effective user; "<NA>" when no account list knows it.', 'user.name = root'],
			ofUser((entry) => entry.name, 'root'),
		),
		row(
			'user.homedir',
			'CHARBUF',
			["The user's home directory.", 'user.homedir = /root'],
			ofUser((entry) => entry.homedir, '/root'),
		),
		row(
			'user.shell',
			'CHARBUF',
			["The user's login shell.", 'user.shell = /bin/bash'],
			ofUser((entry) => entry.shell, NONE),
		),
		row('user.loginuid', 'INT64', ['Id of the user who logged in, as audit keeps it; -1 without one.', 'user.loginuid != -1'], {
			extract: ({thread}) => thread && (thread.loginuid === UNSET_ID ? -1 : thread.loginuid),
			print: 'ID',
		}),
		row('user.loginname', 'CHARBUF', ['Name of the user who logged in.', 'user.loginname = alice'], (event) => {
			const {thread} = event;
			if (thread === undefined) return undefined;
			if (thread.loginuid === UNSET_ID) return NONE;
			return user(event, thread.loginuid)?.name ?? (thread.loginuid === 0 ? 'root' : NONE);
		}),
	],
};
