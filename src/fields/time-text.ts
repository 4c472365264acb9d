const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** `HH:MM:SS`, local. */
export function clockText(seconds: number): string {
	const date = new Date(seconds * 1000);
	return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

/** `YYYY-MM-DD`, local. */
export function dayText(seconds: number): string {
	const date = new Date(seconds * 1000);
	return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

export const nanosText = (nanos: number): string => pad(nanos, 9);

/** `YYYY-MM-DDTHH:MM:SS.nnnnnnnnn` in UTC, without offset. */
export function isoText(seconds: number, nanos: number): string {
	return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${nanosText(nanos)}`;
}

/** An ABSTIME parameter. Falco cuts the offset off where it writes the nanoseconds. */
export function localDate(nanos: bigint): string {
	const seconds = Number(nanos / 1_000_000_000n);
	return `${dayText(seconds)} ${clockText(seconds)}.${nanosText(Number(nanos % 1_000_000_000n))}`;
}

/** Seconds as C's `%lg` prints them: six significant digits, no trailing zeros. */
export function secondsText(nanos: bigint): string {
	return shortDouble(Number(nanos) / 1e9);
}

/** `%lg`. */
export function shortDouble(value: number): string {
	if (value === 0) return '0';
	const [digits, power] = value.toExponential(5).split('e');
	const exponent = Number(power);
	const trimmed = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
	if (exponent < -4 || exponent >= 6) return `${trimmed}e${exponent < 0 ? '-' : '+'}${pad(Math.abs(exponent))}`;
	return String(Number(value.toPrecision(6)));
}
