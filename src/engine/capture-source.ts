import path from 'node:path';
import {type Capture, openCapture} from '../capture/reader.ts';
import {captureName} from '../capture/standard-streams.ts';
import {readTimeSpan} from '../capture/time-span.ts';
import {runCapture} from './capture-loop.ts';
import type {FileBytes, ReplayState} from './engine-tick.ts';
import type {SourceInfo} from './protocol.ts';
import {ReplayControl} from './replay-control.ts';
import type {EngineSource, SourceLoop} from './source.ts';

export interface CaptureSourceOptions {
	readonly file: string;
	/** Times the recorded pace; 0 = as fast as possible. */
	readonly speed: number;
	/** Begin anew at the end. */
	readonly loop: boolean;
	readonly hostname: string;
	/** Ends a wait for a pipe's bytes: the capture is over then. */
	readonly signal?: AbortSignal;
}

/** Reading a larger file twice would cost more than its length is worth. */
const MOST_SPAN_BYTES = 64 << 20;

const NS_PER_MS = 1_000_000n;
const toNs = (ms: number | undefined): bigint | undefined => (ms === undefined ? undefined : BigInt(Math.floor(ms)) * NS_PER_MS);

/** A capture file as a source. Opening throws a CaptureError for a file that cannot be used. */
export class CaptureSource implements EngineSource {
	readonly info: SourceInfo;
	readonly #options: CaptureSourceOptions;
	readonly #replay: ReplayControl;
	#capture: Capture;
	#isClosed = false;

	static async open(options: CaptureSourceOptions): Promise<CaptureSource> {
		return new CaptureSource(options, await openCapture(options.file, options.signal));
	}

	private constructor(options: CaptureSourceOptions, capture: Capture) {
		this.#options = options;
		this.#capture = capture;
		this.#replay = new ReplayControl(options.speed);
		this.info = {kind: 'capture', label: `replay ${path.basename(captureName(options.file))}`, hostname: options.hostname};
	}

	async run(loop: SourceLoop): Promise<void> {
		if (loop.onEnd !== undefined) void this.#findSpan();
		const replay = this.#replay;
		while (!loop.control.stopped) {
			await runCapture({...loop, capture: this.#capture, replay});
			if (loop.control.stopped) return;
			if (!replay.mustRestart && !(await this.#goesOn(loop))) return;
			await this.#reopen(loop);
		}
	}

	/** At the end: whether the file is read once more. Where somebody may want to seek, it waits for that. */
	async #goesOn({control, engine, onEnd}: SourceLoop): Promise<boolean> {
		const replay = this.#replay;
		replay.endMs = Number(engine.lastTsNs / NS_PER_MS);
		if (this.#options.loop) return this.#capture.counters.events > 0 && this.#capture.fileSizeBytes > 0;
		if (onEnd === undefined) return false;
		replay.arrive();
		await onEnd();
		while (!control.stopped && !replay.mustRestart) {
			await control.change();
			if (!replay.mustRestart) replay.arrive();
		}
		return !control.stopped;
	}

	/** A person who went back sees everything from there anew; a loop goes on counting. */
	async #reopen({onRestart}: SourceLoop): Promise<void> {
		await this.#capture.close();
		this.#capture = await openCapture(this.#options.file, this.#options.signal);
		if (!this.#replay.mustRestart) return;
		this.#replay.mustRestart = false;
		onRestart?.();
	}

	/** Learns how long the recording is while it is replayed already. */
	async #findSpan(): Promise<void> {
		const {fileSizeBytes} = this.#capture;
		if (fileSizeBytes === 0 || fileSizeBytes > MOST_SPAN_BYTES) return;
		// Faults of the file are told by the replay itself.
		const span = await readTimeSpan(this.#options.file, () => this.#isClosed).catch(() => undefined);
		if (span === undefined) return;
		this.#replay.startMs = span.startMs;
		this.#replay.endMs = span.endMs;
	}

	setSpeed(speed: number): void {
		this.#replay.setSpeed(speed);
	}

	seek(targetMs: number, positionMs: number): void {
		if (targetMs < positionMs && this.#isOnce) return;
		this.#replay.seek(targetMs, positionMs);
	}

	/** A pipe cannot be read again. */
	get #isOnce(): boolean {
		return this.#capture.fileSizeBytes === 0;
	}

	replay(): ReplayState {
		const {speed, isSeeking, startMs, endMs} = this.#replay;
		return {speed, isSeeking, isOnce: this.#isOnce, startNs: toNs(startMs), endNs: toNs(endMs)};
	}

	select(): void {}

	drops(): Readonly<Record<string, number>> {
		const {brokenEvents, unknownEvents} = this.#capture.counters;
		return {broken_events: brokenEvents, unknown_events: unknownEvents};
	}

	ring(): {usedBytes: number; sizeBytes: number} {
		return {usedBytes: 0, sizeBytes: 0};
	}

	progress(): number {
		const {fileBytesRead, fileSizeBytes} = this.#capture;
		return fileSizeBytes > 0 ? Math.min(1, fileBytesRead / fileSizeBytes) : 0;
	}

	fileBytes(): FileBytes | undefined {
		const {fileBytesRead, fileSizeBytes} = this.#capture;
		return fileSizeBytes > 0 ? {read: Math.min(fileBytesRead, fileSizeBytes), size: fileSizeBytes} : undefined;
	}

	countContainers(): void {}

	problem(): string | undefined {
		const {problem, path: file} = this.#capture;
		return problem && `${captureName(file)}: at byte ${problem.offset}: ${problem.message}`;
	}

	wake(): void {}

	async close(): Promise<void> {
		this.#isClosed = true;
		await this.#capture.close();
	}
}
