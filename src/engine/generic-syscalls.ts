import {EVENT_TYPES, eventCode} from '../events/event-types.ts';
import {eventNamesOf} from '../filter/event-types.ts';
import type {Rule} from '../rules/ruleset.ts';

const GENERIC = eventCode('GENERIC_X');
const GENERIC_SYSCALLS: ReadonlySet<string> = new Set(EVENT_TYPES[GENERIC].syscalls);

/** Names of the system calls without an event of their own that the rules in use can match: one event stands for them all. */
export function genericSyscallsOf(rules: readonly Rule[]): Set<string> {
	const names = new Set<string>();
	for (const {enabled, source, eventTypes, expanded} of rules) {
		if (!enabled || source !== 'syscall' || !eventTypes.has(GENERIC)) continue;
		for (const name of eventNamesOf(expanded)) if (GENERIC_SYSCALLS.has(name)) names.add(name);
	}
	return names;
}
