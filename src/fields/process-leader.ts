import type {EventContext} from '../system/context.ts';
import {isInPidNamespace, type Thread} from '../system/thread.ts';
import {findAncestor} from './ancestry.ts';

/** Which id a session or a process group goes by. */
export type GroupId = 'sid' | 'vpgid' | 'pgid';

/**
 * The leader of the thread's session or process group: the process whose pid is the id. Session and virtual group ids count in
 * the pid namespace: inside one, and where the leader is gone, the oldest in an unbroken line of ancestors with the same id.
 */
export function groupLeader({thread, system}: EventContext, id: GroupId): Thread | undefined {
	if (thread === undefined || thread[id] === -1) return undefined;
	if (id === 'pgid' || !isInPidNamespace(thread)) {
		const leader = system.threads.get(thread[id]);
		if (leader !== undefined) return leader;
	}
	let oldest: Thread | undefined;
	findAncestor(system, thread.leader ?? thread, (above) => {
		if (above[id] !== thread[id]) return true;
		oldest = above;
		return false;
	});
	return oldest;
}
