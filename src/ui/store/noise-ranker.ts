import type {Alert} from '../../alerts/alert.ts';
import type {Steps} from '../../tuning/steps.ts';
import {KeptWork} from './kept-work.ts';
import {type KnownDrafts, type NoiseCandidate, rankNoiseInSteps} from './noise-ranking.ts';
import type {NoiseScope} from './noise-scopes.ts';
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

/** Keeps the ranking up to date: what an exception silences goes at once, all else as alerts come. */
export class NoiseRanker<Row extends Pick<NoiseCandidate, 'origin'>> {
	scope: NoiseScope = 'program';
	private readonly known: KnownDrafts = new Map();
	private readonly ranking: KeptWork<readonly Row[]>;
	private isQuiet: ((alert: Alert) => boolean) | undefined;

	constructor(private readonly options: NoiseRankerOptions<Row>) {
		const {store, changed} = options;
		this.ranking = new KeptWork({
			store,
			steps: () => this.rank(),
			changed,
			everyMs: RANK_EVERY_MS,
			share: RANK_SHARE,
			latestMs: LATEST_MS,
		});
	}

	get rows(): readonly Row[] {
		return this.ranking.result ?? [];
	}

	/** Whether the first ranking by this scope is not done yet. */
	get isBusy(): boolean {
		return this.ranking.isBusy && this.rows.length === 0;
	}

	use(scope: NoiseScope): void {
		this.scope = scope;
		this.known.clear();
		this.ranking.reset();
	}

	update(nowMs: number): void {
		const {ranking} = this;
		const isQuiet = this.options.isQuiet();
		if (isQuiet !== this.isQuiet) {
			this.isQuiet = isQuiet;
			// What was silenced just now is off the list at once, so that the next key meets the next exception.
			ranking.result = this.rows.filter(({origin}) => !origin.every(isQuiet));
			ranking.again();
		}
		ranking.update(nowMs);
	}

	private *rank(): Steps<readonly Row[]> {
		const {store, rowMaker} = this.options;
		const {scope, known, isQuiet} = this;
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
