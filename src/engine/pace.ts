import type {EventCursor} from '../events/cursor.ts';

/** When events of a recording are due, at `speed` times their own pace. */
export class Pace {
	readonly #speed: number;
	#firstMs: number | undefined;
	#startedAtMs = 0;

	constructor(speed: number) {
		this.#speed = speed;
	}

	/** Milliseconds until the event is due; not positive when it is. */
	waitMs(cursor: EventCursor, nowMs: number): number {
		const eventMs = cursor.tsSeconds * 1000 + cursor.tsNanos / 1e6;
		if (this.#firstMs === undefined) {
			this.#firstMs = eventMs;
			this.#startedAtMs = nowMs;
		}
		return this.#startedAtMs + (eventMs - this.#firstMs) / this.#speed - nowMs;
	}

	/** The recording is at this time now: what follows is due as much later as it was recorded. */
	anchor(eventMs: number, nowMs: number): void {
		this.#firstMs = eventMs;
		this.#startedAtMs = nowMs;
	}

	/** The source was held for so long: what follows is due later. */
	delay(ms: number): void {
		this.#startedAtMs += ms;
	}
}
