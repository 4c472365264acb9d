import type {ExceptionHits} from '../../tuning/dead-exceptions.ts';
import type {ExceptionId, HitRecord} from '../../tuning/hit-record.ts';
import type {Hits, Silenced} from './silenced.ts';

const SAMPLE_EVERY_MS = 1000;

/** Hits of exceptions over all times somebody watched: what earlier runs wrote down, and what this one counts. */
export class ExceptionRecord {
	private sampledAtMs: number | undefined;
	/** What of this run's counts is in the record already, by key. */
	private readonly recorded = new Map<string, number>();

	/** `record`: undefined where hits are not those of this machine as it runs: recordings and logs. */
	constructor(
		private readonly silenced: Silenced,
		private readonly record: HitRecord | undefined,
	) {}

	/** Puts what was counted since the last time into the record. */
	sample(nowMs: number): void {
		const {record, silenced, sampledAtMs} = this;
		if (record === undefined || silenced.counts === undefined) return;
		if (sampledAtMs !== undefined && nowMs - sampledAtMs < SAMPLE_EVERY_MS) return;
		// The clock was set, or the machine slept: nobody watched meanwhile.
		const passedMs = nowMs - (sampledAtMs ?? nowMs);
		const watchedMs = passedMs >= 0 && passedMs < 10 * SAMPLE_EVERY_MS ? passedMs : 0;
		this.sampledAtMs = nowMs;
		for (const exception of silenced.exceptions ?? []) {
			const counted = silenced.hitsOf(exception.key);
			if (counted === undefined) continue;
			record.add(exception, {hits: this.unrecorded(exception.key, counted), lastMs: counted.lastMs, watchedMs}, nowMs);
			this.recorded.set(exception.key, counted.hits);
		}
	}

	/** Why hits are not kept for later runs. */
	get failure(): string | undefined {
		return this.record?.failure;
	}

	/** Of all times; undefined where nobody can know. */
	hitsOf(exception: ExceptionId): Hits | undefined {
		const counted = this.silenced.hitsOf(exception.key);
		const past = this.record?.of(exception);
		if (past === undefined || counted === undefined) return counted;
		return {hits: past.hits + this.unrecorded(exception.key, counted), lastMs: Math.max(past.lastMs, counted.lastMs)};
	}

	/** With the time that was watched: what says whether an exception is used at all. Only where there is a record. */
	watchOf(exception: ExceptionId): ExceptionHits | undefined {
		const hits = this.hitsOf(exception);
		const past = this.record?.of(exception);
		return hits && past && {...hits, sinceMs: past.sinceMs, watchedMs: past.watchedMs};
	}

	private unrecorded(key: string, {hits}: Hits): number {
		return Math.max(0, hits - (this.recorded.get(key) ?? 0));
	}
}
