import {MAX_LINE_BYTES} from './tail-source.ts';

const LINE_FEED = 0x0a;

/** Who takes the lines. */
export interface SplitLines {
	line(text: string): unknown;
	tooLong(): void;
}

/** Cuts bytes into lines of UTF-8, however the bytes are split. Lines beyond the limit are skipped and counted once each. */
export class LineSplitter {
	readonly #sink: SplitLines;
	readonly #maxBytes: number;
	#parts: Uint8Array[] = [];
	#bytes = 0;
	#skipping = false;

	constructor(sink: SplitLines, maxBytes = MAX_LINE_BYTES) {
		this.#sink = sink;
		this.#maxBytes = maxBytes;
	}

	feed(chunk: Uint8Array): void {
		let from = 0;
		for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
			this.#take(chunk.subarray(from, end));
			this.#finish();
			from = end + 1;
		}
		if (from < chunk.length) this.#take(chunk.subarray(from));
	}

	/** The input is over: what stands behind the last line end is a line too. */
	end(): void {
		if (this.#bytes > 0 || this.#skipping) this.#finish();
	}

	/** A chunk's memory may be used again by who read it, so a part that waits is copied. */
	#take(part: Uint8Array): void {
		if (this.#skipping) return;
		this.#bytes += part.length;
		if (this.#bytes > this.#maxBytes) {
			this.#skipping = true;
			this.#parts = [];
		} else this.#parts.push(Uint8Array.from(part));
	}

	#finish(): void {
		if (this.#skipping) this.#sink.tooLong();
		else if (this.#bytes > 0) this.#sink.line(Buffer.concat(this.#parts).toString('utf8').replace(/\r$/, ''));
		this.#parts = [];
		this.#bytes = 0;
		this.#skipping = false;
	}
}
