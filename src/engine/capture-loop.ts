import {performance} from 'node:perf_hooks';
import type {Capture} from '../capture/reader.ts';
import {EventCursor} from '../events/cursor.ts';
import type {Engine} from './engine.ts';
import {type LoopControl, yieldToLoop} from './loop-control.ts';
import type {Outbox} from './outbox.ts';
import {Pace} from './pace.ts';
import type {ReplayControl} from './replay-control.ts';

export interface CaptureLoop {
	readonly capture: Capture;
	readonly engine: Engine;
	readonly outbox: Outbox;
	readonly control: LoopControl;
	readonly replay: ReplayControl;
}

/** Events between two looks at the clock. */
const CLOCK_EVERY = 256;
/** Messages and timers wait at most this long. */
const SLICE_MS = 8;

/** Runs a capture to its end, until it is stopped, or until it must begin anew. Alerts are never dropped: the replay waits for their reader. */
export async function runCapture(loop: CaptureLoop): Promise<void> {
	const {capture, engine, outbox} = loop;
	const run = new Run(loop);
	let section = 0;
	while (!run.isOver && (await capture.fill())) {
		if (capture.section !== section) {
			section = capture.section;
			engine.system.load(capture.head);
		}
		while (await run.some());
		outbox.flush();
	}
}

const timeMs = (cursor: EventCursor): number => cursor.tsSeconds * 1000 + cursor.tsNanos / 1e6;

class Run {
	readonly #loop: CaptureLoop;
	#cursor = new EventCursor();
	/** The other of the two: while an event waits for its turn, the engine's last one stays as it was. */
	#spare = new EventCursor();
	#pace: Pace | undefined;
	#paceVersion = -1;

	constructor(loop: CaptureLoop) {
		this.#loop = loop;
	}

	get isOver(): boolean {
		const {control, replay} = this.#loop;
		return control.stopped || replay.mustRestart;
	}

	/** A pause holds the replay, but not a seek; alerts that nobody takes hold both. */
	get #isHeld(): boolean {
		const {control, replay, outbox} = this.#loop;
		return (control.paused && !replay.isSeeking) || outbox.isFull;
	}

	/** Processes events for a while; false when none is at hand, or when the run is over. */
	async some(): Promise<boolean> {
		const {control, outbox, replay} = this.#loop;
		while (!this.isOver && this.#isHeld) {
			outbox.flush();
			if (this.#isHeld) await control.change();
			this.#paceVersion = -1;
		}
		if (this.isOver) return false;
		const hasMore = replay.isFast ? this.#fastSlice() : await this.#pacedSlice();
		outbox.sendSoon();
		await yieldToLoop();
		return hasMore && !this.isOver;
	}

	#process(): void {
		const {capture, engine} = this.#loop;
		if (capture.stateOnly) engine.applyOnly(this.#cursor);
		else engine.process(this.#cursor);
	}

	#fastSlice(): boolean {
		const {capture, outbox, replay} = this.#loop;
		const until = performance.now() + SLICE_MS;
		const {targetMs} = replay;
		do {
			for (let i = 0; i < CLOCK_EVERY; i++) {
				if (!capture.next(this.#cursor)) return false;
				this.#process();
				if (targetMs !== undefined && timeMs(this.#cursor) >= targetMs) {
					replay.arrive();
					return true;
				}
				if (outbox.isFull) return true;
			}
		} while (performance.now() < until);
		return true;
	}

	async #pacedSlice(): Promise<boolean> {
		const {capture, replay} = this.#loop;
		for (let i = 0; i < CLOCK_EVERY; i++) {
			[this.#cursor, this.#spare] = [this.#spare, this.#cursor];
			if (!capture.next(this.#cursor)) return false;
			await this.#waitForTurn();
			if (this.isOver) return false;
			this.#process();
			if (replay.isFast || this.#isHeld) return true;
		}
		return true;
	}

	/** From the last event on, so that a pause behind it stays a pause; the first event is due at once. */
	#newPace(): Pace {
		const {engine, replay} = this.#loop;
		const pace = new Pace(replay.speed);
		const lastMs = Number(engine.lastTsNs) / 1e6;
		// A recording that loops begins before its end.
		if (lastMs > 0 && lastMs <= timeMs(this.#cursor)) pace.anchor(lastMs, performance.now());
		return pace;
	}

	/** Returns when the event is due and nothing holds the replay. */
	async #waitForTurn(): Promise<void> {
		const {outbox, control, replay} = this.#loop;
		while (!this.isOver) {
			if (this.#isHeld) {
				const heldAt = performance.now();
				outbox.flush();
				if (this.#isHeld) await control.change();
				this.#pace?.delay(performance.now() - heldAt);
				continue;
			}
			if (replay.isFast) return;
			if (this.#pace === undefined || this.#paceVersion !== replay.version) {
				this.#pace = this.#newPace();
				this.#paceVersion = replay.version;
			}
			const waitMs = this.#pace.waitMs(this.#cursor, performance.now());
			if (waitMs <= 1) return;
			outbox.sendSoon();
			await control.change(waitMs);
		}
	}
}
