import {EVENT_TYPES, eventCode} from '../events/event-types.ts';
import type {EventContext} from '../system/context.ts';
import {resolvePath} from '../system/path.ts';
import {directoryOfFd} from './directory-of-fd.ts';
import {hasResult, resultOf} from './event-result.ts';

export type PathSide = 'src' | 'dst';

type Pair = readonly [directory: string, path: string];

/** The parameters of the events whose paths `evt.abspath` resolves: for the source (also without a side) and for the target. */
const PARAMS: Readonly<Record<string, readonly [Pair, Pair]>> = {
	RENAMEAT_X: [
		['olddirfd', 'oldpath'],
		['newdirfd', 'newpath'],
	],
	RENAMEAT2_X: [
		['olddirfd', 'oldpath'],
		['newdirfd', 'newpath'],
	],
	SYMLINKAT_X: [
		['linkdirfd', 'linkpath'],
		['linkdirfd', 'linkpath'],
	],
	OPENAT_2_X: [
		['dirfd', 'name'],
		['dirfd', 'name'],
	],
	OPENAT2_X: [
		['dirfd', 'name'],
		['dirfd', 'name'],
	],
	LINKAT_2_X: [
		['olddir', 'oldpath'],
		['newdir', 'newpath'],
	],
	UNLINKAT_2_X: [
		['dirfd', 'name'],
		['dirfd', 'name'],
	],
	MKDIRAT_X: [
		['dirfd', 'path'],
		['dirfd', 'path'],
	],
	FCHMODAT_X: [
		['dirfd', 'filename'],
		['dirfd', 'filename'],
	],
	FCHOWNAT_X: [
		['dirfd', 'pathname'],
		['dirfd', 'pathname'],
	],
};

const BY_HANDLE = eventCode('OPEN_BY_HANDLE_AT_X');
const BY_HANDLE_PATH = 3;

/** Indices of directory and path of each side, at the event's code. */
const INDICES = new Map(
	Object.entries(PARAMS).map(([constant, sides]) => {
		const code = eventCode(constant);
		const indexOf = (name: string) => EVENT_TYPES[code].params.findIndex((param) => param.name === name);
		return [code, sides.map(([directory, path]) => [indexOf(directory), indexOf(path)] as const)];
	}),
);

/** The absolute path of an event that names one relative to a directory's descriptor. */
export function absolutePath(event: EventContext, side: PathSide): string | undefined {
	const {cursor, thread} = event;
	if (thread === undefined) return undefined;
	if (cursor.type === BY_HANDLE) {
		return hasResult(cursor) && resultOf(cursor) > 0 ? resolvePath('', cursor.text(BY_HANDLE_PATH)) : undefined;
	}
	const indices = INDICES.get(cursor.type)?.[side === 'dst' ? 1 : 0];
	if (indices === undefined || cursor.paramLength(indices[0]) < 8 || !cursor.hasParam(indices[1])) return undefined;
	return resolvePath(directoryOfFd(event, cursor.i64(indices[0])), cursor.text(indices[1]));
}
