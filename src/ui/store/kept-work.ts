import type {Steps} from '../../tuning/steps.ts';
import {SlicedWork} from './sliced-work.ts';
import type {Store} from './store.ts';

export interface KeptWorkOptions<Result> {
	readonly store: Pick<Store, 'alerts'>;
	/** Asks the kept alerts. */
	readonly steps: () => Steps<Result>;
	/** Where the result became another in a turn of its own. */
	readonly changed: () => void;
	/** It is done at most so often, and takes at most this share of the time as long as it is not later than `latestMs`. */
	readonly everyMs: number;
	readonly share: number;
	readonly latestMs?: number;
}

/** What follows from the kept alerts, made anew as they come, in slices: however many are kept, no key waits for it. */
export class KeptWork<Result> {
	/** The last one that is whole; undefined until the first is. */
	result: Result | undefined;
	private work: SlicedWork<Result> | undefined;
	private doneForAlerts = -1;
	private nextAtMs = Number.NEGATIVE_INFINITY;

	constructor(private readonly options: KeptWorkOptions<Result>) {}

	get isBusy(): boolean {
		return this.work !== undefined;
	}

	/** Begins anew where alerts came since, but not all the time. */
	update(nowMs: number): Result | undefined {
		const {alerts} = this.options.store;
		// A replay that went back says its alerts anew.
		if (alerts < this.doneForAlerts) this.reset();
		if (this.work === undefined && alerts !== this.doneForAlerts && nowMs >= this.nextAtMs) this.begin(nowMs);
		return this.result;
	}

	/** The next time all of it is done at once, for what is asked then; until it is whole the last result stands. */
	again(): void {
		this.stop();
		this.doneForAlerts = -1;
		this.nextAtMs = Number.NEGATIVE_INFINITY;
	}

	/** What was found was the answer to another question. */
	reset(): void {
		this.again();
		this.result = undefined;
	}

	stop(): void {
		this.work?.stop();
		this.work = undefined;
	}

	private begin(nowMs: number): void {
		const {store, steps, changed, everyMs, share, latestMs = Number.POSITIVE_INFINITY} = this.options;
		this.doneForAlerts = store.alerts;
		const done = (result: Result, spentMs: number): void => {
			this.result = result;
			this.work = undefined;
			this.nextAtMs = nowMs + Math.min(latestMs, Math.max(everyMs, spentMs / share));
		};
		const work = new SlicedWork(steps(), {done, changed});
		this.work = work;
		work.start();
	}
}
