import {type Addon, CLASS_SHIFT, WANT_COUNT, WANT_EVENT} from './addon.ts';

export const PROCEXIT = 186;
const OTHER = 3;

export interface Selection {
	/** Codes of the wanted events; codes that the driver does not make are passed over. */
	readonly events: Iterable<number>;
	/** Count executions, file and network calls per cgroup, wanted as events or not. */
	readonly counting: boolean;
}

/** The kernel side's answer to "does anyone want this system call": a byte for each number, and one for procexit. */
export function selectionBits(
	addon: Pick<Addon, 'fillers' | 'syscalls'>,
	{events, counting}: Selection,
): {bits: Uint8Array; procexit: number} {
	const wanted = new Set(events);
	const bits = new Uint8Array(addon.syscalls);
	for (const {number, event, eventClass} of addon.fillers) {
		const isWanted = wanted.has(event);
		// What is neither of these is counted only where it costs an event anyway.
		const isCounted = counting && (eventClass !== OTHER || isWanted);
		bits[number] = (isWanted ? WANT_EVENT : 0) | (isCounted ? WANT_COUNT : 0) | (isWanted || isCounted ? eventClass << CLASS_SHIFT : 0);
	}
	const procexit = wanted.has(PROCEXIT) ? WANT_EVENT : 0;
	return {bits, procexit};
}
