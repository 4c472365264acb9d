import type {Alert} from '../../alerts/alert.ts';
import type {CountScope, TypeCounts} from '../../engine/counts.ts';
import type {EngineTick} from '../../engine/engine-tick.ts';
import type {History} from '../../tuning/history.ts';
import {EVENT_CLASSES} from './container-rates.ts';
import type {EnginePort} from './engine-port.ts';

/** Seconds that are kept: half an hour. */
const SECONDS = 1800;
/** Seconds that the widest time axis shows: alerts are told as far back as they are kept. */
const ALERT_SECONDS = 300 * 60;
/** The row of alerts; no event is called so. */
export const ALERTS_ROW = 'alerts';

/** Counts of one row by second; a slot holds the second it was written for. */
interface Ring {
	readonly counts: Uint32Array;
	total: number;
}

/** Alerts that are kept, the newest last. */
type AlertList = Pick<History, 'size' | 'at'>;

/** Events of a container, a process or all, by type and second, counted by the engine only while somebody looks. */
export class HeatMap {
	readonly #types = new Map<string, Ring>();
	/** Every call by class, as the kernel counts them. */
	readonly #classes = new Map<string, Ring>();
	#classTotals: Readonly<Record<string, number>> | undefined;
	/** By second: of kept alerts before anybody looked, of the engine's counts from then on. */
	readonly #alerts = new Map<number, number>();
	/** The newest second; -1 before the first event. */
	newest = -1;
	oldest = -1;
	/** Seconds that the engine had no room for. */
	lost = 0;

	constructor(
		readonly scope: CountScope,
		private readonly engine: Pick<EnginePort, 'countTypes' | 'uncountTypes'>,
		private readonly kept: AlertList = {size: 0, at: () => undefined},
	) {
		this.#countKept();
		engine.countTypes?.(scope);
	}

	/** Whether this source has events at all: a log of alerts has none. */
	get isPossible(): boolean {
		return this.engine.countTypes !== undefined;
	}

	close(): void {
		this.engine.uncountTypes?.();
	}

	/** A replay went back: what was counted is counted again. */
	clear(): void {
		this.#types.clear();
		this.#classes.clear();
		this.#alerts.clear();
		this.#classTotals = undefined;
		this.newest = -1;
		this.oldest = -1;
	}

	take({typeCounts, containers, eventTsNs}: Pick<EngineTick, 'typeCounts' | 'containers' | 'eventTsNs'>): void {
		// Nobody counts for it: the alerts that came since are among those that are kept.
		if (!this.isPossible) {
			this.#alerts.clear();
			this.#countKept();
		}
		if (eventTsNs > 0n) this.#takeClasses(Number(eventTsNs / 1_000_000_000n), containers);
		if (typeCounts === undefined || !isSame(typeCounts.scope, this.scope)) return;
		this.lost = typeCounts.lost;
		for (const second of typeCounts.seconds) this.#put(second);
	}

	/** Names of event types with any events, those with most of them first. */
	types(): string[] {
		const rows = [...this.#types].filter(([, {total}]) => total > 0);
		return rows.sort(([a, {total: all}], [b, {total}]) => total - all || (a < b ? -1 : 1)).map(([name]) => name);
	}

	/** Events of a type, calls of a class, or alerts, in `seconds` seconds from `second` on. */
	sum(kind: 'type' | 'class', name: string, second: number, seconds: number): number {
		if (name === ALERTS_ROW) return this.#alertsIn(second, seconds);
		const ring = (kind === 'type' ? this.#types : this.#classes).get(name);
		if (ring === undefined) return 0;
		let sum = 0;
		for (let at = second; at < second + seconds; at++)
			if (at <= this.newest && at > this.newest - SECONDS) sum += ring.counts[at % SECONDS];
		return sum;
	}

	#alertsIn(second: number, seconds: number): number {
		let sum = 0;
		for (let at = second; at < second + seconds; at++) if (at <= this.newest) sum += this.#alerts.get(at) ?? 0;
		return sum;
	}

	/** From the newest back; they come in the order of their time, but for a moment. */
	#countKept(): void {
		const {kept} = this;
		let newest = 0;
		// Those of one second come in a row: their count waits outside the map.
		let second = -1;
		let count = 0;
		const flush = (): void => {
			if (count > 0) this.#alerts.set(second, count + (this.#alerts.get(second) ?? 0));
			count = 0;
		};
		for (let at = kept.size - 1; at >= 0; at--) {
			const alert = kept.at(at)!;
			const own = Math.floor(Number(alert.tsNs) / 1e9);
			if (own > newest) newest = own;
			if (own < newest - ALERT_SECONDS) break;
			if (!isInScope(alert, this.scope)) continue;
			if (own !== second) flush();
			second = own;
			count++;
		}
		flush();
		// Without events the time goes on to the last alert at least: a recording that has ended tells no more.
		if (newest > 0) this.#advance(newest);
	}

	/** The engine also counts those that are not kept; of the second in which it began it has seen a part. */
	#putAlerts(second: number, count: number): void {
		if (count > 0) this.#alerts.set(second, Math.max(count, this.#alerts.get(second) ?? 0));
		if (this.#alerts.size <= 2 * ALERT_SECONDS) return;
		for (const at of this.#alerts.keys()) if (at < second - ALERT_SECONDS) this.#alerts.delete(at);
	}

	#put({second, names, counts, alerts}: TypeCounts['seconds'][number]): void {
		if (this.oldest < 0) this.oldest = second;
		this.#advance(second);
		if (second <= this.newest - SECONDS) return;
		// The running second comes again with more: what it said before is taken back.
		for (const ring of this.#types.values()) this.#set(ring, second, 0);
		const sums = new Map<string, number>();
		this.#putAlerts(second, alerts);
		for (const [at, name] of names.entries()) sums.set(name, (sums.get(name) ?? 0) + counts[at]);
		for (const [name, count] of sums) this.#set(ringOf(this.#types, name), second, count);
	}

	/** The kernel's totals since the last tick, where they are of this scope: it counts by container. */
	#takeClasses(second: number, containers: EngineTick['containers']): void {
		const {scope} = this;
		if (scope.kind === 'process') return;
		const totals: Record<string, number> = {exec: 0, file: 0, net: 0, other: 0};
		for (const {id, counts} of containers) {
			if (scope.kind === 'container' && scope.id !== id) continue;
			for (const name of EVENT_CLASSES) totals[name] += counts[name];
		}
		const before = this.#classTotals;
		this.#classTotals = totals;
		if (before === undefined || this.newest < 0) return;
		this.#advance(second);
		for (const name of EVENT_CLASSES) {
			const ring = ringOf(this.#classes, name);
			this.#set(ring, this.newest, ring.counts[this.newest % SECONDS] + Math.max(0, totals[name] - before[name]));
		}
	}

	#set(ring: Ring, second: number, count: number): void {
		const slot = second % SECONDS;
		ring.total += count - ring.counts[slot];
		ring.counts[slot] = count;
	}

	#advance(second: number): void {
		if (second <= this.newest) return;
		const from = this.newest < 0 ? second : Math.max(this.newest + 1, second - SECONDS + 1);
		this.newest = second;
		if (this.oldest >= 0) this.oldest = Math.max(this.oldest, second - SECONDS + 1);
		for (const rings of [this.#types, this.#classes])
			for (const ring of rings.values()) for (let at = from; at <= second; at++) this.#set(ring, at, 0);
	}
}

function ringOf(rings: Map<string, Ring>, name: string): Ring {
	let ring = rings.get(name);
	if (ring === undefined) {
		ring = {counts: new Uint32Array(SECONDS), total: 0};
		rings.set(name, ring);
	}
	return ring;
}

export function isInScope(alert: Pick<Alert, 'containerId' | 'pid'>, scope: CountScope): boolean {
	return scope.kind === 'all' || (scope.kind === 'container' ? alert.containerId === scope.id : alert.pid === scope.pid);
}

function isSame(a: CountScope, b: CountScope): boolean {
	if (a.kind === 'all' || b.kind === 'all') return a.kind === b.kind;
	if (a.kind === 'container') return b.kind === 'container' && a.id === b.id;
	return b.kind === 'process' && a.pid === b.pid;
}
