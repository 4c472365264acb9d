import type {EnginePort} from './engine-port.ts';
import type {Store} from './store.ts';

const NS_PER_MS = 1_000_000n;
/** Paces to step through: as recorded, faster, and 0 for as fast as possible. */
const SPEEDS: readonly number[] = [1, 10, 100, 0];

/** What can be done to a replay: hold it, change its pace, go to another time of it. */
export class ReplayDesk {
	isPaused = false;
	/** The pace that was asked for last; ticks tell it a moment later. */
	private speed: number | undefined;

	constructor(
		private readonly store: Store,
		private readonly engine: EnginePort,
	) {}

	/** Whether the source is a recording that can be walked through. */
	get isReplay(): boolean {
		return this.store.source?.kind === 'capture';
	}

	get canGoBack(): boolean {
		return this.isReplay && this.store.tick?.replay?.isOnce !== true;
	}

	togglePause(): void {
		this.isPaused = !this.isPaused;
		this.engine.setPaused(this.isPaused);
	}

	/** The next pace in a direction; the ends stay. */
	changeSpeed(step: 1 | -1): void {
		const now = this.speed ?? this.store.tick?.replay?.speed ?? 1;
		const found = SPEEDS.indexOf(now);
		const at = found < 0 ? (step > 0 ? 0 : 1) : found;
		this.speed = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at + step))];
		this.engine.setSpeed?.(this.speed);
	}

	/** Goes so many seconds forward or back. */
	seekBy(seconds: number): void {
		const position = this.store.tick?.eventTsNs ?? 0n;
		if (position === 0n) return;
		this.seekTo(position + BigInt(Math.round(seconds * 1000)) * NS_PER_MS);
	}

	/** Goes to a time of the recording, nanoseconds since the epoch. */
	seekTo(toNs: bigint): void {
		this.engine.seek?.(toNs < 0n ? 0n : toNs);
	}
}
