import {MAX_BLOCK_BYTES} from './block-types.ts';
import type {ByteSource} from './byte-source.ts';
import type {CaptureProblem} from './problem.ts';

const LENGTH_BYTES = 4;
const BLOCK_HEAD_BYTES = 8;
const BLOCK_OVERHEAD_BYTES = 12;
const BUFFER_BYTES = 1024 * 1024;
/** Bytes behind the data, so that a decoder that trusts a wrong length stays inside the buffer. */
const SLACK_BYTES = 64;

const viewOf = ({buffer, byteOffset, byteLength}: Buffer): DataView => new DataView(buffer, byteOffset, byteLength);

/**
 * Cuts a capture's bytes into blocks: type u32, length u32, body, the same length again.
 * One buffer is used over and over; it grows only for a block that is longer, and only as its bytes really arrive.
 */
export class BlockStream {
	/** The first fault of the framing; nothing is read behind it. */
	problem: CaptureProblem | undefined;
	bytes = Buffer.alloc(BUFFER_BYTES + SLACK_BYTES);
	/** Numbers in `bytes`: a third of the time that Buffer's own readers take. */
	view = viewOf(this.bytes);
	/** The block that `peek` found. */
	code = 0;
	bodyStart = 0;
	bodyEnd = 0;
	readonly #source: ByteSource;
	readonly #signal: AbortSignal | undefined;
	#start = 0;
	#end = 0;
	/** Where the first byte of the buffer lies in the uncompressed file. */
	#base = 0;
	#sourceEnded = false;

	/** `signal`: ends the source early, which is no fault of the file. */
	constructor(source: ByteSource, signal?: AbortSignal) {
		this.#signal = signal;
		this.#source = source;
	}

	/** Whether no further block can come. */
	get ended(): boolean {
		return this.problem !== undefined || (this.#sourceEnded && this.#start === this.#end);
	}

	/** The offset in the uncompressed file of a place in the buffer. */
	offsetOf(place: number): number {
		return this.#base + place;
	}

	/** Looks at the next block: false when its bytes are not all at hand yet, or when there is none. */
	peek(): boolean {
		const {view} = this;
		const start = this.#start;
		const left = this.#end - start;
		if (left < BLOCK_HEAD_BYTES || this.problem !== undefined) return false;
		const length = view.getUint32(start + LENGTH_BYTES, true);
		if (length < BLOCK_OVERHEAD_BYTES || length > MAX_BLOCK_BYTES)
			return this.#fail('bad-block', `a block says that it has ${length} bytes`);
		if (left < length) return false;
		const end = start + length - LENGTH_BYTES;
		if (view.getUint32(end, true) !== length) return this.#fail('bad-block', 'the lengths at the two ends of a block differ');
		this.code = view.getUint32(start, true);
		this.bodyStart = start + BLOCK_HEAD_BYTES;
		this.bodyEnd = end;
		return true;
	}

	/** Moves past the block that `peek` found. */
	advance(): void {
		this.#start = this.bodyEnd + LENGTH_BYTES;
	}

	/** Reads one more piece of the file. False when nothing came: the capture is over, or broken here. */
	async more(): Promise<boolean> {
		if (this.#sourceEnded || this.problem !== undefined) return false;
		const piece = await this.#read();
		if (piece === undefined) {
			this.#sourceEnded = true;
			if (this.#signal?.aborted) this.#end = this.#start;
			if (this.#end > this.#start)
				this.#fail('cut-off', `the capture ends inside a block, ${this.#end - this.#start} bytes after its beginning`);
			return false;
		}
		this.#makeRoom(piece.length);
		piece.copy(this.bytes, this.#end);
		this.#end += piece.length;
		return true;
	}

	async #read(): Promise<Buffer | undefined> {
		try {
			return await this.#source.read();
		} catch (error) {
			this.problem = {code: 'bad-gzip', offset: this.#base + this.#end, message: error instanceof Error ? error.message : String(error)};
			return undefined;
		}
	}

	#makeRoom(length: number): void {
		const left = this.#end - this.#start;
		const needed = left + length;
		const capacity = this.bytes.length - SLACK_BYTES;
		const target = needed > capacity ? Buffer.alloc(Math.max(needed, capacity * 2) + SLACK_BYTES) : this.bytes;
		this.bytes.copy(target, 0, this.#start, this.#end);
		if (target !== this.bytes) this.view = viewOf(target);
		this.bytes = target;
		this.#base += this.#start;
		this.#start = 0;
		this.#end = left;
	}

	#fail(code: CaptureProblem['code'], message: string): false {
		this.problem ??= {code, offset: this.#base + this.#start, message};
		return false;
	}
}
