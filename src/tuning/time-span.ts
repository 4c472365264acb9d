const UNIT_MS: Readonly<Record<string, number>> = {m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000};

/** Milliseconds since the epoch of a date, or of a span such as `2h` or `7d` before (-1) or after (1) `fromMs`; undefined for anything else. */
export function parseTime(text: string, fromMs: number, direction: 1 | -1): number | undefined {
	const [, count, unit] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
	if (count !== undefined) return fromMs + direction * Number(count) * UNIT_MS[unit];
	const atMs = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(atMs) ? undefined : atMs;
}
