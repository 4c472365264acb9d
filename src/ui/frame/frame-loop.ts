import type {News} from '../store/news.ts';

export interface FrameLoopOptions {
	/** Paints a frame; returns the milliseconds its write took. `isAskedFor`: a person waits for it. */
	readonly paint: (isAskedFor: boolean) => number;
	readonly intervalMs: number;
	/** What came since the last frame. */
	readonly news: () => News;
}

/** Intervals from a frame to the next that nobody asked for: ages are told in seconds, and nobody reads figures faster than this. */
const INTERVALS: Readonly<Record<News, number>> = {something: 1, figures: 2, nothing: 4};

/** Writes may take at most this share of the time: on a slow link frames come seldom instead of late. */
const WRITE_SHARE = 1 / 8;

/** Frames at a steady pace, and at once where a person waits for one. */
export class FrameLoop {
	private timer: NodeJS.Timeout | undefined;
	private immediate: NodeJS.Immediate | undefined;
	private closed = false;
	/** Intervals since the last frame. */
	private waited = 0;

	constructor(private readonly options: FrameLoopOptions) {}

	/** Paints as soon as what is at hand was taken in; many requests make one frame. */
	request(): void {
		if (this.closed || this.immediate !== undefined) return;
		this.immediate = setImmediate(() => {
			this.immediate = undefined;
			this.frame(true);
		});
	}

	close(): void {
		this.closed = true;
		if (this.timer !== undefined) clearTimeout(this.timer);
		if (this.immediate !== undefined) clearImmediate(this.immediate);
	}

	private frame(isAskedFor: boolean): void {
		if (this.closed) return;
		if (this.timer !== undefined) clearTimeout(this.timer);
		this.waited = 0;
		const writeMs = this.options.paint(isAskedFor);
		if (!this.closed) this.wait(Math.max(this.options.intervalMs, writeMs / WRITE_SHARE));
	}

	private wait(ms: number): void {
		this.timer = setTimeout(() => {
			this.waited++;
			if (this.waited >= INTERVALS[this.options.news()]) this.frame(false);
			else this.wait(ms);
		}, ms);
	}
}
