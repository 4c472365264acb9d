import type {ByteString} from '../events/byte-string.ts';

/** Whose events are counted. */
export type CountScope =
	| {readonly kind: 'all'}
	/** '' is the host. */
	| {readonly kind: 'container'; readonly id: ByteString}
	| {readonly kind: 'process'; readonly pid: number};

/** Events by type: every second that has passed since the last tick, and the running one so far. */
export interface TypeCounts {
	readonly scope: CountScope;
	readonly seconds: readonly SecondCounts[];
	/** Seconds that found no room since the counting began. */
	readonly lost: number;
}

/** `counts[i]` events of `names[i]` in a second of the events' own time, since the epoch. */
export interface SecondCounts {
	readonly second: number;
	readonly names: readonly string[];
	readonly counts: readonly number[];
	readonly alerts: number;
}

export type EventClass = 'exec' | 'file' | 'net' | 'other';

export interface ContainerCounts {
	/** '' is the host. */
	readonly id: ByteString;
	readonly name: ByteString;
	readonly counts: Readonly<Record<EventClass, number>>;
	readonly alerts: number;
}
