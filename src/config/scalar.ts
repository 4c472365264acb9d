const TRUE = new Set(['true', 'yes', 'on', 'y']);
const FALSE = new Set(['false', 'no', 'off', 'n']);

/** YAML's booleans in any case; undefined for another text. */
export function parseBool(text: string): boolean | undefined {
	const word = text.trim().toLowerCase();
	return TRUE.has(word) ? true : FALSE.has(word) ? false : undefined;
}

export function parseNumber(text: string): number | undefined {
	const trimmed = text.trim();
	return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) || /^0x[\da-f]+$/i.test(trimmed) ? Number(trimmed) : undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = {
	ms: 1,
	s: 1000,
	m: 60_000,
	h: 3_600_000,
	d: 86_400_000,
	w: 604_800_000,
	y: 31_556_952_000,
};

/** Milliseconds of `1h`, `2d3h4ms`; undefined for another text. */
export function parseDuration(text: string): number | undefined {
	const parts = /^(?:\d+(?:ms|[smhdwy]))+$/.test(text) ? text.matchAll(/(\d+)(ms|[smhdwy])/g) : undefined;
	if (parts === undefined) return undefined;
	let sum = 0;
	for (const [, count, unit] of parts) sum += Number(count) * UNIT_MS[unit];
	return sum;
}

const UNIT_BYTES: Readonly<Record<string, number>> = {'': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3};

/** The largest unit that says it whole: `48M`, `500`. */
export function sizeText(bytes: number): string {
	const unit = ['G', 'M', 'K'].find((name) => bytes > 0 && bytes % UNIT_BYTES[name] === 0) ?? '';
	return `${bytes / UNIT_BYTES[unit]}${unit}`;
}

/** `1h`, `90s`, `500ms`: as long as it is whole, in the largest such unit. */
export function durationText(ms: number): string {
	const unit = ['d', 'h', 'm', 's'].find((name) => ms > 0 && ms % UNIT_MS[name] === 0) ?? 'ms';
	return `${ms / UNIT_MS[unit]}${unit}`;
}

/** Bytes of `64M`, `1.5G`, `4096`; undefined for another text. */
export function parseBytes(text: string): number | undefined {
	const [, count, unit] = /^(\d+(?:\.\d+)?)\s*([KMG]?)(?:i?B)?$/i.exec(text.trim()) ?? [];
	return count === undefined ? undefined : Math.round(Number(count) * UNIT_BYTES[unit.toUpperCase()]);
}
