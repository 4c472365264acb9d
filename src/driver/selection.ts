import {syscallNumber} from '../events/syscall-name.ts';
import {type Addon, CLASS_SHIFT, WANT_COUNT, WANT_EVENT, WANT_SUCCESS} from './addon.ts';
import {syscallNumbers} from './syscall-numbers.ts';

export const PROCEXIT = 186;
/** The event of all system calls that have none of their own. */
export const GENERIC = 1;
const OTHER = 3;

export interface Selection {
	/** Codes of the wanted events; codes that the driver does not make are passed over. */
	readonly events: Iterable<number>;
	/** Count executions, file and network calls per cgroup, wanted as events or not. */
	readonly counting: boolean;
	/** Which system calls are meant where `events` has the generic event; all without an event of their own when left out. */
	readonly genericSyscalls?: Iterable<string>;
	/** Those of `events` of which only calls that succeeded are wanted. */
	readonly successOnly?: ReadonlySet<number>;
}

/** What the kernel side is told of a selection, each array by the number of the system call. */
export interface SelectionBits {
	/** Whether anyone wants this system call. */
	readonly bits: Uint8Array;
	readonly procexit: number;
	/** What stands for it in generic events, on all architectures the same. */
	readonly genericIds: Uint16Array;
}

/** The kernel side's answer to "does anyone want this system call". */
export function selectionBits(addon: Pick<Addon, 'fillers' | 'syscalls'>, selection: Selection): SelectionBits {
	const wanted = new Set(selection.events);
	const bits = new Uint8Array(addon.syscalls);
	const genericIds = new Uint16Array(addon.syscalls);
	if (wanted.has(GENERIC)) selectGeneric(bits, genericIds, selection.genericSyscalls);
	for (const {number, event, eventClass} of addon.fillers) {
		const isWanted = wanted.has(event);
		// What is neither of these is counted only where it costs an event anyway.
		const success = isWanted && selection.successOnly?.has(event) ? WANT_SUCCESS : 0;
		const isCounted = selection.counting && (eventClass !== OTHER || isWanted);
		bits[number] =
			success | (isWanted ? WANT_EVENT : 0) | (isCounted ? WANT_COUNT : 0) | (isWanted || isCounted ? eventClass << CLASS_SHIFT : 0);
	}
	return {bits, genericIds, procexit: wanted.has(PROCEXIT) ? WANT_EVENT : 0};
}

/** Marks calls by name; those with an event of their own are set right by the caller. */
function selectGeneric(bits: Uint8Array, genericIds: Uint16Array, names: Iterable<string> | undefined): void {
	const numbers = syscallNumbers();
	if (numbers === undefined) return;
	for (const name of names ?? numbers.keys()) {
		const number = numbers.get(name);
		const id = syscallNumber(name);
		if (number === undefined || number >= bits.length || id < 0) continue;
		bits[number] = WANT_EVENT | (OTHER << CLASS_SHIFT);
		genericIds[number] = id;
	}
}
