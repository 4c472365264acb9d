import type {Thread} from '../system/thread.ts';

/**
 * What this program itself does, as seen by its own rules: it saves rules below /etc, keeps state below /root, loads eBPF
 * programs. No news for who looks at it, and counted. Told by number and start of the process, which nobody else can have
 * while this one lives; never by a name or a path.
 */
export class OwnAlerts {
	leftOut = 0;
	readonly #pid: number;
	readonly #startedAtNs: bigint;

	/** `startedAtNs` as the system model has it (`cloneTsNs`). */
	constructor(pid: number, startedAtNs: bigint) {
		this.#pid = pid;
		this.#startedAtNs = startedAtNs;
	}

	/** Whether the alert of an event of this thread is left out; counts it. */
	takes(thread: Thread | undefined): boolean {
		if (thread === undefined || thread.pid !== this.#pid || thread.leader?.cloneTsNs !== this.#startedAtNs) return false;
		this.leftOut++;
		return true;
	}
}
