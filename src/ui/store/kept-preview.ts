import type {Draft} from '../../tuning/draft.ts';
import {type Preview, type PreviewOptions, previewInSteps} from '../../tuning/preview.ts';
import {SlicedWork} from './sliced-work.ts';
import type {Store} from './store.ts';

/** What is asked of the kept alerts. */
export interface PreviewQuestion extends PreviewOptions {
	readonly draft: Pick<Draft, 'rule' | 'terms'>;
}

const COUNT_EVERY_MS = 1000;
/** Counting takes at most this share of the time. */
const COUNT_SHARE = 1 / 20;

/** A preview that follows the kept alerts, counted in slices: however many are kept, no key waits for it. */
export class KeptPreview {
	/** The last one that is whole; undefined until the first is. */
	present: Preview | undefined;
	private work: SlicedWork<Preview> | undefined;
	private countedAlerts = -1;
	private nextAtMs = Number.NEGATIVE_INFINITY;

	constructor(
		private readonly store: Store,
		private readonly question: () => PreviewQuestion,
		/** Where it became another in a turn of its own. */
		private readonly changed: () => void,
	) {}

	/** Counts again where alerts came since, but not all the time. */
	update(): Preview | undefined {
		const {store} = this;
		const nowMs = store.wallMs();
		// A replay that went back says its alerts anew.
		if (store.alerts < this.countedAlerts) this.reset();
		if (this.work === undefined && store.alerts !== this.countedAlerts && nowMs >= this.nextAtMs) this.begin(nowMs);
		return this.present;
	}

	/** What was counted was another question's. */
	reset(): void {
		this.stop();
		this.present = undefined;
		this.countedAlerts = -1;
		this.nextAtMs = Number.NEGATIVE_INFINITY;
	}

	stop(): void {
		this.work?.stop();
		this.work = undefined;
	}

	private begin(nowMs: number): void {
		const {draft, ...options} = this.question();
		this.countedAlerts = this.store.alerts;
		let isFirstSlice = true;
		const done = (preview: Preview, spentMs: number): void => {
			this.present = preview;
			this.work = undefined;
			this.nextAtMs = nowMs + Math.max(COUNT_EVERY_MS, spentMs / COUNT_SHARE);
			if (!isFirstSlice) this.changed();
		};
		this.work = new SlicedWork(previewInSteps(draft, this.store.history, options), done);
		this.work.start();
		isFirstSlice = false;
	}
}
