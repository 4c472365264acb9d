import {performance} from 'node:perf_hooks';
import type {Capture} from '../capture/reader.ts';
import {EventCursor} from '../events/cursor.ts';
import type {Engine} from './engine.ts';
import {type LoopControl, yieldToLoop} from './loop-control.ts';
import type {Outbox} from './outbox.ts';
import {Pace} from './pace.ts';

export interface CaptureLoop {
	readonly capture: Capture;
	readonly engine: Engine;
	readonly outbox: Outbox;
	readonly control: LoopControl;
	/** Times the recorded pace; 0 = as fast as possible. */
	readonly speed: number;
}

/** Events between two looks at the clock. */
const CLOCK_EVERY = 256;
/** Messages and timers wait at most this long. */
const SLICE_MS = 8;

/** Runs a capture to its end or until it is stopped. Alerts are never dropped: the replay waits for their reader. */
export async function runCapture(loop: CaptureLoop): Promise<void> {
	const {capture, engine, outbox, control} = loop;
	const cursor = new EventCursor();
	const pace = loop.speed > 0 ? new Pace(loop.speed) : undefined;
	let section = 0;
	while (!control.stopped && (await capture.fill())) {
		if (capture.section !== section) {
			section = capture.section;
			engine.system.load(capture.head);
		}
		if (pace === undefined) await runChunk(loop, cursor);
		else await runPaced(loop, cursor, pace);
		outbox.flush();
	}
}

async function runChunk({capture, engine, outbox, control}: CaptureLoop, cursor: EventCursor): Promise<void> {
	while (!control.stopped) {
		if (!runSlice(capture, engine, outbox, cursor)) return;
		outbox.flush();
		await yieldToLoop();
		while (!control.stopped && (control.paused || outbox.isFull)) await control.change();
	}
}

/** Processes events for a while; false when none is at hand. */
function runSlice(capture: Capture, engine: Engine, outbox: Outbox, cursor: EventCursor): boolean {
	const until = performance.now() + SLICE_MS;
	do {
		for (let i = 0; i < CLOCK_EVERY; i++) {
			if (!capture.next(cursor)) return false;
			if (capture.stateOnly) engine.applyOnly(cursor);
			else engine.process(cursor);
			if (outbox.isFull) return true;
		}
	} while (performance.now() < until);
	return true;
}

async function runPaced({capture, engine, outbox, control}: CaptureLoop, cursor: EventCursor, pace: Pace): Promise<void> {
	let sinceYield = 0;
	while (!control.stopped && capture.next(cursor)) {
		await waitForTurn(pace, cursor, outbox, control);
		if (control.stopped) return;
		if (capture.stateOnly) engine.applyOnly(cursor);
		else engine.process(cursor);
		if (++sinceYield >= CLOCK_EVERY) {
			sinceYield = 0;
			outbox.flush();
			await yieldToLoop();
		}
	}
}

/** Returns when the event is due and nothing holds the replay. */
async function waitForTurn(pace: Pace, cursor: EventCursor, outbox: Outbox, control: LoopControl): Promise<void> {
	for (;;) {
		if (control.stopped) return;
		if (control.paused || outbox.isFull) {
			const heldAt = performance.now();
			outbox.flush();
			await control.change();
			pace.delay(performance.now() - heldAt);
			continue;
		}
		const waitMs = pace.waitMs(cursor, performance.now());
		if (waitMs <= 1) return;
		outbox.flush();
		await control.change(waitMs);
	}
}
