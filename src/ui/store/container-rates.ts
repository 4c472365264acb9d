import type {ContainerCounts, EventClass} from '../../engine/counts.ts';
import type {ByteString} from '../../events/byte-string.ts';
import {RateRing} from '../../tuning/rate-ring.ts';

export const EVENT_CLASSES: readonly EventClass[] = ['exec', 'file', 'net', 'other'];

/** A container's totals turned into rates. */
export interface ContainerState {
	readonly id: ByteString;
	name: ByteString;
	counts: Record<EventClass, number>;
	alerts: number;
	readonly total: RateRing;
	readonly byClass: Readonly<Record<EventClass, RateRing>>;
	/** Running number of the last tick that named it. */
	lastTick: number;
}

/** Brings a container's rates up to a tick's totals. A total that went back (the engine restarted) counts from zero. */
export function applyCounts(state: ContainerState, now: ContainerCounts, atMs: number): void {
	let all = 0;
	for (const name of EVENT_CLASSES) {
		const grown = now.counts[name] - state.counts[name];
		const delta = grown >= 0 ? grown : now.counts[name];
		state.byClass[name].add(atMs, delta);
		state.counts[name] = now.counts[name];
		all += delta;
	}
	state.total.add(atMs, all);
	state.name = now.name;
	state.alerts = now.alerts;
}

/** The first totals are what happened before anyone looked: no rate. */
export function createContainerState(first: ContainerCounts): ContainerState {
	const byClass = {exec: new RateRing(), file: new RateRing(), net: new RateRing(), other: new RateRing()};
	return {id: first.id, name: first.name, counts: {...first.counts}, alerts: first.alerts, total: new RateRing(), byClass, lastTick: 0};
}
