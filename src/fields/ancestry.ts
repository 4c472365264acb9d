import type {EventContext} from '../system/context.ts';
import type {System} from '../system/system.ts';
import type {Thread} from '../system/thread.ts';
import type {Extractor, Scalar} from './field.ts';

/** More generations than any machine has: a loop in a damaged table ends here. */
const MOST = 1000;

/** The main thread of the event's process; undefined when nobody knows it. */
export function mainThread({thread}: EventContext): Thread | undefined {
	return thread?.leader;
}

/** The ancestor `generations` above a process: 0 is itself, 1 its parent. */
export function ancestor(event: EventContext, generations: number): Thread | undefined {
	let thread = mainThread(event);
	for (let i = 0; i < generations && thread !== undefined; i++) thread = event.system.parentOf(thread);
	return thread;
}

/** The parent of the event's process. */
export function parent({thread, system}: EventContext): Thread | undefined {
	return thread && system.parentOf(thread);
}

/** The first thread for which `visit` says true, from the parent up. */
export function findAncestor(system: System, from: Thread, visit: (thread: Thread) => boolean): Thread | undefined {
	let thread = system.parentOf(from);
	for (let i = 0; i < MOST && thread !== undefined && thread !== from; i++) {
		if (visit(thread)) return thread;
		thread = system.parentOf(thread);
	}
	return undefined;
}

/**
 * A value of each ancestor, the process itself left out; no value for a process without known ancestors. The array is only made anew when a value differs from the last time:
 * conditions over ancestors allocate nothing while one process makes events, and what was handed out never changes.
 */
export function ancestorValues(pick: (thread: Thread) => Scalar): Extractor {
	let last: Scalar[] = [];
	return (event) => {
		const self = mainThread(event);
		if (self === undefined) return undefined;
		let made: Scalar[] | undefined;
		let count = 0;
		for (let thread = event.system.parentOf(self); thread !== undefined && thread !== self && count < MOST; count++) {
			const value = pick(thread);
			if (made !== undefined) made.push(value);
			else if (count >= last.length || last[count] !== value) made = [...last.slice(0, count), value];
			thread = event.system.parentOf(thread);
		}
		if (made === undefined && count < last.length) made = last.slice(0, count);
		if (made !== undefined) last = made;
		return last.length === 0 ? undefined : last;
	};
}
