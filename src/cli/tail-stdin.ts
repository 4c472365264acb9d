import type {Readable} from 'node:stream';
import {LineSplitter} from './tail-lines.ts';
import type {AlertLineSource, LineSink} from './tail-source.ts';

/** Alert lines from standard input: `kubectl logs … | falconer tail -`. */
export class StreamSource implements AlertLineSource {
	readonly label: string;
	readonly #stream: Readable;

	constructor(stream: Readable, label = 'tail standard input') {
		this.#stream = stream;
		this.label = label;
	}

	start(sink: LineSink): void {
		const splitter = new LineSplitter(sink);
		this.#stream.on('data', (chunk: Uint8Array) => splitter.feed(chunk));
		this.#stream.on('end', () => {
			splitter.end();
			sink.ended();
		});
		this.#stream.on('error', (error) => sink.failed(`standard input cannot be read: ${error.message}`, ''));
	}

	setPaused(paused: boolean): void {
		if (paused) this.#stream.pause();
		else this.#stream.resume();
	}

	async close(): Promise<void> {
		this.#stream.destroy();
	}
}
