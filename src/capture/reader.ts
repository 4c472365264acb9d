import {EventCursor, HEADER_BYTES} from '../events/cursor.ts';
import {EVENT_TYPES} from '../events/event-types.ts';
import type {EventFeed} from '../events/feed.ts';
import type {MachineState} from '../events/machine.ts';
import {BlockReader, MalformedBlock} from './block-reader.ts';
import {BlockStream} from './block-stream.ts';
import {BLOCK_TYPES, type BlockType, EventBlockFlag, WRITTEN} from './block-types.ts';
import {type ByteSource, openByteSource} from './byte-source.ts';
import {Converter, needsConversion, upgradeHeader} from './converter.ts';
import {checkLengths} from './event-layout.ts';
import {CaptureError, type CaptureProblem} from './problem.ts';
import {checkSectionHeader, SectionHead} from './section-head.ts';
import {captureName} from './standard-streams.ts';

/** What the reader handed out and what it left out. */
export interface CaptureCounters {
	events: number;
	/** Left out because their lengths are wrong; `problem` names the first. */
	brokenEvents: number;
	/** Left out because the table has no such type, as Falco does. */
	unknownEvents: number;
	/** Enter events and types that today's recorders do not write, used up or left out by the conversion. */
	obsoleteEvents: number;
}

const CURRENT_EVENT = BLOCK_TYPES.get(WRITTEN.event);

/**
 * Opens a capture and reads its head. Throws a CaptureError when the file cannot be used at all. `signal` ends the wait for a
 * pipe's bytes: while the head is read by throwing its reason, later as the end of the capture.
 */
export async function openCapture(path: string, signal?: AbortSignal): Promise<Capture> {
	const source = await openByteSource(path, signal);
	try {
		const capture = new Capture(path, source, signal);
		await capture.open();
		return capture;
	} catch (error) {
		await source.close();
		signal?.throwIfAborted();
		throw error;
	}
}

/**
 * A capture file as a source of events. Memory does not grow with the file.
 *
 *     while (await capture.fill()) {
 *       if (capture.section !== section) { section = capture.section; system.load(capture.head); }
 *       while (capture.next(cursor)) …
 *     }
 */
export class Capture implements EventFeed {
	readonly path: string;
	readonly counters: CaptureCounters = {events: 0, brokenEvents: 0, unknownEvents: 0, obsoleteEvents: 0};
	/** Counts the sections begun: concatenated captures have several, each with a head of its own. */
	section = 0;
	/** Whether the event that `next` found is there for the state only: rules and people do not see it. */
	stateOnly = false;
	readonly #source: ByteSource;
	readonly #blocks: BlockStream;
	readonly #scratch = new EventCursor();
	#converter = new Converter();
	#head = new SectionHead();
	#inEvents = false;
	#problem: CaptureProblem | undefined;

	constructor(path: string, source: ByteSource, signal?: AbortSignal) {
		this.path = path;
		this.#source = source;
		this.#blocks = new BlockStream(source, signal);
	}

	/** The state at the beginning of the section. */
	get head(): MachineState {
		return this.#head;
	}

	/** The first fault. A fault of the file's structure ends the reading; a single broken event is left out. */
	get problem(): CaptureProblem | undefined {
		return this.#problem ?? this.#blocks.problem;
	}

	get fileBytesRead(): number {
		return this.#source.fileBytesRead;
	}

	get fileSizeBytes(): number {
		return this.#source.fileSizeBytes;
	}

	/** 0..1 of the file that was read. */
	get progress(): number {
		return this.fileSizeBytes === 0 ? 1 : Math.min(1, this.fileBytesRead / this.fileSizeBytes);
	}

	/** Reads the head of the first section. */
	async open(): Promise<void> {
		while (!this.#blocks.peek() && (await this.#blocks.more()));
		if (!this.#blocks.peek() || BLOCK_TYPES.get(this.#blocks.code)?.kind !== 'section') throw this.#notACapture();
		if (!(await this.#beginSection())) {
			throw new CaptureError(
				'no-state',
				`${captureName(this.path)} cannot be replayed: ${this.problem?.message ?? 'it ends before its first event'}`,
				'the file is damaged, or cut before its first event',
			);
		}
	}

	#notACapture(): CaptureError {
		const reason = this.problem?.code === 'bad-gzip' ? this.problem.message : 'it does not begin with a section header';
		return new CaptureError(
			'not-a-capture',
			`${captureName(this.path)} is not a capture: ${reason}`,
			'captures are written by sysdig, Falco, Stratoshark and `falconer record`',
		);
	}

	/** Reads on. False at the end of the capture, or where it is broken. */
	async fill(): Promise<boolean> {
		while (!this.#blocks.ended) {
			if (this.#blocks.peek()) return this.#inEvents || (await this.#beginSection());
			await this.#blocks.more();
		}
		return false;
	}

	/** Reads the head of a section, up to its first event. */
	async #beginSection(): Promise<boolean> {
		const head = new SectionHead();
		while (!this.#blocks.ended) {
			if (!this.#blocks.peek()) {
				await this.#blocks.more();
				continue;
			}
			const type = BLOCK_TYPES.get(this.#blocks.code);
			if (type?.kind === 'event') break;
			if (!this.#takeHeadBlock(head, type)) return false;
			this.#blocks.advance();
		}
		if (head.missing !== undefined) return this.#end('missing-state', head.missing, this.#blocks.bodyStart);
		this.#head = head;
		this.#converter = new Converter();
		this.#inEvents = true;
		this.section++;
		return true;
	}

	#takeHeadBlock(head: SectionHead, type: BlockType | undefined): boolean {
		const {bytes, bodyStart, bodyEnd} = this.#blocks;
		const block = new BlockReader(bytes, bodyStart, bodyEnd);
		try {
			if (type?.kind === 'section') {
				const fault = checkSectionHeader(block);
				return fault === undefined || this.#end('bad-section', fault, bodyStart);
			}
			if (type !== undefined) head.add(type, block);
			return true;
		} catch (error) {
			if (error instanceof MalformedBlock) return this.#end('bad-block', error.message, error.at);
			throw error;
		}
	}

	/** Moves to the next event that is at hand. */
	next(cursor: EventCursor): boolean {
		const blocks = this.#blocks;
		while (this.#inEvents && blocks.peek()) {
			// Nearly all blocks are of this one type.
			const type = blocks.code === WRITTEN.event ? CURRENT_EVENT : BLOCK_TYPES.get(blocks.code);
			if (type?.kind !== 'event') {
				this.#inEvents = false;
				return false;
			}
			blocks.advance();
			if (this.#take(cursor, type)) {
				this.counters.events++;
				return true;
			}
		}
		return false;
	}

	/** Points the cursor at the event of the block; false when it is left out. */
	#take(cursor: EventCursor, block: BlockType): boolean {
		const {bytes, view, bodyStart, bodyEnd} = this.#blocks;
		const offset = bodyStart + (block.flags ? 6 : 2);
		this.stateOnly =
			block.flags === true && bodyEnd - bodyStart >= 6 && (view.getUint32(bodyStart + 2, true) & EventBlockFlag.STATE_ONLY) !== 0;
		if (block.version === 1) return this.#takeOld(cursor, offset);
		if (bodyEnd - offset < HEADER_BYTES) return this.#leaveOut('an event block is shorter than an event header', bodyStart);
		const type = view.getUint16(offset + 20, true);
		if (type >= EVENT_TYPES.length) {
			this.counters.unknownEvents++;
			return false;
		}
		const large = block.large === true;
		const count = view.getUint32(offset + 22, true);
		const length = view.getUint32(offset + 16, true);
		const dataBytes = length - HEADER_BYTES - count * (large ? 4 : 2);
		if (length > bodyEnd - offset || dataBytes < 0)
			return this.#leaveOut(`an event of type ${type} has ${length} bytes, its block ${bodyEnd - offset}`, offset);
		const fault = checkLengths(view, offset + HEADER_BYTES, type, count, large, dataBytes);
		if (fault !== undefined) return this.#leaveOut(fault, offset);
		const cpu = view.getUint16(bodyStart, true);
		if (needsConversion(type, count)) return this.#convert(cursor, bytes, offset, cpu, large);
		cursor.set(bytes, offset, cpu, large);
		return true;
	}

	/** An event with the header of the first releases. */
	#takeOld(cursor: EventCursor, offset: number): boolean {
		const {bytes, bodyStart, bodyEnd} = this.#blocks;
		const event = upgradeHeader(bytes, offset, bodyEnd - offset);
		if (event === undefined) return this.#leaveOut('the lengths of an event do not add up', offset);
		return this.#convert(cursor, event, 0, bytes.readUInt16LE(bodyStart), false);
	}

	#convert(cursor: EventCursor, bytes: Buffer, offset: number, cpu: number, large: boolean): boolean {
		this.#scratch.set(bytes, offset, cpu, large);
		const event = this.#converter.convert(this.#scratch);
		if (event === undefined) {
			this.counters.obsoleteEvents++;
			return false;
		}
		cursor.set(event, 0, cpu, large);
		return true;
	}

	#leaveOut(message: string, place: number): false {
		this.counters.brokenEvents++;
		this.#problem ??= {code: 'bad-event', offset: this.#blocks.offsetOf(place), message};
		return false;
	}

	#end(code: CaptureProblem['code'], message: string, place: number): false {
		const problem = {code, offset: this.#blocks.offsetOf(place), message};
		this.#problem ??= problem;
		this.#blocks.problem ??= problem;
		return false;
	}

	async close(): Promise<void> {
		await this.#source.close();
	}
}
