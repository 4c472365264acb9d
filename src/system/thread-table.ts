import {isInPidNamespace, isMainThread, isUnknown, type Thread, ThreadGroup} from './thread.ts';

const INIT_PID = 1;

/** All threads by number, their processes and their families. */
export class ThreadTable {
	readonly threads = new Map<number, Thread>();
	readonly groups = new Map<number, ThreadGroup>();
	maxThreads: number;
	added = 0;
	removed = 0;
	/** Threads that were not noted because the table was full. */
	dropped = 0;
	#last: Thread | undefined;

	constructor(maxThreads: number) {
		this.maxThreads = maxThreads;
	}

	clear(): void {
		this.threads.clear();
		this.groups.clear();
		this.#last = undefined;
	}

	find(tid: number): Thread | undefined {
		if (this.#last?.tid === tid) return this.#last;
		const thread = this.threads.get(tid);
		if (thread !== undefined) this.#last = thread;
		return thread;
	}

	/** Notes a new thread; false when the table is full. */
	add(thread: Thread): boolean {
		if (this.threads.size >= this.maxThreads && !this.threads.has(thread.tid)) {
			this.dropped++;
			return false;
		}
		this.put(thread);
		this.relate(thread);
		return true;
	}

	/** Notes a thread without asking for its family yet: at load, parents may come after their children. */
	put(thread: Thread): void {
		this.threads.set(thread.tid, thread);
		this.#last = undefined;
		this.added++;
	}

	/** Puts a thread into its process and under its parent. */
	relate(thread: Thread): void {
		if (isUnknown(thread) || thread.group !== undefined) return;
		this.#join(thread);
		if (thread.pid === INIT_PID) return;
		const parent = this.find(thread.ptid);
		if (parent === undefined || isUnknown(parent)) thread.ptid = 0;
		else adopt(parent, thread);
	}

	#join(thread: Thread): void {
		let group = this.groups.get(thread.pid);
		if (group === undefined) {
			group = new ThreadGroup(thread.pid, thread.pid === INIT_PID || thread.vpid === INIT_PID);
			this.groups.set(thread.pid, group);
		}
		group.alive++;
		if (isMainThread(thread)) group.threads.unshift(thread);
		else group.threads.push(thread);
		thread.group = group;
		refresh(group);
	}

	/** Takes a thread away, as after procexit; its children go to whoever reaps them. */
	remove(tid: number): void {
		const thread = this.threads.get(tid);
		if (thread === undefined) return;
		const {group} = thread;
		this.removed++;
		if (group === undefined || isUnknown(thread)) {
			this.find(thread.ptid)?.children?.delete(thread);
			this.#erase(thread);
			return;
		}
		markDead(thread);
		if (thread.children !== undefined && thread.children.size > 0) this.#reparent(thread, group);
		const isLast = group.alive <= 0;
		if (isLast) {
			const main = this.threads.get(group.pid);
			this.groups.delete(group.pid);
			if (main !== undefined && main.group === group) this.#leave(main, group);
		}
		if (isLast || !isMainThread(thread)) this.#leave(thread, group);
	}

	#leave(thread: Thread, group: ThreadGroup): void {
		const at = group.threads.indexOf(thread);
		if (at >= 0) group.threads.splice(at, 1);
		this.find(thread.ptid)?.children?.delete(thread);
		refresh(group);
		this.#erase(thread);
	}

	#erase(thread: Thread): void {
		if (this.threads.get(thread.tid) === thread) this.threads.delete(thread.tid);
		this.#last = undefined;
	}

	#reparent(thread: Thread, group: ThreadGroup): void {
		const named = thread.reaperTid > 0 ? this.threads.get(thread.reaperTid) : undefined;
		const reaper = named !== undefined && !isUnknown(named) && named !== thread ? named : this.#findReaper(thread, group);
		if (reaper !== undefined) {
			thread.reaperTid = reaper.tid;
			if (reaper.pid !== thread.pid && reaper.group !== undefined) reaper.group.reaper = true;
		}
		for (const child of thread.children ?? []) {
			if (reaper === undefined || child === reaper) child.ptid = 0;
			else adopt(reaper, child);
		}
		thread.children = undefined;
	}

	/** Whom the kernel would choose: another thread of the process, a subreaper among the ancestors, or the namespace's init. */
	#findReaper(thread: Thread, group: ThreadGroup): Thread | undefined {
		const sibling = group.threads.find((other) => other !== thread && !other.dead);
		if (sibling !== undefined) return sibling;
		const seen = new Set([thread.tid]);
		for (let parent = this.find(thread.ptid); parent !== undefined && !seen.has(parent.tid); parent = this.find(parent.ptid)) {
			seen.add(parent.tid);
			if (isInPidNamespace(parent) !== isInPidNamespace(thread)) return undefined;
			if (parent.group?.reaper) {
				const alive = parent.group.threads.find((other) => !other.dead);
				if (alive !== undefined) return alive;
			}
		}
		return undefined;
	}
}

/** Counts a thread out of its process; its entry stays until it is removed. */
export function markDead(thread: Thread): void {
	if (thread.dead) return;
	thread.dead = true;
	if (thread.group === undefined) return;
	thread.group.alive--;
	countThreads(thread.group);
}

/** Brings the main thread back that execve of another thread has become. */
export function resurrect(thread: Thread): void {
	thread.dead = false;
	if (thread.group === undefined) return;
	thread.group.alive++;
	countThreads(thread.group);
}

function adopt(parent: Thread, child: Thread): void {
	parent.children ??= new Set();
	parent.children.add(child);
	child.ptid = parent.tid;
}

/** Tells the threads of a process who their main thread is. */
function refresh(group: ThreadGroup): void {
	const first = group.threads[0];
	const leader = first !== undefined && isMainThread(first) ? first : undefined;
	for (const thread of group.threads) {
		thread.leader = leader;
		if (leader !== undefined && thread.fds !== leader.fds) thread.fds = leader.fds;
	}
	countThreads(group);
}

function countThreads(group: ThreadGroup): void {
	const first = group.threads[0];
	if (first === undefined) return;
	first.threadCount = group.alive;
	first.childCount = isMainThread(first) && !first.dead ? group.alive - 1 : group.alive;
}
