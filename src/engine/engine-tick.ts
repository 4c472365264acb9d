import type {SystemCounters} from '../system/system.ts';
import type {ContainerCounts, TypeCounts} from './counts.ts';
import type {SilencedCounts} from './rule-facts.ts';

/** Sent about four times a second. Counts are totals since the start; the reader makes rates. */
export interface EngineTick {
	/** Monotonic milliseconds of the worker. */
	readonly atMs: number;
	/** Time of the last event, nanoseconds since the epoch; 0n before the first. */
	readonly eventTsNs: bigint;
	readonly events: number;
	readonly alerts: number;
	/** Alerts of what this program itself did, beside `alerts`; only where they are left out. */
	readonly ownAlerts?: number;
	/** Drops by reason; all zero is the promise. */
	readonly drops: Readonly<Record<string, number>>;
	/** Hits by rule name. */
	readonly hits: Readonly<Record<string, number>>;
	/** Only where the user's file is known. */
	readonly silenced?: SilencedCounts;
	readonly containers: readonly ContainerCounts[];
	/** Containers that are no longer listed, to make room for newer ones. */
	readonly forgottenContainers?: number;
	readonly threads: number;
	readonly fds: number;
	/** What the system model holds, lost and gave up. */
	readonly state?: SystemCounters;
	/** Bytes waiting in the ring and its size; 0 for captures. */
	readonly ringBytes: number;
	readonly ringSizeBytes: number;
	/** 0..1 of a capture that was read; undefined live. */
	readonly progress?: number;
	/** Captures that are files only. */
	readonly fileBytes?: FileBytes;
	/** Replay only. */
	readonly replay?: ReplayState;
	/** Raw events kept so that `saveEvents` can write them; only with `snapshots`. */
	readonly recent?: RecentState;
	/** Only between `countTypes` and `uncountTypes`. */
	readonly typeCounts?: TypeCounts;
	/** Only of a log of alerts. */
	readonly log?: LogState;
}

/** What a log of alerts held beside the alerts that are shown. */
export interface LogState {
	/** Lines that were never meant as alerts: Falco's own log. */
	readonly otherLines: number;
	/** Falco's own notices among the alerts, of drops for one. */
	readonly notices: number;
	/** System calls that Falco says it dropped. */
	readonly falcoDrops: number;
	/** Alerts that rules which are tried here silence. */
	readonly silenced: number;
	/** Rotations and truncations: what was written between may be missing. */
	readonly gaps: number;
}

/** Of a capture, compressed where it is. */
export interface FileBytes {
	readonly read: number;
	readonly size: number;
}

export interface ReplayState {
	/** Times the recorded pace; 0 = as fast as possible. */
	readonly speed: number;
	readonly isSeeking: boolean;
	/** A pipe: what went by cannot be read again. */
	readonly isOnce: boolean;
	/** Times of the first and the last event, nanoseconds since the epoch; undefined while unknown. */
	readonly startNs?: bigint;
	readonly endNs?: bigint;
}

export interface RecentState {
	readonly usedBytes: number;
	readonly sizeBytes: number;
	readonly events: number;
	/** Events too large to be kept. */
	readonly tooLarge: number;
	/** Time of the oldest, milliseconds since the epoch. */
	readonly oldestMs?: number;
}
