import type {Alert} from '../alerts/alert.ts';
import type {SilencedAlert, SilencedCounts} from '../engine/rule-facts.ts';
import type {TailException} from './tail-rules.ts';

const MOST_WAITING = 1000;

/** What exceptions that are tried here keep back of a log's alerts. */
export class TailSilenced {
	readonly #hits = new Map<string, {hits: number; lastMs: number}>();
	#waiting: SilencedAlert[] = [];
	#total = 0;
	#shown = 0;
	#unattributed = 0;

	take(alert: Alert, exceptions: readonly TailException[]): void {
		this.#total++;
		const by = exceptions
			.filter(({summary, isFalcos, judge}) => !isFalcos && summary.rules.includes(alert.rule) && judge(alert) === true)
			.map(({summary}) => summary.key);
		for (const key of by) {
			const known = this.#hits.get(key) ?? {hits: 0, lastMs: 0};
			this.#hits.set(key, {hits: known.hits + 1, lastMs: Math.max(known.lastMs, Number(alert.tsNs) / 1e6)});
		}
		if (by.length === 0) this.#unattributed++;
		if (this.#waiting.length < MOST_WAITING) this.#waiting.push({alert, by});
	}

	takeWaiting(): readonly SilencedAlert[] {
		const waiting = this.#waiting;
		this.#waiting = [];
		this.#shown += waiting.length;
		return waiting;
	}

	/** An exception that the watched Falco has silences before anything is logged: nobody can know how often. */
	counts(exceptions: readonly TailException[]): SilencedCounts {
		const hitsOf = ({summary}: TailException) => this.#hits.get(summary.key);
		return {
			total: this.#total,
			shown: this.#shown,
			unattributed: this.#unattributed,
			hits: exceptions.map((exception) => (exception.isFalcos ? null : (hitsOf(exception)?.hits ?? 0))),
			lastMs: exceptions.map((exception) => hitsOf(exception)?.lastMs ?? 0),
		};
	}
}
