/** For events that come alone: an alert is out in a few milliseconds. */
const SHORT_MS = 1;
/** In a stream of events, where most are followed by more. */
const LONG_MS = 5;
/** Waits that begin within so long of one another belong to a stream… */
const PAUSE_MS = 25;
/** …when so many did in a row: a program that starts is no stream yet. */
const STREAM_WAITS = 8;

/**
 * How long a reader that an event has woken waits for more of them. To be woken costs the same for one event as for a hundred,
 * and more than any of them: 1,000 opens a second took 7 % of a core with 1 ms, and take 4 % with 5 ms.
 */
export class Linger {
	#atMs = Number.NEGATIVE_INFINITY;
	#waits = 0;

	/** For the wait that begins now. */
	next(nowMs: number): number {
		this.#waits = nowMs - this.#atMs < PAUSE_MS ? this.#waits + 1 : 0;
		this.#atMs = nowMs;
		return this.#waits < STREAM_WAITS ? SHORT_MS : LONG_MS;
	}
}
