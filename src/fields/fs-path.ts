import {EVENT_TYPES, eventCode} from '../events/event-types.ts';
import type {EventContext} from '../system/context.ts';
import {resolvePath} from '../system/path.ts';
import {directoryOfFd} from './directory-of-fd.ts';
import {stringParam} from './event-param.ts';
import {resultOf} from './event-result.ts';
import {fdOf} from './fd-event.ts';
import type {Extractor} from './field.ts';
import {type FieldClass, rowsOf} from './row.ts';

const row = rowsOf('fs.path');

/**
 * Where the path of an event stands: `parameter` (from the working directory), `directory/parameter`, `parameter@open` (the
 * path of the descriptor that was opened), `parameter@fd` (that of the descriptor acted on), `parameter@lost`: the event's own
 * descriptor is the directory, and Falco does not know it any more.
 */
type Places = Readonly<Record<string, string>>;

const NAMES: Places = {
	MKDIR_2_X: 'path',
	MKDIRAT_X: 'path@lost',
	RMDIR_2_X: 'path',
	UNLINK_2_X: 'path',
	UNLINKAT_2_X: 'name@lost',
	OPEN_X: 'name@open',
	OPENAT_2_X: 'name@open',
	OPENAT2_X: 'name@open',
	CHMOD_X: 'filename',
	FCHMODAT_X: 'filename@lost',
	FCHMOD_X: 'fd@fd',
	CHOWN_X: 'path',
	LCHOWN_X: 'path',
	FCHOWN_X: 'fd@fd',
	FCHOWNAT_X: 'pathname@lost',
	QUOTACTL_X: 'special',
	UMOUNT_1_X: 'name',
	UMOUNT2_X: 'name',
};
/** The new name of a link is its source, what it points to its target; a rename's source is the old name. */
const SOURCES: Places = {
	RENAME_X: 'oldpath',
	RENAMEAT_X: 'olddirfd/oldpath',
	RENAMEAT2_X: 'olddirfd/oldpath',
	LINK_2_X: 'newpath',
	LINKAT_2_X: 'newdir/newpath',
	SYMLINK_X: 'linkpath',
	SYMLINKAT_X: 'linkpath@lost',
	MOUNT_X: 'dev',
};
const TARGETS: Places = {
	RENAME_X: 'newpath',
	RENAMEAT_X: 'newdirfd/newpath',
	RENAMEAT2_X: 'newdirfd/newpath',
	LINK_2_X: 'oldpath',
	LINKAT_2_X: 'olddir/oldpath',
	SYMLINK_X: 'target',
	SYMLINKAT_X: 'target@lost',
	MOUNT_X: 'dir',
};

const UNKNOWN_DIRECTORY = '<UNKNOWN>';
/** A failed open has the error negated as its descriptor; Falco leaves out only this one, EPERM's. */
const NO_FD = -1;

interface PathParam {
	readonly path: number;
	/** -1: the working directory. */
	readonly directory: number;
	readonly kind: 'plain' | 'open' | 'fd' | 'lost';
}

function locate(constant: string, place: string): readonly [number, PathParam] {
	const code = eventCode(constant);
	const indexOf = (name: string) => EVENT_TYPES[code].params.findIndex((param) => param.name === name);
	const [names, kind = 'plain'] = place.split('@');
	const [path, directory] = names.split('/').reverse();
	return [code, {path: indexOf(path), directory: directory === undefined ? -1 : indexOf(directory), kind: kind as PathParam['kind']}];
}

function pathOf(places: Places, raw: boolean): Extractor {
	const params = new Map(Object.entries(places).map(([constant, place]) => locate(constant, place)));
	return (event) => {
		const param = params.get(event.cursor.type);
		if (param === undefined || event.thread === undefined || !isDone(event, param)) return undefined;
		if (param.kind === 'fd') return fdOf(event)?.name;
		const text = stringParam(event.cursor, param.path);
		return raw ? text : absolute(event, param, text);
	};
}

/** Whether the call did what it was asked to; for opens, as Falco sees it. */
function isDone({cursor}: EventContext, {kind}: PathParam): boolean {
	if (cursor.paramLength(0) < 8) return false;
	return kind === 'open' ? resultOf(cursor) !== NO_FD : resultOf(cursor) === 0;
}

const underUnknown = (path: string): string => (path === '' ? UNKNOWN_DIRECTORY : resolvePath(UNKNOWN_DIRECTORY, path));

function absolute(event: EventContext, {directory, kind}: PathParam, path: string): string {
	const {cursor, thread} = event;
	switch (kind) {
		case 'open':
			return fdOf(event)?.name ?? underUnknown(path);
		case 'lost':
			return underUnknown(path);
		default:
			return resolvePath(
				directory >= 0 && cursor.paramLength(directory) === 8 ? directoryOfFd(event, cursor.i64(directory)) : (thread?.cwd ?? ''),
				path,
			);
	}
}

/** The paths that calls on the file system act on, successful calls only. */
export const FS_PATH: FieldClass = {
	name: 'fs.path',
	description: 'The paths that calls on the file system acted on. Only successful calls have them (and failed opens).',
	sources: ['syscall'],
	rows: [
		row(
			'fs.path.name',
			'CHARBUF',
			['The absolute path of calls that act on one: open, mkdir, unlink, chmod…', 'fs.path.name startswith /etc/'],
			pathOf(NAMES, false),
		),
		row('fs.path.nameraw', 'CHARBUF', ['`fs.path.name` as the program gave it.', 'fs.path.nameraw contains ".."'], pathOf(NAMES, true)),
		row(
			'fs.path.source',
			'CHARBUF',
			['The absolute path a rename starts from, or the new name of a link.', 'fs.path.source = /etc/passwd'],
			pathOf(SOURCES, false),
		),
		row('fs.path.sourceraw', 'CHARBUF', ['`fs.path.source` as the program gave it.', '../passwd'], pathOf(SOURCES, true)),
		row(
			'fs.path.target',
			'CHARBUF',
			['The absolute path a rename ends at, or what a link points to.', 'fs.path.target = /etc/shadow'],
			pathOf(TARGETS, false),
		),
		row('fs.path.targetraw', 'CHARBUF', ['`fs.path.target` as the program gave it.', './shadow'], pathOf(TARGETS, true)),
	],
};
