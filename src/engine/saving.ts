import type {CaptureWriter} from '../capture/writer.ts';
import type {EventCursor} from '../events/cursor.ts';
import {changesState} from './record-filter.ts';

export interface SavedEvents {
	/** Events that readers will show. */
	readonly events: number;
	/** Events before the span that only make the state right. */
	readonly stateOnly: number;
	/** Events that a disk was too slow for. */
	readonly lost: number;
	readonly fileBytes: number;
	readonly fromMs: number;
	readonly toMs: number;
}

/** A disk that is so far behind is waited for no longer. */
const MOST_WAITING_BYTES = 64 << 20;

const timeMs = (cursor: EventCursor): number => cursor.tsSeconds * 1000 + cursor.tsNanos / 1e6;

/** A span of events on its way to a capture: first what is kept of it, then what comes, up to its end. */
export class Saving {
	/** Resolves when the file is whole; rejects with what the file system says. */
	readonly done: Promise<SavedEvents>;
	isOver = false;
	readonly #writer: CaptureWriter;
	readonly #fromMs: number;
	readonly #untilMs: number;
	#events = 0;
	#stateOnly = 0;
	#lost = 0;
	#toMs: number;
	#settle: () => void = () => {};

	/** Both times in milliseconds since the epoch, by the events' own clock. */
	constructor(writer: CaptureWriter, fromMs: number, untilMs: number) {
		this.#writer = writer;
		this.#fromMs = fromMs;
		this.#untilMs = untilMs;
		this.#toMs = fromMs;
		this.done = new Promise<void>((resolve) => {
			this.#settle = resolve;
		}).then(() => this.#close());
		// Whoever asked hears of it; until then it is nobody's.
		this.done.catch(() => {});
	}

	/** Takes an event of the ring: all of them are at hand, whatever the disk does. */
	takeKept(cursor: EventCursor, stateOnly: boolean): void {
		const ms = timeMs(cursor);
		if (ms > this.#untilMs) return;
		if (ms >= this.#fromMs && !stateOnly) this.#show(cursor, ms);
		else if (changesState(cursor.type)) this.#hide(cursor);
	}

	/** Takes an event that has just come; the first one behind the span ends it. */
	take(cursor: EventCursor, stateOnly: boolean): void {
		const ms = timeMs(cursor);
		if (ms > this.#untilMs) this.finish();
		else if (this.#writer.waitingBytes > MOST_WAITING_BYTES) this.#lost++;
		else {
			try {
				if (!stateOnly) this.#show(cursor, ms);
				else if (changesState(cursor.type)) this.#hide(cursor);
			} catch {
				// Closing the file tells why.
				this.finish();
			}
		}
	}

	#show(cursor: EventCursor, ms: number): void {
		this.#writer.write(cursor);
		this.#events++;
		this.#toMs = Math.max(this.#toMs, ms);
	}

	#hide(cursor: EventCursor): void {
		this.#writer.write(cursor, true);
		this.#stateOnly++;
	}

	/** Nothing more comes, or nobody waits for it. */
	finish(): void {
		this.isOver = true;
		this.#settle();
	}

	async #close(): Promise<SavedEvents> {
		await this.#writer.close();
		return {
			events: this.#events,
			stateOnly: this.#stateOnly,
			lost: this.#lost,
			fileBytes: this.#writer.fileBytes,
			fromMs: this.#fromMs,
			toMs: this.#toMs,
		};
	}
}
