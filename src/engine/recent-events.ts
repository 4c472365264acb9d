import {openCaptureWriter} from '../capture/writer.ts';
import {EventCursor} from '../events/cursor.ts';
import type {MachineState} from '../events/machine.ts';
import {containerEvents} from '../system/container-dump.ts';
import type {System} from '../system/system.ts';
import type {EventTap} from './engine.ts';
import type {RecentState} from './engine-tick.ts';
import {type SavedEvents, Saving} from './saving.ts';

/** A part of the ring: the state at its beginning, and the events from there on. */
interface Segment {
	head: MachineState;
	containers: readonly Buffer[];
	readonly bytes: Buffer;
	used: number;
	events: number;
	/** Milliseconds since the epoch. */
	firstMs: number;
	lastMs: number;
}

/** Before each event: its length u32, CPU u16, flags u16. */
const ENTRY_BYTES = 8;
const LARGE = 1;
const STATE_ONLY = 2;
const DEFAULT_BYTES = 16 << 20;
const SEGMENTS = 4;

/** The events that were asked for are not there any more, or were never there. */
export class EventsGone extends Error {
	override readonly name = 'EventsGone';
	readonly code = 'events-gone';
	readonly hint: string;

	constructor(hint: string) {
		super('the events around it are not kept any more');
		this.hint = hint;
	}
}

const timeMs = (cursor: EventCursor): number => cursor.tsSeconds * 1000 + cursor.tsNanos / 1e6;

/**
 * The last events as they came, so that what led to an alert can be saved. Bounded by bytes: segments are used over and over.
 * Each segment begins with the state of that moment, so a capture from its middle has the right state too: what came before in
 * the segment goes along, for the state only.
 */
export class RecentEvents implements EventTap {
	/** Events that were too large to be kept. */
	tooLarge = 0;
	readonly #system: System;
	readonly #segmentBytes: number;
	#segments: Segment[] = [];
	/** Spans whose end has not come yet. */
	#savings: Saving[] = [];

	constructor(system: System, maxBytes: number = DEFAULT_BYTES) {
		this.#system = system;
		this.#segmentBytes = Math.floor(maxBytes / SEGMENTS);
	}

	get usedBytes(): number {
		return this.#segments.reduce((sum, {used}) => sum + used, 0);
	}

	get state(): RecentState {
		const {usedBytes, sizeBytes, events, tooLarge, oldestMs} = this;
		return {usedBytes, sizeBytes, events, tooLarge, oldestMs};
	}

	get sizeBytes(): number {
		return this.#segmentBytes * SEGMENTS;
	}

	get events(): number {
		return this.#segments.reduce((sum, {events}) => sum + events, 0);
	}

	/** Time of the oldest event, milliseconds since the epoch. */
	get oldestMs(): number | undefined {
		return this.#segments[0]?.firstMs;
	}

	/** To be called before the event is applied to the system. */
	take(cursor: EventCursor, stateOnly: boolean): void {
		if (this.#savings.length > 0) this.#feed(cursor, stateOnly);
		const needed = ENTRY_BYTES + cursor.length;
		let segment = this.#segments[this.#segments.length - 1];
		if (segment === undefined || segment.used + needed > this.#segmentBytes) {
			if (needed > this.#segmentBytes) {
				this.tooLarge++;
				return;
			}
			segment = this.#begin(cursor);
		}
		const {bytes, used} = segment;
		bytes.writeUInt32LE(cursor.length, used);
		bytes.writeUInt16LE(cursor.cpu & 0xffff, used + 4);
		bytes.writeUInt16LE((cursor.large ? LARGE : 0) | (stateOnly ? STATE_ONLY : 0), used + 6);
		cursor.bytes.copy(bytes, used + ENTRY_BYTES, cursor.offset, cursor.offset + cursor.length);
		segment.used = used + needed;
		segment.events++;
		segment.lastMs = timeMs(cursor);
	}

	#begin(cursor: EventCursor): Segment {
		const oldest = this.#segments.length === SEGMENTS ? this.#segments.shift() : undefined;
		const bytes = oldest?.bytes ?? Buffer.allocUnsafeSlow(this.#segmentBytes);
		const firstMs = timeMs(cursor);
		const containers = containerEvents(this.#system.containers.values(), cursor.tsNs);
		const segment = {head: this.#system.snapshot(), containers, bytes, used: 0, events: 0, firstMs, lastMs: firstMs};
		this.#segments.push(segment);
		return segment;
	}

	/** Forgets everything: the source begins anew. */
	clear(): void {
		this.finishSavings();
		this.#segments = [];
	}

	/** Writes what is kept of a span (milliseconds since the epoch) to a new file. Throws EventsGone, or what the file system says. */
	async save(path: string, fromMs: number, toMs: number): Promise<SavedEvents> {
		const saving = this.begin(path, fromMs, toMs);
		saving.finish();
		return saving.done;
	}

	/** The same, and goes on with what comes until the span's end or `finish`. What is kept now is safe at once. */
	begin(path: string, fromMs: number, toMs: number): Saving {
		const first = this.#segments.findLastIndex((segment) => segment.firstMs <= fromMs);
		const segments = this.#segments.slice(Math.max(0, first));
		if (segments.length === 0 || segments[0].firstMs > toMs || segments[segments.length - 1].lastMs < fromMs) throw this.#gone();
		// All at once: the ring goes on while the disk writes. It is as much as the ring holds at most.
		const writer = openCaptureWriter(path, {head: segments[0].head});
		writer.writeLarge(segments[0].containers);
		const saving = new Saving(writer, Math.max(fromMs, segments[0].firstMs), toMs);
		const cursor = new EventCursor();
		for (const segment of segments) {
			for (let at = 0; at < segment.used; at += ENTRY_BYTES + cursor.length) {
				const flags = segment.bytes.readUInt16LE(at + 6);
				cursor.set(segment.bytes, at + ENTRY_BYTES, segment.bytes.readUInt16LE(at + 4), (flags & LARGE) !== 0);
				saving.takeKept(cursor, (flags & STATE_ONLY) !== 0);
			}
		}
		if (segments[segments.length - 1].lastMs > toMs) saving.finish();
		else this.#savings.push(saving);
		return saving;
	}

	/** No more events come: spans end with what there is. */
	finishSavings(): void {
		for (const saving of this.#savings) saving.finish();
		this.#savings = [];
	}

	#feed(cursor: EventCursor, stateOnly: boolean): void {
		for (const saving of this.#savings) if (!saving.isOver) saving.take(cursor, stateOnly);
		if (this.#savings.some(({isOver}) => isOver)) this.#savings = this.#savings.filter(({isOver}) => !isOver);
	}

	#gone(): EventsGone {
		const seconds = this.oldestMs === undefined ? 0 : ((this.#segments.at(-1)?.lastMs ?? 0) - this.oldestMs) / 1000;
		return new EventsGone(`the last ${seconds.toFixed(0)} s of events are kept, in ${this.sizeBytes >> 20} MB`);
	}
}
