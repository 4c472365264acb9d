import type {ByteString} from '../events/byte-string.ts';
import {containerIdOfPath, shownContainerId} from './container-id.ts';
import type {Thread} from './thread.ts';

/** The cgroups of a thread, and what follows from them. */
export interface Cgroups {
	/** NUL-separated `subsystem=path`, subsystems by their usual names. */
	readonly text: ByteString;
	/** As Falco shows it; '' on the host. */
	readonly containerId: ByteString;
	/** All 64 digits of it, for questions to its runtime. */
	readonly containerFullId: ByteString;
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

/** Notes the cgroups of a thread and the container they make it part of. */
export function setCgroups(thread: Thread, raw: ByteString): void {
	const cgroups = parseCgroups(raw);
	thread.cgroups = cgroups.text;
	thread.containerId = cgroups.containerId;
	thread.containerFullId = cgroups.containerFullId;
}

function parse(raw: ByteString): Cgroups {
	const entries: ByteString[] = [];
	let fullId = '';
	for (const entry of raw.split('\0')) {
		if (entry === '') continue;
		const equals = entry.indexOf('=');
		if (equals < 0) break;
		const path = entry.slice(equals + 1);
		const subsystem = entry.slice(0, equals).replace('_cgroup', '');
		entries.push(`${NAMES.get(subsystem) ?? subsystem}=${path}\0`);
		if (fullId === '') fullId = containerIdOfPath(path);
	}
	return {text: entries.join(''), containerId: shownContainerId(fullId), containerFullId: fullId};
}
