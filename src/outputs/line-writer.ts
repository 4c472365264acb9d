import type {Sink} from './sink.ts';

/** Where the writer puts bytes: calls back with the number of bytes taken. */
export type WriteBytes = (bytes: Buffer, done: (error: NodeJS.ErrnoException | null, written: number) => void) => void;

export interface LineWriterOptions {
	readonly name: string;
	readonly write: WriteBytes;
	/** Collect lines before writing. */
	readonly buffered: boolean;
	/** Bytes that may wait; further lines are dropped and counted. */
	readonly capacityBytes?: number;
	/** The receiver is gone (EPIPE) or refuses: told once for each time it happens. */
	readonly onError: (error: NodeJS.ErrnoException) => void;
	readonly reopen?: () => void;
	/** Called last; the writer is then useless. */
	readonly end?: () => void;
}

const CAPACITY_BYTES = 128 * 1024 * 1024;
/** Below this a source that waited goes on. */
const READY_BYTES = 1024 * 1024;
const BUFFER_BYTES = 64 * 1024;
const BUFFER_MS = 1000;
/** A pipe that another process made non-blocking is full: it is tried again after this. */
const RETRY_MS = 5;

/** Writes lines with one write at a time; lines that come meanwhile go together into the next. */
export class LineWriter implements Sink {
	readonly name: string;
	dropped = 0;
	pendingBytes = 0;
	#lines: string[] = [];
	/** Lines of the write under way, for the count when it fails. */
	#inFlight = 0;
	#timer: NodeJS.Timeout | undefined;
	#gone = false;
	#waiting: (() => void)[] = [];
	readonly #options: LineWriterOptions;
	readonly #capacityBytes: number;

	constructor(options: LineWriterOptions) {
		this.name = options.name;
		this.#options = options;
		this.#capacityBytes = options.capacityBytes ?? CAPACITY_BYTES;
	}

	write(line: string): void {
		// Counted in UTF-16 units: a bound on memory, not the exact size of what is written.
		const bytes = line.length + 1;
		if (this.#gone || this.pendingBytes + bytes > this.#capacityBytes) {
			this.dropped++;
			return;
		}
		this.#lines.push(line);
		this.pendingBytes += bytes;
		if (this.#inFlight > 0) return;
		if (!this.#options.buffered || this.pendingBytes >= BUFFER_BYTES) this.#flush();
		else this.#timer ??= setTimeout(() => this.#flush(), BUFFER_MS);
	}

	#flush(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (this.#lines.length === 0 || this.#inFlight > 0) return;
		const text = `${this.#lines.join('\n')}\n`;
		this.#inFlight = this.#lines.length;
		this.#lines = [];
		this.#put(Buffer.from(text, 'utf8'), text.length);
	}

	#put(bytes: Buffer, units: number): void {
		this.#options.write(bytes, (error, written) => {
			if (error?.code === 'EAGAIN') setTimeout(() => this.#put(bytes, units), RETRY_MS);
			else if (error) this.#fail(error, units);
			else if (written < bytes.length) this.#put(bytes.subarray(written), units);
			else this.#written(units);
		});
	}

	#written(units: number): void {
		this.pendingBytes -= units;
		this.#inFlight = 0;
		if (this.pendingBytes < READY_BYTES) this.#release();
		this.#flush();
	}

	#fail(error: NodeJS.ErrnoException, units: number): void {
		this.dropped += this.#inFlight;
		this.#inFlight = 0;
		this.pendingBytes -= units;
		if (error.code === 'EPIPE') {
			this.#gone = true;
			this.dropped += this.#lines.length;
			this.#lines = [];
			this.pendingBytes = 0;
		}
		this.#release();
		this.#options.onError(error);
		this.#flush();
	}

	#release(): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const resolve of waiting) resolve();
	}

	get isReady(): boolean {
		return this.pendingBytes < READY_BYTES;
	}

	get isStuck(): boolean {
		return this.#gone && this.#inFlight > 0;
	}

	ready(): Promise<void> {
		if (this.isReady) return Promise.resolve();
		return new Promise((resolve) => this.#waiting.push(resolve));
	}

	reopen(): void {
		this.#options.reopen?.();
	}

	async close(timeoutMs: number): Promise<void> {
		const {promise, cancel} = timeout(timeoutMs);
		this.#flush();
		await Promise.race([this.#empty(), promise]);
		cancel();
		this.dropped += this.#lines.length + this.#inFlight;
		this.#gone = true;
		this.#options.end?.();
	}

	async #empty(): Promise<void> {
		while (this.pendingBytes > 0 && !this.#gone) {
			await new Promise<void>((resolve) => {
				this.#waiting.push(resolve);
				// Small rests are never waited for by others: look again soon.
				setTimeout(() => this.#release(), 1);
			});
		}
	}
}

function timeout(ms: number): {promise: Promise<void>; cancel: () => void} {
	let timer: NodeJS.Timeout;
	const promise = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, ms);
	});
	return {promise, cancel: () => clearTimeout(timer)};
}
