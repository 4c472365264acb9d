import type {Alert} from '../../alerts/alert.ts';
import type {Steps} from '../../tuning/steps.ts';
import {type KnownDrafts, type NoiseCandidate, rankNoiseInSteps} from './noise-ranking.ts';
import type {NoiseScope} from './noise-scopes.ts';
import {SlicedWork} from './sliced-work.ts';
import type {Store} from './store.ts';

export interface NoiseRankerOptions<Row> {
	readonly store: Store;
	/** What exceptions in force silence; the same function until they change. */
	readonly isQuiet: () => (alert: Alert) => boolean;
	/** Called once a ranking. */
	readonly rowMaker: () => (candidate: NoiseCandidate) => Row;
	/** Where the rows are others, in a turn of its own. */
	readonly changed: () => void;
}

/** Ranking asks every kept alert. */
const RANK_EVERY_MS = 3000;
/** It takes at most this share of the time, as long as it is not later than `LATEST_MS`. */
const RANK_SHARE = 1 / 40;
const LATEST_MS = 30_000;

/** Keeps the ranking up to date, in slices: however much is kept, no key waits for it. */
export class NoiseRanker<Row extends Pick<NoiseCandidate, 'origin'>> {
	scope: NoiseScope = 'program';
	rows: readonly Row[] = [];
	private readonly known: KnownDrafts = new Map();
	private work: SlicedWork<Row[]> | undefined;
	private quietFor: unknown;
	private rankedAlerts = -1;
	private nextAtMs = Number.NEGATIVE_INFINITY;

	constructor(private readonly options: NoiseRankerOptions<Row>) {}

	/** Whether the first ranking by this scope is not done yet. */
	get isBusy(): boolean {
		return this.work !== undefined && this.rows.length === 0;
	}

	use(scope: NoiseScope): void {
		this.scope = scope;
		this.known.clear();
		this.rows = [];
		this.rankedAlerts = -1;
		this.nextAtMs = Number.NEGATIVE_INFINITY;
		this.work?.stop();
		this.work = undefined;
	}

	update(nowMs: number): void {
		const {store} = this.options;
		const isQuiet = this.options.isQuiet();
		if (isQuiet !== this.quietFor || store.alerts < this.rankedAlerts) {
			this.quietFor = isQuiet;
			// What was silenced just now is off the list at once, so that the next key meets the next exception.
			this.rows = store.alerts < this.rankedAlerts ? [] : this.rows.filter(({origin}) => !origin.every(isQuiet));
			this.work?.stop();
			this.work = undefined;
		} else if (this.work !== undefined || nowMs < this.nextAtMs || store.alerts === this.rankedAlerts) return;
		this.rankedAlerts = store.alerts;
		this.begin(isQuiet, nowMs);
	}

	private begin(isQuiet: (alert: Alert) => boolean, nowMs: number): void {
		let isFirstSlice = true;
		const done = (rows: Row[], spentMs: number): void => {
			this.rows = rows;
			this.work = undefined;
			this.nextAtMs = nowMs + Math.min(LATEST_MS, Math.max(RANK_EVERY_MS, spentMs / RANK_SHARE));
			if (!isFirstSlice) this.options.changed();
		};
		const work = new SlicedWork(this.rank(isQuiet), done);
		this.work = work;
		work.start();
		isFirstSlice = false;
	}

	private *rank(isQuiet: (alert: Alert) => boolean): Steps<Row[]> {
		const {store, rowMaker} = this.options;
		const {scope, known} = this;
		const candidates = yield* rankNoiseInSteps(store.groups.groups(), store.history, {scope, isQuiet, known});
		const rowOf = rowMaker();
		const rows: Row[] = [];
		for (const candidate of candidates) {
			rows.push(rowOf(candidate));
			yield;
		}
		return rows;
	}
}
