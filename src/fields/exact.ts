/** A value of the field language: a number where it is exact, else the bigint. */
export function exact(value: bigint): number | bigint {
	return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER ? Number(value) : value;
}

const SAFE_SECONDS = Math.floor(Number.MAX_SAFE_INTEGER / 1e9) - 1;

/** `seconds` and `nanos` (which may be negative) in nanoseconds. */
export function nanoseconds(seconds: number, nanos: number): number | bigint {
	if (seconds < SAFE_SECONDS && seconds > -SAFE_SECONDS) return seconds * 1e9 + nanos;
	return BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
}
