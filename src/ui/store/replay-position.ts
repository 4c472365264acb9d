import type {EngineTick} from '../../engine/engine-tick.ts';

/** Where a replay is in its recording; seconds. */
export interface ReplayPosition {
	/** From the recording's beginning to the last event; undefined before the first one. */
	readonly elapsed: number | undefined;
	/** Undefined while the end of the recording is not known. */
	readonly total: number | undefined;
	/**
	 * 0 to 1, by time. While that cannot be told, by what was read of the file where it is replayed as fast as it is read;
	 * else unknown: a paced replay reads far ahead.
	 */
	readonly share: number | undefined;
}

/** Undefined where nothing is replayed. */
export function replayPosition(tick: Pick<EngineTick, 'replay' | 'progress' | 'eventTsNs'> | undefined): ReplayPosition | undefined {
	if (tick?.replay === undefined) return undefined;
	const {startNs, endNs, speed} = tick.replay;
	const total = startNs === undefined || endNs === undefined ? undefined : Number(endNs - startNs) / 1e9;
	const elapsed = startNs === undefined || tick.eventTsNs === 0n ? undefined : Math.max(0, Number(tick.eventTsNs - startNs) / 1e9);
	if (total === undefined || elapsed === undefined) return {elapsed, total, share: speed === 0 ? tick.progress : undefined};
	return {elapsed, total, share: total === 0 ? 1 : Math.min(1, elapsed / total)};
}
