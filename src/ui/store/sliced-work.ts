import type {Steps} from '../../tuning/steps.ts';

/** What one turn of the event loop may take of long work: a key waits no longer than this and its own frame. */
export const SLICE_MS = 4;

export interface SlicedWorkOptions<Result> {
	readonly done: (result: Result, spentMs: number) => void;
	/** Behind `done` where that came in a turn of its own: what is on the screen is not true any more. */
	readonly changed?: () => void;
	readonly clockMs?: () => number;
}

/** Long work on the screen's thread: a slice at once, the rest in the turns to come, with keys and frames between them. */
export class SlicedWork<Result> {
	private immediate: NodeJS.Immediate | undefined;
	private isFirstSlice = true;
	private waiting: (() => void)[] | undefined = [];
	/** Milliseconds all its slices took. */
	private spentMs = 0;

	constructor(
		private readonly steps: Steps<Result>,
		private readonly options: SlicedWorkOptions<Result>,
	) {}

	/** True where the first slice was all of it: `done` was called then. */
	start(): boolean {
		return this.slice();
	}

	/** At once where the work is done, else as soon as it is: what a key does to the result, in the order of the keys. */
	whenDone(act: () => void): void {
		if (this.waiting === undefined) act();
		else this.waiting.push(act);
	}

	/** Nothing is called any more. */
	stop(): void {
		if (this.immediate !== undefined) clearImmediate(this.immediate);
		this.immediate = undefined;
	}

	private slice(): boolean {
		const {clockMs = () => performance.now(), done, changed} = this.options;
		this.immediate = undefined;
		const beganMs = clockMs();
		let step = this.steps.next();
		while (!step.done && clockMs() - beganMs < SLICE_MS) step = this.steps.next();
		this.spentMs += clockMs() - beganMs;
		if (step.done) {
			done(step.value, this.spentMs);
			const {waiting = []} = this;
			this.waiting = undefined;
			for (const act of waiting) act();
			if (!this.isFirstSlice) changed?.();
			return true;
		}
		this.isFirstSlice = false;
		this.immediate = setImmediate(() => this.slice());
		// Nobody waits for the result of a dashboard that has ended.
		this.immediate.unref();
		return false;
	}
}
