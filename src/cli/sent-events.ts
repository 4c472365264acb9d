import {IGNORED_SYSCALLS} from '../engine/syscall-selection.ts';
import {EVENT_TYPES} from '../events/event-types.ts';

const ignored: ReadonlySet<string> = new Set(IGNORED_SYSCALLS);
const left = new Set(
	EVENT_TYPES.filter(({syscalls}) => syscalls !== undefined && syscalls.length > 0 && syscalls.every((name) => ignored.has(name))).map(
		({name}) => name,
	),
);

/** Whether a live source sends events of the name when a rule asks for them, without `base_syscalls.all`. */
export const isSentByDefault = (event: string): boolean => !left.has(event) && !ignored.has(event);
