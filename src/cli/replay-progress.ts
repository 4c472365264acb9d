import type {EngineTick} from '../engine/protocol.ts';

/** Shorter replays end before anybody looks. */
const QUIET_MS = 2000;
const BAR_CELLS = 24;

/** A line on standard error that shows how far a long replay is, for a person who watches. */
export class ReplayProgress {
	readonly #write: (text: string) => void;
	#first: EngineTick | undefined;
	#isShown = false;

	constructor(write: (text: string) => void) {
		this.#write = write;
	}

	draw(tick: EngineTick): void {
		this.#first ??= tick;
		const {progress = 0} = tick;
		const elapsedMs = tick.atMs - this.#first.atMs;
		if (elapsedMs < QUIET_MS || progress <= 0) return;
		this.#isShown = true;
		this.#write(`\r\x1b[K${progressText({progress, events: tick.events, perSecond: this.#perSecond(tick), leftMs: this.#leftMs(tick)})}`);
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
}

const grouped = (count: number): string => String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');

/** `━━━━━━────── 42 %  1,204,000 events  810,000/s  0:14 left`. */
export function progressText({progress, events, perSecond, leftMs}: ProgressFigures): string {
	const done = Math.round(Math.min(1, progress) * BAR_CELLS);
	const bar = '━'.repeat(done) + '─'.repeat(BAR_CELLS - done);
	const left = Number.isFinite(leftMs) ? `  ${clock(leftMs)} left` : '';
	return `${bar} ${Math.floor(progress * 100)} %  ${grouped(events)} events  ${grouped(perSecond)}/s${left}`;
}

function clock(ms: number): string {
	const seconds = Math.ceil(ms / 1000);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
