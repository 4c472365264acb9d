import type {Alert} from '../alerts/alert.ts';

/**
 * Alerts on their way and not yet acknowledged. More stay here, where waiting costs least: the main thread takes all that
 * is on its way before it looks at keys again, at some 35 µs an alert.
 */
const WINDOW = 256;
/** Alerts in one message. */
const MOST_PER_BATCH = 128;
/** What `capacity` 0 means: nothing waits without a bound. */
const UNBOUNDED_CAPACITY = 200_000;

export interface OutboxOptions {
	/** 0: unbounded. */
	readonly capacity: number;
	readonly send: (alerts: readonly Alert[]) => void;
	/** The least time between two messages while single alerts come: each one wakes both threads, whatever it holds. */
	readonly gatherMs?: number;
}

/** Alerts that wait for the main thread. Bounded: what does not fit is counted. */
export class Outbox {
	dropped = 0;
	#waiting: Alert[] = [];
	#unacknowledged = 0;
	readonly #capacity: number;
	readonly #send: (alerts: readonly Alert[]) => void;
	readonly #gatherMs: number;
	#sentAtMs = Number.NEGATIVE_INFINITY;
	#timer: NodeJS.Timeout | undefined;

	constructor({capacity, send, gatherMs = 0}: OutboxOptions) {
		this.#capacity = capacity === 0 ? UNBOUNDED_CAPACITY : capacity;
		this.#send = send;
		this.#gatherMs = gatherMs;
	}

	push(alert: Alert): void {
		if (this.#waiting.length >= this.#capacity) this.dropped++;
		else this.#waiting.push(alert);
	}

	/** Whether a source that can wait should do so: a replay loses nothing. */
	get isFull(): boolean {
		return this.#waiting.length >= Math.min(WINDOW, this.#capacity);
	}

	get isEmpty(): boolean {
		return this.#waiting.length === 0;
	}

	/** Nobody will take what waits: it counts as dropped. */
	abandon(): void {
		this.dropped += this.#waiting.length;
		this.#waiting = [];
	}

	/** What waits belongs to a replay that begins anew: nobody wants it any more. */
	clear(): void {
		this.#waiting = [];
	}

	acknowledge(count: number): void {
		const wasShut = this.#unacknowledged >= WINDOW;
		this.#unacknowledged = Math.max(0, this.#unacknowledged - count);
		if (wasShut) this.flush();
	}

	/** At once after a silence and where there is a whole message; else with those that come in the next moment. */
	sendSoon(): void {
		const {length} = this.#waiting;
		if (length === 0) return;
		const restMs = this.#sentAtMs + this.#gatherMs - performance.now();
		if (restMs <= 0 || length >= MOST_PER_BATCH) this.flush();
		else this.#timer ??= setTimeout(() => this.flush(), restMs);
	}

	/** Sends what the window allows. */
	flush(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (this.#waiting.length > 0) this.#sentAtMs = performance.now();
		while (this.#waiting.length > 0 && this.#unacknowledged < WINDOW) {
			const batch = this.#waiting.splice(0, Math.min(MOST_PER_BATCH, WINDOW - this.#unacknowledged));
			this.#unacknowledged += batch.length;
			this.#send(batch);
		}
	}
}
