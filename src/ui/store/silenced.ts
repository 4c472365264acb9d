import type {Alert} from '../../alerts/alert.ts';
import type {EngineMessage} from '../../engine/protocol.ts';
import type {ExceptionSummary, SilencedCounts} from '../../engine/rule-facts.ts';
import {History} from '../../tuning/history.ts';
import {NoiseGroups} from '../../tuning/noise-group.ts';

/** What was counted for one exception. */
export interface Hits {
	readonly hits: number;
	/** Milliseconds since the epoch; 0: never. */
	readonly lastMs: number;
}

const MAX_BYTES = 8 * 1024 * 1024;
/** Exceptions that are no longer in force; alerts that they silenced may still be kept. */
const MOST_REMEMBERED = 10_000;
const NOBODY: readonly ExceptionSummary[] = [];

/** What exceptions of the local rules keep back: counts of all of it, and the alerts that the engine built of it. */
export class Silenced {
	readonly groups = new NoiseGroups({maxBytes: MAX_BYTES});
	readonly history = new History({maxBytes: MAX_BYTES});
	/** Those in force; undefined where nobody says which there are. */
	exceptions: readonly ExceptionSummary[] | undefined;
	counts: SilencedCounts | undefined;
	/** Of the rules before, until the first counts of these. */
	private readonly before = new Map<string, Hits>();
	private totalBefore: number | undefined;
	private indices: ReadonlyMap<string, number> = new Map();
	private readonly known = new Map<string, ExceptionSummary>();
	private readonly by = new WeakMap<Alert, readonly string[]>();

	/** Alerts that were none; undefined where nobody counts. */
	get total(): number | undefined {
		return this.counts?.total ?? this.totalBefore;
	}

	/** Of those the ones that are not kept: rows show less than was counted. */
	get notShown(): number {
		return this.counts === undefined ? 0 : this.counts.total - this.counts.shown;
	}

	take(message: Extract<EngineMessage, {kind: 'silenced'}>): void {
		for (const {alert, by} of message.alerts) {
			this.by.set(alert, by);
			this.groups.add(alert);
			this.history.add(alert);
		}
	}

	/** Those in force from here on: the counts of the next tick are of these. The same list may be told twice. */
	use(exceptions: readonly ExceptionSummary[] | undefined): void {
		const isSame = this.exceptions?.length === exceptions?.length && exceptions?.every(({key}, index) => this.indices.get(key) === index);
		if (!isSame) this.keepCounts();
		this.exceptions = exceptions;
		this.indices = new Map((exceptions ?? NOBODY).map(({key}, index) => [key, index]));
		for (const exception of exceptions ?? NOBODY) this.known.set(exception.key, exception);
		for (const key of this.known.keys()) {
			if (this.known.size <= MOST_REMEMBERED) break;
			if (!this.indices.has(key)) this.known.delete(key);
		}
	}

	private keepCounts(): void {
		if (this.counts === undefined) return;
		for (const {key} of this.exceptions ?? NOBODY) {
			const hits = this.hitsOf(key);
			if (hits !== undefined) this.before.set(key, hits);
		}
		if (this.before.size > MOST_REMEMBERED) this.before.clear();
		this.totalBefore = this.counts.total;
		this.counts = undefined;
	}

	/** Hits since the dashboard began; undefined where nobody can know. */
	hitsOf(key: string): Hits | undefined {
		const index = this.indices.get(key);
		if (index !== undefined && this.counts === undefined) return this.before.get(key);
		const hits = index === undefined ? undefined : this.counts?.hits[index];
		if (index === undefined || hits === undefined || hits === null) return undefined;
		return {hits, lastMs: this.counts?.lastMs[index] ?? 0};
	}

	/** The exceptions that keep an alert back; none for an alert that is one. */
	byOf(alert: Alert): readonly ExceptionSummary[] {
		const keys = this.by.get(alert);
		return keys === undefined ? NOBODY : keys.flatMap((key) => this.known.get(key) ?? []);
	}

	isSilenced(alert: Alert): boolean {
		return this.by.has(alert);
	}

	/** Kept ones of an exception, the newest first. */
	alertsOf(key: string): Alert[] {
		const alerts: Alert[] = [];
		for (let at = this.history.size - 1; at >= 0; at--) {
			const alert = this.history.at(at)!;
			if (this.by.get(alert)?.includes(key)) alerts.push(alert);
		}
		return alerts;
	}

	/** A replay begins anew. */
	clear(): void {
		this.groups.clear();
		this.history.clear();
		this.counts = undefined;
		this.before.clear();
		this.totalBefore = undefined;
	}
}
