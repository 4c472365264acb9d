import {performance} from 'node:perf_hooks';
import {openCapture} from '../capture/reader.ts';
import {captureName} from '../capture/standard-streams.ts';
import {LiveDriver} from '../driver/driver.ts';
import {FREQUENT_EVENTS} from '../driver/frequent-events.ts';
import {scanMachine} from '../driver/scan.ts';
import {EventCursor} from '../events/cursor.ts';
import type {System} from '../system/system.ts';
import {type LoopControl, yieldToLoop} from './loop-control.ts';
import {changesState, type RecordFilter} from './record-filter.ts';
import type {Recording} from './recording.ts';

/** Where a recording takes its events from. `begin` puts the first state into the system, then `run` feeds the recording. */
export interface RecordSource {
	begin(system: System): void;
	run(recording: Recording, drain: () => Promise<void>, control: LoopControl): Promise<void>;
	/** Losses by reason. */
	drops(): Readonly<Record<string, number>>;
	/** 0..1 of a file that is read; undefined for sources without an end. */
	progress(): number | undefined;
	/** What went wrong that did not stop it. */
	problem(): string | undefined;
	/** Ends a wait for events early. */
	wake(): void;
	close(): Promise<void>;
}

export interface LiveRecordOptions {
	readonly ringBytes: number;
	readonly snaplen?: number;
	readonly hostRoot: string;
	readonly filter: RecordFilter | undefined;
	/** Also the calls that every program makes all the time; a filter that names some gets those anyway. */
	readonly frequent?: boolean;
}

/** A condition that can match more event types than this names none. */
const MANY_EVENT_TYPES = 100;
const SLICE_MS = 8;
const CLOCK_EVERY = 256;
const WAIT_MS = 100;
/** For events that other CPUs are just writing. */
const LAST_WAIT_MS = 5;

/** This machine. Throws a DriverFailure where that is impossible. */
export function liveRecordSource({ringBytes, snaplen, hostRoot, filter, frequent = false}: LiveRecordOptions): RecordSource {
	const driver = new LiveDriver({ringBytes, snaplen, hostRoot});
	const names = filter !== undefined && filter.eventTypes.size < MANY_EVENT_TYPES;
	const isWanted = (code: number) => (names ? filter.eventTypes.has(code) : frequent || !FREQUENT_EVENTS.has(code));
	const wanted = [...driver.events].filter((code) => isWanted(code) || changesState(code));
	driver.select({events: wanted, counting: false});
	driver.start();
	const cursor = new EventCursor();
	let skipped = {threads: 0, descriptors: 0};

	/** Takes events for a while: 'empty' when none is left for now, 'behind' when the disk is. */
	const takeSlice = (recording: Recording): 'empty' | 'behind' | 'more' => {
		const until = performance.now() + SLICE_MS;
		do {
			for (let i = 0; i < CLOCK_EVERY; i++) {
				if (recording.isFull || !driver.next(cursor)) return 'empty';
				if (!recording.take(cursor, false)) return 'behind';
			}
		} while (performance.now() < until);
		return 'more';
	};

	return {
		begin(system) {
			const scan = scanMachine({hostRoot});
			skipped = {...scan.skipped};
			system.load(scan.state);
		},
		async run(recording, drain, control) {
			for (let isLast = false; !recording.isFull; ) {
				const state = takeSlice(recording);
				if (state === 'behind') await drain();
				if (state === 'empty' && isLast) return;
				if (control.stopped && !isLast) {
					// What happened before the stop is in the ring still.
					driver.select({events: [], counting: false});
					await driver.wait(LAST_WAIT_MS);
					isLast = true;
				} else if (state === 'empty') await driver.wait(WAIT_MS);
				else await yieldToLoop();
			}
		},
		drops: () => ({...driver.statistics().drops, scan_threads: skipped.threads, scan_descriptors: skipped.descriptors}),
		progress: () => undefined,
		problem: () => undefined,
		wake: () => driver.wake(),
		close: async () => driver.close(),
	};
}

/** Another capture: to filter it, or to write it in today's format. Throws a CaptureError. */
export async function captureRecordSource(file: string): Promise<RecordSource> {
	const stop = new AbortController();
	const capture = await openCapture(file, stop.signal);
	const cursor = new EventCursor();
	return {
		begin: (system) => system.load(capture.head),
		async run(recording, drain, control) {
			let {section} = capture;
			while (!control.stopped && !recording.isFull && (await capture.fill())) {
				if (capture.section !== section) {
					section = capture.section;
					recording.beginSection(capture.head);
				}
				while (!recording.isFull && capture.next(cursor)) if (!recording.take(cursor, capture.stateOnly)) await drain();
			}
		},
		drops: () => ({broken_events: capture.counters.brokenEvents, unknown_events: capture.counters.unknownEvents}),
		progress: () => (capture.fileSizeBytes === 0 ? undefined : capture.progress),
		problem: () => capture.problem && `${captureName(file)}: at byte ${capture.problem.offset}: ${capture.problem.message}`,
		wake: () => stop.abort(),
		close: () => capture.close(),
	};
}
