import type {Alert} from '../alerts/alert.ts';
import type {EventContext} from '../system/context.ts';
import type {ActiveException, ActiveRule} from './active-rules.ts';
import {AlertBuilder} from './alert-builder.ts';
import type {SilencedAlert, SilencedCounts} from './rule-facts.ts';

/** Built between two ticks: a machine full of silenced noise must not pay for building what nobody looks at. */
const MOST_WAITING = 256;
const MOST_WAITING_BYTES = 1 << 20;
/** Of these by one exception, so that a loud one leaves room for the others. */
const MOST_OF_ONE = 48;
/** Counts of exceptions that are not in use now: undone ones may come back. */
const MOST_REMEMBERED = 10_000;

/** Counts what the exceptions of the user's file keep back, and builds some of the alerts that it would have been. */
export class SilencedAlerts {
	readonly #builder: AlertBuilder;
	#exceptions: readonly ActiveException[] = [];
	#hits = new Float64Array(0);
	#lastMs = new Float64Array(0);
	/** Built since the last tick, by exception. */
	#built = new Uint16Array(0);
	#waiting: SilencedAlert[] = [];
	#waitingBytes = 0;
	#total = 0;
	#shown = 0;
	#unattributed = 0;
	readonly #remembered = new Map<string, {readonly hits: number; readonly lastMs: number}>();

	constructor(hostname: string) {
		this.#builder = new AlertBuilder({hostname, snapshots: true});
	}

	/** Other rules came into force. What was counted for an exception goes on, also after it was away. */
	use(exceptions: readonly ActiveException[]): void {
		this.#remember();
		this.#exceptions = exceptions;
		this.#hits = Float64Array.from(exceptions, ({key}) => this.#remembered.get(key)?.hits ?? 0);
		this.#lastMs = Float64Array.from(exceptions, ({key}) => this.#remembered.get(key)?.lastMs ?? 0);
		this.#built = new Uint16Array(exceptions.length);
	}

	/** A rule would match the event but for an exception. */
	take(rule: ActiveRule, event: EventContext): void {
		this.#total++;
		const {cursor} = event;
		const ms = cursor.tsSeconds * 1000 + cursor.tsNanos / 1e6;
		const candidates = rule.exceptions;
		let first = -1;
		for (let i = 0; i < candidates.length; i++) {
			const index = candidates[i];
			if (!this.#exceptions[index].matches(event)) continue;
			this.#hits[index]++;
			this.#lastMs[index] = ms;
			if (first < 0) first = index;
		}
		if (first < 0) this.#unattributed++;
		if (this.#waiting.length >= MOST_WAITING || this.#waitingBytes >= MOST_WAITING_BYTES) return;
		if (first >= 0) {
			if (this.#built[first] >= MOST_OF_ONE) return;
			this.#built[first]++;
		}
		this.#build(rule, event);
	}

	#build(rule: ActiveRule, event: EventContext): void {
		const by = rule.exceptions.filter((index) => this.#exceptions[index].matches(event)).map((index) => this.#exceptions[index].key);
		const alert = this.#builder.build(rule, event);
		this.#waiting.push({alert, by});
		this.#waitingBytes += textLength(alert);
	}

	/** What was built since the last time. */
	takeWaiting(): readonly SilencedAlert[] {
		const waiting = this.#waiting;
		this.#waiting = [];
		this.#waitingBytes = 0;
		this.#built.fill(0);
		this.#shown += waiting.length;
		return waiting;
	}

	counts(): SilencedCounts {
		return {
			total: this.#total,
			shown: this.#shown,
			unattributed: this.#unattributed,
			hits: Array.from(this.#hits),
			lastMs: Array.from(this.#lastMs),
		};
	}

	/** A recording begins anew. */
	clear(): void {
		this.#hits.fill(0);
		this.#lastMs.fill(0);
		this.#remembered.clear();
		this.takeWaiting();
		this.#total = 0;
		this.#shown = 0;
		this.#unattributed = 0;
	}

	#remember(): void {
		this.#exceptions.forEach(({key}, index) => {
			if (this.#hits[index] === 0) return;
			this.#remembered.delete(key);
			this.#remembered.set(key, {hits: this.#hits[index], lastMs: this.#lastMs[index]});
		});
		for (const key of this.#remembered.keys()) {
			if (this.#remembered.size <= MOST_REMEMBERED) break;
			this.#remembered.delete(key);
		}
	}
}

/** About how much of an alert is text that its event brought along. */
function textLength({message, snapshot, ancestry}: Alert): number {
	let length = message.length;
	for (const name in snapshot) {
		const value = snapshot[name];
		if (typeof value === 'string') length += value.length;
	}
	for (const {cmdline} of ancestry) length += cmdline.length;
	return length;
}
