import type {EngineTick, FileBytes} from '../engine/engine-tick.ts';

/** Shorter replays end before anybody looks. */
const QUIET_MS = 2000;
const BAR_CELLS = 10;
const NARROW_COLUMNS = 80;

/** A line on standard error that shows how far a long replay is, for a person who watches. */
export class ReplayProgress {
	readonly #write: (text: string) => void;
	#first: EngineTick | undefined;
	#isShown = false;

	readonly #columns: () => number | undefined;

	/** `columns`: how wide the terminal is; a line that wraps could not be drawn over. */
	constructor(write: (text: string) => void, columns: () => number | undefined = () => undefined) {
		this.#write = write;
		this.#columns = columns;
	}

	draw(tick: EngineTick): void {
		this.#first ??= tick;
		const {progress = 0} = tick;
		const elapsedMs = tick.atMs - this.#first.atMs;
		if (elapsedMs < QUIET_MS || progress <= 0) return;
		this.#isShown = true;
		const text = progressText({
			progress,
			events: tick.events,
			perSecond: this.#perSecond(tick),
			leftMs: this.#leftMs(tick),
			fileBytes: tick.fileBytes,
		});
		this.#write(`\r\x1b[K${text.slice(0, (this.#columns() ?? NARROW_COLUMNS) - 1)}`);
	}

	#perSecond(tick: EngineTick): number {
		const first = this.#first ?? tick;
		return ((tick.events - first.events) / Math.max(1, tick.atMs - first.atMs)) * 1000;
	}

	#leftMs(tick: EngineTick): number {
		const first = this.#first ?? tick;
		const done = (tick.progress ?? 0) - (first.progress ?? 0);
		return done <= 0 ? Number.POSITIVE_INFINITY : ((tick.atMs - first.atMs) / done) * (1 - (tick.progress ?? 0));
	}

	/** Takes the line away, so that other text can follow. */
	clear(): void {
		if (this.#isShown) this.#write('\r\x1b[K');
		this.#isShown = false;
	}
}

export interface ProgressFigures {
	/** 0..1 of the file. */
	readonly progress: number;
	readonly events: number;
	readonly perSecond: number;
	readonly leftMs: number;
	/** Bytes of the file, compressed where it is. */
	readonly fileBytes?: FileBytes;
}

/** Millions of bytes, with one decimal below ten. */
const megabytes = (bytes: number): string => (bytes < 1e7 ? (bytes / 1e6).toFixed(1) : grouped(bytes / 1e6));

const grouped = (count: number): string => String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');

/** `━━━━━━────── 42 %  113 of 270 MB  1,204,000 events  810,000/s  0:14 left`. */
export function progressText({progress, events, perSecond, leftMs, fileBytes}: ProgressFigures): string {
	const done = Math.round(Math.min(1, progress) * BAR_CELLS);
	const bar = '━'.repeat(done) + '─'.repeat(BAR_CELLS - done);
	const left = Number.isFinite(leftMs) ? `  ${clock(leftMs)} left` : '';
	const bytes = fileBytes === undefined ? '' : `${megabytes(fileBytes.read)} of ${megabytes(fileBytes.size)} MB  `;
	return `${bar} ${Math.floor(progress * 100)} %  ${bytes}${grouped(events)} events  ${grouped(perSecond)}/s${left}`;
}

function clock(ms: number): string {
	const seconds = Math.ceil(ms / 1000);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
