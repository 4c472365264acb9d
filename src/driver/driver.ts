import type {EventCursor} from '../events/cursor.ts';
import type {EventFeed} from '../events/feed.ts';
import {type Addon, loadAddon, type NativeDriver} from './addon.ts';
import {capabilityFailure} from './capabilities.ts';
import {CgroupPaths} from './cgroups.ts';
import {Linger} from './linger.ts';
import {loadFailure, type NativeFailure} from './load-failure.ts';
import {GENERIC, PROCEXIT, type Selection, selectionBits} from './selection.ts';

export interface LiveDriverOptions {
	/** Size of the ring buffer: a power of two, at least 64 KB. */
	readonly ringBytes?: number;
	/** Bytes of data of reads and writes that are kept. */
	readonly snaplen?: number;
	/** Where the watched machine's file system is mounted; '' here. */
	readonly hostRoot?: string;
	/** What is sent from the start; nothing when left out. Naming it here spares loading programs twice. */
	readonly selection?: Selection;
}

export interface DriverStatistics {
	/** Events that went into the ring. */
	readonly events: number;
	/** Lost events by reason. */
	readonly drops: Readonly<Record<DropReason, number>>;
	/** Counts that found no room; the events themselves are not lost. */
	readonly uncounted: number;
	/** Bytes that wait in the ring, and its size. */
	readonly ringBytes: number;
	readonly ringSizeBytes: number;
}

/**
 * ring_full: the engine was too slow. too_large: the event had more than 64 KB. compat: a system call of a 32-bit
 * program. missed: the kernel skipped the program. no_filler: a selected system call without a program: a bug.
 */
export type DropReason = 'ring_full' | 'too_large' | 'compat' | 'missed' | 'no_filler';

/** Calls of a cgroup since the driver started, by class. */
export interface CgroupCounts {
	/** As in /proc/PID/cgroup. */
	readonly path: string;
	readonly exec: number;
	readonly file: number;
	readonly net: number;
	readonly other: number;
}

const NOTHING: Selection = {events: [], counting: false};
const DEFAULT_RING_BYTES = 8 << 20;
const DEFAULT_SNAPLEN = 80;
const MOST_SNAPLEN = 0xf000;
/** So that the kernel gets room back while a large batch is worked on. */
const BATCH_BYTES = 256 << 10;
const LENGTH_BITS = 0x3fff_ffff;
const DISCARDED = 0x4000_0000;
const RECORD_HEADER = 8;
const PREFIX = 8;
/** How often, while the ring is empty, the event times follow a clock that is being corrected, and free memory is given back. */
const TIDY_EVERY_MS = 10_000;
const COUNTER_COLUMNS = 6;

/**
 * The live source: system calls of this machine, as the eBPF driver reports them. Open, `select`, `start`, then scan the
 * machine (`scanMachine`), so that nothing between is lost; then `next` until it says no, `wait`, and again.
 */
export class LiveDriver implements EventFeed {
	/** Codes of the events this driver can make. */
	readonly events: ReadonlySet<number>;
	readonly #addon: Addon;
	readonly #native: NativeDriver;
	readonly #bytes: Buffer;
	readonly #words: Uint32Array;
	readonly #range = new Float64Array(2);
	readonly #cgroups: CgroupPaths;
	readonly #linger = new Linger();
	#position = 0;
	#end = 0;
	#tidiedAtMs = performance.now();
	#closed = false;

	/** Loads the programs. Throws a `DriverFailure`. */
	constructor({ringBytes = DEFAULT_RING_BYTES, snaplen = DEFAULT_SNAPLEN, hostRoot = '', selection = NOTHING}: LiveDriverOptions = {}) {
		if (!Number.isInteger(Math.log2(ringBytes)) || ringBytes < 65_536 || ringBytes > 2 ** 30) {
			throw new RangeError(`ringBytes must be a power of two from 64 KB to 1 GB, not ${ringBytes}`);
		}
		if (!Number.isInteger(snaplen) || snaplen < 0 || snaplen > MOST_SNAPLEN) {
			throw new RangeError(`snaplen must be a whole number from 0 to ${MOST_SNAPLEN}, not ${snaplen}`);
		}
		const missing = capabilityFailure();
		if (missing !== undefined) throw missing;
		this.#addon = loadAddon();
		const {bits} = selectionBits(this.#addon, selection);
		this.#native = attempt(() => new this.#addon.NativeDriver(ringBytes, snaplen, bits));
		const data = this.#native.data();
		this.#bytes = Buffer.from(data);
		this.#words = new Uint32Array(data);
		this.#cgroups = new CgroupPaths(hostRoot);
		this.events = new Set([GENERIC, PROCEXIT, ...this.#addon.fillers.map((filler) => filler.event)]);
		this.select(selection);
	}

	/**
	 * Chooses what the kernel sends and counts; takes effect at once, also while events flow. Loads programs that were not
	 * wanted before: throws a `DriverFailure` when the kernel refuses one, and leaves the selection as it was.
	 */
	select(selection: Selection): void {
		const {bits, procexit, genericIds} = selectionBits(this.#addon, selection);
		attempt(() => this.#native.setSelection(bits, procexit, genericIds));
	}

	/** Attaches to the kernel: events flow from now on. Throws a `DriverFailure`. */
	start(): void {
		attempt(() => this.#native.attach());
	}

	next(cursor: EventCursor): boolean {
		while (true) {
			while (this.#position < this.#end) {
				const at = this.#position;
				const header = this.#words[at >>> 2];
				this.#position = at + (((header & LENGTH_BITS) + RECORD_HEADER + 7) & ~7);
				if ((header & DISCARDED) !== 0) continue;
				cursor.set(this.#bytes, at + RECORD_HEADER + PREFIX, this.#words[(at + RECORD_HEADER) >>> 2]);
				return true;
			}
			if (this.#closed || !this.#takeBatch()) return false;
		}
	}

	#takeBatch(): boolean {
		this.#native.release();
		if (this.#native.take(BATCH_BYTES, this.#range) > 0) {
			this.#position = this.#range[0];
			this.#end = this.#range[1];
			return true;
		}
		const nowMs = performance.now();
		if (nowMs - this.#tidiedAtMs > TIDY_EVERY_MS) {
			this.#tidiedAtMs = nowMs;
			this.#native.setClock();
			this.#addon.trim();
		}
		return false;
	}

	/** Resolves when there are events, `lingerMs` after the first of them so that they come in batches, or after `timeoutMs`. */
	wait(timeoutMs: number, lingerMs = this.#linger.next(performance.now())): Promise<void> {
		return this.#closed ? Promise.resolve() : this.#native.wait(Math.max(1, Math.ceil(timeoutMs)), Math.max(0, Math.ceil(lingerMs)));
	}

	/** Ends a `wait` early. */
	wake(): void {
		if (!this.#closed) this.#native.wake();
	}

	statistics(): DriverStatistics {
		const {events, ringFull, tooLarge, compat, missed, noFiller, uncounted, ringBytes, ringSizeBytes} = this.#native.statistics();
		const drops = {ring_full: ringFull, too_large: tooLarge, compat, missed, no_filler: noFiller};
		return {events, drops, uncounted, ringBytes, ringSizeBytes};
	}

	/** What each cgroup did since the start. Cgroups that are gone are left out, and forgotten by the kernel side. */
	cgroupCounters(): CgroupCounts[] {
		const rows = this.#native.counters();
		const nowMs = performance.now();
		const counts: CgroupCounts[] = [];
		for (let i = 0; i < rows.length; i += COUNTER_COLUMNS) {
			const path = this.#cgroups.path(rows[i], rows[i + 1], nowMs);
			if (path !== undefined) counts.push({path, exec: rows[i + 2], file: rows[i + 3], net: rows[i + 4], other: rows[i + 5]});
			else if (this.#cgroups.isCurrent(nowMs)) this.#native.dropCounter(rows[i], rows[i + 1]);
		}
		return counts;
	}

	/** Detaches from the kernel. What a cursor shows of this source must not be used any more. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#position = this.#end = 0;
		this.#native.close();
	}
}

function attempt<T>(step: () => T): T {
	try {
		return step();
	} catch (cause) {
		throw loadFailure(cause as NativeFailure);
	}
}
