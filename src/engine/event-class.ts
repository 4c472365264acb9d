import {EVENT_TYPES} from '../events/event-types.ts';
import type {EventClass} from './counts.ts';

/** The classes the dashboard shows rates of; a class's code is its index. */
export const EVENT_CLASSES = ['exec', 'file', 'net', 'other'] as const satisfies readonly EventClass[];

const NAMES_OF_EXEC = new Set(['execve', 'execveat', 'clone', 'clone3', 'fork', 'vfork', 'procexit']);
// Low byte of an event's category in Falco's table.
const CATEGORY_FILE = 2;
const CATEGORY_NET = 3;
/** Reads and writes: file or net by their descriptor. */
const CATEGORY_IO = 32;

const EXEC = 0;
const FILE = 1;
const NET = 2;
const OTHER = 3;
/** Not a class: the descriptor decides. */
export const BY_DESCRIPTOR = 4;

/** The class of each event type, at the index of its code. */
export const CLASS_OF_TYPE = Uint8Array.from(EVENT_TYPES, ({name, category}) => {
	const kind = category & 0xff;
	if (NAMES_OF_EXEC.has(name)) return EXEC;
	if (kind === CATEGORY_FILE) return FILE;
	if (kind === CATEGORY_NET) return NET;
	return (kind & CATEGORY_IO) !== 0 ? BY_DESCRIPTOR : OTHER;
});

const SOCKETS = new Set(['ipv4', 'ipv6', 'ipv4server', 'ipv6server', 'unix', 'netlink']);
const FILES = new Set(['file', 'file_v2', 'directory']);

export function classOfDescriptor(type: string): number {
	return SOCKETS.has(type) ? NET : FILES.has(type) ? FILE : OTHER;
}
