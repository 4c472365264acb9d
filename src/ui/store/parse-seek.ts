const NS_PER_SECOND = 1_000_000_000n;
const RELATIVE = /^([+-])\s*(?:(\d+)h)?\s*(?:(\d+)m)?\s*(?:(\d+(?:\.\d+)?)s?)?$/;
const ELAPSED = /^(?:(\d+):)?(\d{1,2}):(\d{2}(?:\.\d+)?)$/;

export interface SeekRange {
	/** Nanoseconds since the epoch. */
	readonly positionNs: bigint;
	readonly startNs: bigint;
}

const nanos = (hours: string | undefined, minutes: string | undefined, seconds: string | undefined): bigint =>
	BigInt(Math.round((Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1000)) * (NS_PER_SECOND / 1000n);

/** `+30s`, `-1m30s` from where the replay is; `2:05`, `1:02:05` from its beginning. Undefined for anything else. */
export function parseSeek(text: string, {positionNs, startNs}: SeekRange): bigint | undefined {
	const relative = RELATIVE.exec(text.trim());
	if (relative !== null) {
		const [, sign, hours, minutes, seconds] = relative;
		const distance = nanos(hours, minutes, seconds);
		if (distance === 0n) return undefined;
		return sign === '+' ? positionNs + distance : positionNs - distance;
	}
	const elapsed = ELAPSED.exec(text.trim());
	return elapsed === null ? undefined : startNs + nanos(elapsed[1], elapsed[2], elapsed[3]);
}
