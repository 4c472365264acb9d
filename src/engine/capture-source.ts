import path from 'node:path';
import {type Capture, openCapture} from '../capture/reader.ts';
import {runCapture} from './capture-loop.ts';
import type {SourceInfo} from './protocol.ts';
import type {EngineSource, SourceLoop} from './source.ts';

export interface CaptureSourceOptions {
	readonly file: string;
	/** Times the recorded pace; 0 = as fast as possible. */
	readonly speed: number;
	/** Begin anew at the end. */
	readonly loop: boolean;
	readonly hostname: string;
}

/** A capture file as a source. Opening throws a CaptureError for a file that cannot be used. */
export class CaptureSource implements EngineSource {
	readonly info: SourceInfo;
	readonly #options: CaptureSourceOptions;
	#capture: Capture;

	static async open(options: CaptureSourceOptions): Promise<CaptureSource> {
		return new CaptureSource(options, await openCapture(options.file));
	}

	private constructor(options: CaptureSourceOptions, capture: Capture) {
		this.#options = options;
		this.#capture = capture;
		this.info = {kind: 'capture', label: `replay ${path.basename(options.file)}`, hostname: options.hostname};
	}

	async run(loop: SourceLoop): Promise<void> {
		const {speed} = this.#options;
		await runCapture({...loop, capture: this.#capture, speed});
		while (this.#options.loop && !loop.control.stopped && this.#capture.counters.events > 0) {
			await this.#capture.close();
			this.#capture = await openCapture(this.#options.file);
			await runCapture({...loop, capture: this.#capture, speed});
		}
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

	countContainers(): void {}

	problem(): string | undefined {
		const {problem, path: file} = this.#capture;
		return problem && `${file}: at byte ${problem.offset}: ${problem.message}`;
	}

	wake(): void {}

	async close(): Promise<void> {
		await this.#capture.close();
	}
}
