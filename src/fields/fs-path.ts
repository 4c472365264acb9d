import {EVENT_TYPES, eventCode} from '../events/event-types.ts';
import type {EventContext} from '../system/context.ts';
import {resolvePath} from '../system/path.ts';
import {stringParam} from './event-param.ts';
import {hasResult, resultOf} from './event-result.ts';
import type {Extractor} from './field.ts';
import {directoryOfFd} from './param-text.ts';
import {type FieldClass, rowsOf} from './row.ts';

const row = rowsOf('fs.path');

/** A path of an event: its parameter, and the one that holds the directory it counts from. */
interface PathParam {
	readonly path: number;
	/** -1: the working directory. */
	readonly directory: number;
}

/** `parameter` or `directory/parameter` of each path, by the event's constant. */
const NAMES: Readonly<Record<string, string>> = {
	MKDIR_2_X: 'path',
	MKDIRAT_X: 'dirfd/path',
	RMDIR_2_X: 'path',
	UNLINK_2_X: 'path',
	UNLINKAT_2_X: 'dirfd/name',
	OPEN_X: 'name',
	OPENAT_2_X: 'dirfd/name',
	OPENAT2_X: 'dirfd/name',
	CREAT_X: 'name',
	OPEN_BY_HANDLE_AT_X: 'path',
	CHMOD_X: 'filename',
	FCHMODAT_X: 'dirfd/filename',
	CHOWN_X: 'path',
	LCHOWN_X: 'path',
	FCHOWNAT_X: 'dirfd/pathname',
	QUOTACTL_X: 'special',
	UMOUNT_1_X: 'name',
	UMOUNT2_X: 'name',
};
/** The new name of a link is its source, what it points to its target; a rename's source is the old name. */
const SOURCES: Readonly<Record<string, string>> = {
	RENAME_X: 'oldpath',
	RENAMEAT_X: 'olddirfd/oldpath',
	RENAMEAT2_X: 'olddirfd/oldpath',
	LINK_2_X: 'newpath',
	LINKAT_2_X: 'newdir/newpath',
	SYMLINK_X: 'linkpath',
	SYMLINKAT_X: 'linkdirfd/linkpath',
	MOUNT_X: 'dev',
};
const TARGETS: Readonly<Record<string, string>> = {
	RENAME_X: 'newpath',
	RENAMEAT_X: 'newdirfd/newpath',
	RENAMEAT2_X: 'newdirfd/newpath',
	LINK_2_X: 'oldpath',
	LINKAT_2_X: 'olddir/oldpath',
	SYMLINK_X: 'target',
	SYMLINKAT_X: 'linkdirfd/target',
	MOUNT_X: 'dir',
};

function locate(constant: string, place: string): readonly [number, PathParam] {
	const code = eventCode(constant);
	const indexOf = (name: string) => EVENT_TYPES[code].params.findIndex((param) => param.name === name);
	const [path, directory] = place.split('/').reverse();
	return [code, {path: indexOf(path), directory: directory === undefined ? -1 : indexOf(directory)}];
}

function pathOf(places: Readonly<Record<string, string>>, raw: boolean): Extractor {
	const params = new Map(Object.entries(places).map(([constant, place]) => locate(constant, place)));
	return (event) => {
		const param = params.get(event.cursor.type);
		return param && read(event, param, raw);
	};
}

/** The path of a call that succeeded. */
function read(event: EventContext, {path, directory}: PathParam, raw: boolean): string | undefined {
	const {cursor, thread} = event;
	if (thread === undefined || !hasResult(cursor) || resultOf(cursor) < 0) return undefined;
	const text = stringParam(cursor, path);
	if (raw) return text;
	const base = directory < 0 || cursor.paramLength(directory) < 8 ? thread.cwd : directoryOfFd(event, cursor.i64(directory));
	return resolvePath(base, text);
}

/** The paths that calls on the file system act on, successful calls only. */
export const FS_PATH: FieldClass = {
	name: 'fs.path',
	description: 'The paths that calls on the file system acted on. Only successful calls have them.',
	sources: ['syscall'],
	rows: [
		row(
			'fs.path.name',
			'CHARBUF',
			['The absolute path of calls that act on one: open, mkdir, unlink, chmod…', 'fs.path.name startswith /etc/'],
			pathOf(NAMES, false),
		),
		row('fs.path.nameraw', 'CHARBUF', ['The same, as the program gave it.'], pathOf(NAMES, true)),
		row(
			'fs.path.source',
			'CHARBUF',
			['The absolute path a rename starts from, or the new name of a link.', 'fs.path.source = /etc/passwd'],
			pathOf(SOURCES, false),
		),
		row('fs.path.sourceraw', 'CHARBUF', ['The same, as the program gave it.'], pathOf(SOURCES, true)),
		row(
			'fs.path.target',
			'CHARBUF',
			['The absolute path a rename ends at, or what a link points to.', 'fs.path.target = /etc/shadow'],
			pathOf(TARGETS, false),
		),
		row('fs.path.targetraw', 'CHARBUF', ['The same, as the program gave it.'], pathOf(TARGETS, true)),
	],
};
