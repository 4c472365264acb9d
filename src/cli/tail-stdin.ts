import type {Readable} from 'node:stream';
import {LineSplitter} from './tail-lines.ts';
import type {AlertLineSource, LineSink} from './tail-source.ts';

/** Alert lines from a stream that is read once: `kubectl logs … | falconer tail -`. */
export class StreamSource implements AlertLineSource {
	readonly label: string;
	readonly #name: string;
	readonly #stream: Readable;

	constructor(stream: Readable, name = 'standard input') {
		this.#stream = stream;
		this.#name = name;
		this.label = `tail ${name}`;
	}

	start(sink: LineSink): void {
		const splitter = new LineSplitter(sink);
		this.#stream.on('data', (chunk: Uint8Array) => splitter.feed(chunk));
		this.#stream.on('end', () => {
			splitter.end();
			sink.ended();
		});
		this.#stream.on('error', (error) => sink.failed(`${this.#name} cannot be read: ${error.message}`, 'what came before it is shown'));
	}

	setPaused(paused: boolean): void {
		if (paused) this.#stream.pause();
		else this.#stream.resume();
	}

	async close(): Promise<void> {
		this.#stream.destroy();
	}
}
