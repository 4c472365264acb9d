import type {EventContext} from '../system/context.ts';
import type {Thread} from '../system/thread.ts';
import {nanoseconds} from './exact.ts';

/** A thread's start as two doubles, so that its age costs no bigint per event. */
interface Start {
	readonly tsNs: bigint;
	readonly seconds: number;
	readonly nanos: number;
}

const starts = new WeakMap<Thread, Start>();

function startOf(thread: Thread): Start {
	const known = starts.get(thread);
	if (known !== undefined && known.tsNs === thread.cloneTsNs) return known;
	const tsNs = thread.cloneTsNs;
	const start = {tsNs, seconds: Number(tsNs / 1_000_000_000n), nanos: Number(tsNs % 1_000_000_000n)};
	starts.set(thread, start);
	return start;
}

/** Nanoseconds from the start of a thread to the event. */
export function ageOf({cursor}: EventContext, thread: Thread): number | bigint {
	const start = startOf(thread);
	return nanoseconds(cursor.tsSeconds - start.seconds, cursor.tsNanos - start.nanos);
}
