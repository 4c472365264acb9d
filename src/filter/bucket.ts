import {EVENT_TYPES} from '../events/event-types.ts';

/** For each event code the rules that can match it, in the order given (load order). */
export function bucketByEventType<R extends {readonly eventTypes: ReadonlySet<number>}>(rules: readonly R[]): readonly (readonly R[])[] {
	const buckets: R[][] = EVENT_TYPES.map(() => []);
	for (const rule of rules) for (const code of rule.eventTypes) buckets[code].push(rule);
	return buckets;
}
