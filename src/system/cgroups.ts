import type {ByteString} from '../events/byte-string.ts';
import {containerIdOfPath} from './container-id.ts';

/** The cgroups of a thread, and what follows from them. */
export interface Cgroups {
	/** NUL-separated `subsystem=path`, subsystems by their usual names. */
	readonly text: ByteString;
	/** '' on the host. */
	readonly containerId: ByteString;
}

const NAMES: ReadonlyMap<ByteString, ByteString> = new Map([
	['perf', 'perf_event'],
	['mem', 'memory'],
	['io', 'blkio'],
]);

/** As many different sets of cgroups as are remembered: about the number of containers of a big node, many times over. */
const MAX_KNOWN = 16_384;
const known = new Map<ByteString, Cgroups>();

/** What a list of `subsystem=path`, as events and captures write it, says. */
export function parseCgroups(raw: ByteString): Cgroups {
	const found = known.get(raw);
	if (found !== undefined) return found;
	if (known.size >= MAX_KNOWN) known.clear();
	const parsed = parse(raw);
	known.set(raw, parsed);
	return parsed;
}

function parse(raw: ByteString): Cgroups {
	const entries: ByteString[] = [];
	let containerId = '';
	for (const entry of raw.split('\0')) {
		if (entry === '') continue;
		const equals = entry.indexOf('=');
		if (equals < 0) break;
		const path = entry.slice(equals + 1);
		const subsystem = entry.slice(0, equals).replace('_cgroup', '');
		entries.push(`${NAMES.get(subsystem) ?? subsystem}=${path}\0`);
		if (containerId === '') containerId = containerIdOfPath(path);
	}
	return {text: entries.join(''), containerId};
}
