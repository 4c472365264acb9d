import type {Steps} from '../../tuning/steps.ts';

/** What one turn of the event loop may take of long work: a key waits no longer than this and its own frame. */
export const SLICE_MS = 4;

/** Long work on the screen's thread: a slice at once, the rest in the turns to come, with keys and frames between them. */
export class SlicedWork<Result> {
	private immediate: NodeJS.Immediate | undefined;
	/** Milliseconds all its slices took. */
	spentMs = 0;

	constructor(
		private readonly steps: Steps<Result>,
		private readonly done: (result: Result, spentMs: number) => void,
		private readonly clockMs: () => number = () => performance.now(),
	) {}

	/** True where the first slice was all of it: `done` was called then. */
	start(): boolean {
		return this.slice();
	}

	/** Nothing is called any more. */
	stop(): void {
		if (this.immediate !== undefined) clearImmediate(this.immediate);
		this.immediate = undefined;
	}

	private slice(): boolean {
		this.immediate = undefined;
		const beganMs = this.clockMs();
		let step = this.steps.next();
		while (!step.done && this.clockMs() - beganMs < SLICE_MS) step = this.steps.next();
		this.spentMs += this.clockMs() - beganMs;
		if (step.done) {
			this.done(step.value, this.spentMs);
			return true;
		}
		this.immediate = setImmediate(() => this.slice());
		// Nobody waits for the result of a dashboard that has ended.
		this.immediate.unref();
		return false;
	}
}
