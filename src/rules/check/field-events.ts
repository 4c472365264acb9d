import {EVENT_TYPES, type EventType} from '../../events/event-types.ts';
import {EVENT_NAMES, eventNamesOf, eventTypeValues, isOnEventType} from '../../filter/event-types.ts';
import type {Check, FieldOperand} from '../../filter/syntax.ts';

/** Names of events, as `evt.type` shows them. */
export type EventNames = ReadonlySet<string>;

export const ALL_EVENTS: EventNames = new Set(EVENT_NAMES);

/** Events without one of their own code: `evt.type` is the name of the system call. */
const GENERIC = 'syscall';

const isAboutFd = ({flags}: EventType) => flags.some((flag) => flag === 'CREATES_FD' || flag === 'USES_FD' || flag === 'DESTROYS_FD');

const namesWhere = (wanted: (type: EventType) => boolean): EventNames =>
	new Set(EVENT_TYPES.filter(wanted).flatMap(({name, syscalls}) => (name === GENERIC ? (syscalls ?? []) : [name])));

/** Fields of the descriptor exist only where the event creates, uses or destroys one. */
const FD_EVENTS = namesWhere(isAboutFd);
const OPENS: EventNames = new Set(['open', 'openat', 'openat2', 'open_by_handle_at', 'creat']);
const ENDS = namesWhere(({code, flags}) => code % 2 === 1 && !flags.includes('UNUSED'));

/** Events without an end of their own, such as procexit: `evt.dir` may be > for them. */
export const ENTER_EVENTS: EventNames = new Set(EVENT_NAMES.filter((name) => !ENDS.has(name)));
const byParameter = new Map<string, EventNames>();

/** The events for which a field has a value (or, for `evt.is_open_…`, can be true); undefined where that is not known to depend on the event. */
export function eventsWithField({name, argument}: FieldOperand): EventNames | undefined {
	if (/^fd\.\w/.test(name)) return FD_EVENTS;
	if (/^evt\.is_open_(?:read|write|exec|create)$/.test(name)) return OPENS;
	const parameter = /^evt\.(?:arg|rawarg)\.(.+)$/.exec(name)?.[1];
	if (parameter !== undefined && argument === undefined) return eventsWithParameter(parameter);
	return undefined;
}

function eventsWithParameter(parameter: string): EventNames {
	let found = byParameter.get(parameter);
	if (!found) {
		found = namesWhere(({params}) => params.some(({name}) => name === parameter));
		byParameter.set(parameter, found);
	}
	return found;
}

const ASYNC = 'asyncevent';

/** The events for which a check of the event's type holds; all for other checks. */
export function eventsOfCheck(check: Check, negated: boolean): EventNames {
	if (!isOnEventType(check)) return ALL_EVENTS;
	const names = new Set(eventNamesOf(negated ? {kind: 'not', item: check, span: check.span} : check));
	// Asynchronous events reach every rule; a check of the type still tells them apart.
	if (!negated && eventTypeValues(check) !== undefined && check.operator !== '!=' && !eventTypeValues(check)!.includes(ASYNC))
		names.delete(ASYNC);
	return names;
}

export const intersect = (a: EventNames, b: EventNames): EventNames =>
	a === ALL_EVENTS ? b : b === ALL_EVENTS ? a : new Set([...a].filter((name) => b.has(name)));

/** The events that rules are about most, first. */
const USUAL = ['openat', 'open', 'openat2', 'execve', 'connect', 'accept', 'close', 'unlinkat', 'renameat', 'chmod', 'ptrace'];

const MOST_SHOWN = 4;

/** `open, openat and 3 more`; the usual ones first where not all are shown. */
export function eventsText(names: Iterable<string>): string {
	const all = [...names].sort();
	if (all.length <= MOST_SHOWN + 1) return all.join(', ');
	const rank = (name: string) => (USUAL.includes(name) ? USUAL.indexOf(name) : USUAL.length);
	const shown = all.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_SHOWN);
	return `${shown.join(', ')} and ${all.length - MOST_SHOWN} more`;
}
