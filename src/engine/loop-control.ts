import {setImmediate as immediate} from 'node:timers/promises';

/** What requests tell a running source loop: stop, pause, room for alerts. */
export class LoopControl {
	paused = false;
	readonly #stop = new AbortController();
	#waiting: (() => void)[] = [];

	get stopped(): boolean {
		return this.#stop.signal.aborted;
	}

	/** For waits that a stop ends. */
	get signal(): AbortSignal {
		return this.#stop.signal;
	}

	/** Something a loop may wait for has changed. */
	notify(): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const resolve of waiting) resolve();
	}

	stop(): void {
		this.#stop.abort();
		this.notify();
	}

	setPaused(paused: boolean): void {
		this.paused = paused;
		this.notify();
	}

	/** Resolves at the next `notify`, or after `timeoutMs`. */
	change(timeoutMs?: number): Promise<void> {
		return new Promise((resolve) => {
			const timer = timeoutMs === undefined ? undefined : setTimeout(resolve, timeoutMs);
			this.#waiting.push(() => {
				clearTimeout(timer);
				resolve();
			});
		});
	}
}

/** Lets timers and messages run. */
export const yieldToLoop = (): Promise<void> => immediate();
