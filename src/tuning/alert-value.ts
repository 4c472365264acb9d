import type {Alert, Ancestor} from '../alerts/alert.ts';
import type {FieldValue} from '../fields/field.ts';

export type AlertReader = (alert: Alert) => FieldValue;

const ANCESTOR_FIELD = /^proc\.a(name|exepath|cmdline)(?:\[(\d+)\])?$/;
const OWN_FIELDS: Readonly<Record<string, {readonly depth: number; readonly part: keyof Ancestor}>> = {
	'proc.name': {depth: 0, part: 'name'},
	'proc.exepath': {depth: 0, part: 'exepath'},
	'proc.cmdline': {depth: 0, part: 'cmdline'},
	'proc.pname': {depth: 1, part: 'name'},
	'proc.pexepath': {depth: 1, part: 'exepath'},
	'proc.pcmdline': {depth: 1, part: 'cmdline'},
};

/** The container id of alerts whose log does not tell it: neither a container nor the host. */
export const UNKNOWN_CONTAINER = '?';

/**
 * How an alert answers for a field: its snapshot, then the fields of its output, then what its ancestry
 * tells (`proc.aname[3]`). `undefined`: the alert does not know, or the event had no such value.
 */
export function readerOf(field: string): AlertReader {
	const derived = derivedReader(field);
	return (alert) => alert.snapshot[field] ?? alert.fields[field] ?? derived?.(alert);
}

export function alertValue(alert: Alert, field: string): FieldValue {
	return readerOf(field)(alert);
}

function derivedReader(field: string): AlertReader | undefined {
	if (field === 'container.id') return containerId;
	if (field === 'evt.num') return (alert) => (alert.evtNum === 0 ? undefined : alert.evtNum);
	if (field === 'evt.type') return (alert) => (alert.evtType === '' ? undefined : alert.evtType);
	const own = OWN_FIELDS[field];
	if (own) return (alert) => alert.ancestry[own.depth]?.[own.part];
	const ancestor = ANCESTOR_FIELD.exec(field);
	if (!ancestor) return undefined;
	const part = ancestor[1] as 'name' | 'exepath' | 'cmdline';
	if (ancestor[2] === undefined) return (alert) => ancestors(alert, part);
	const depth = Number(ancestor[2]);
	return (alert) => alert.ancestry[depth]?.[part];
}

function containerId({containerId: id}: Alert): FieldValue {
	if (id === UNKNOWN_CONTAINER) return undefined;
	return id === '' ? 'host' : id;
}

/** Without an index the field has a value for each ancestor; the process itself is not one of them. */
function ancestors(alert: Alert, part: 'name' | 'exepath' | 'cmdline'): FieldValue {
	return alert.ancestry.length > 1 ? alert.ancestry.slice(1).map((ancestor) => ancestor[part]) : undefined;
}
