// Numbers for people: as many digits as help, in widths that do not jump.

const THOUSANDS = /\B(?=(\d{3})+$)/g;

/** `1,204`; from ten million on `12.3M`. */
export function formatCount(count: number): string {
	if (count >= 1e7) return formatShort(count);
	return String(Math.round(count)).replace(THOUSANDS, ',');
}

/** At most four significant cells and a unit: `12`, `999`, `1.2k`, `12.4k`, `3.1M`. */
export function formatShort(count: number, decimals = 0): string {
	if (count < 1000) return count.toFixed(count < 100 ? decimals : 0);
	const power = Math.min(4, Math.floor(Math.log10(count) / 3));
	const scaled = count / 1000 ** power;
	return `${scaled < 99.95 ? scaled.toFixed(1) : Math.round(scaled)}${['', 'k', 'M', 'G', 'T'][power]}`;
}

/** `1.4/s`, `12/s`, `2.0k/s`; `–` for nothing. */
export function formatRate(perSecond: number): string {
	if (perSecond < 0.05) return '–';
	return `${perSecond < 10 ? perSecond.toFixed(1) : formatShort(perSecond)}/s`;
}

/** `96M`, `1.2G`; binary units. */
export function formatBytes(bytes: number): string {
	if (bytes < 1024) return `${bytes}B`;
	const power = Math.min(4, Math.floor(Math.log2(bytes) / 10));
	const scaled = bytes / 1024 ** power;
	return `${scaled < 9.95 ? scaled.toFixed(1) : Math.round(scaled)}${['B', 'K', 'M', 'G', 'T'][power]}`;
}

export const formatPercent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)}%`;

/** How long ago: `now`, `41s`, `12m`, `3h`, `2d`. */
export function formatAgo(ms: number): string {
	if (ms < 1500) return 'now';
	const seconds = Math.round(ms / 1000);
	if (seconds < 100) return `${seconds}s`;
	if (seconds < 6000) return `${Math.round(seconds / 60)}m`;
	return seconds < 172_800 ? `${Math.round(seconds / 3600)}h` : `${Math.round(seconds / 86_400)}d`;
}

/** `0:42`, `1:02:05`. */
export function formatClock(seconds: number): string {
	const whole = Math.floor(seconds);
	const two = (value: number): string => String(value).padStart(2, '0');
	const hours = Math.floor(whole / 3600);
	const minutes = Math.floor(whole / 60) % 60;
	return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** `17:04:05.123` in local time. */
export function formatTime(tsNs: bigint): string {
	const ms = Number(tsNs / 1_000_000n);
	const time = new Date(ms);
	const two = (part: number): string => String(part).padStart(2, '0');
	return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Local midnight of that time: equal for times of one day. */
const dayOf = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);

/** For a column of twelve cells: `17:04:05.123` of the same day as now, `Nov 22 17:04` of another. */
export function formatTimeCell(tsNs: bigint, nowMs: number): string {
	const ms = Number(tsNs / 1_000_000n);
	if (dayOf(ms) === dayOf(nowMs)) return formatTime(tsNs);
	const time = new Date(ms);
	return `${MONTHS[time.getMonth()]} ${String(time.getDate()).padStart(2)} ${formatTime(tsNs).slice(0, 5)}`;
}

/** `17:04:05.123` of the same day as now, `2026-11-22 17:04:05.123` of another. */
export function formatMoment(tsNs: bigint, nowMs: number): string {
	const ms = Number(tsNs / 1_000_000n);
	if (dayOf(ms) === dayOf(nowMs)) return formatTime(tsNs);
	const time = new Date(ms);
	const two = (part: number): string => String(part).padStart(2, '0');
	return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${formatTime(tsNs)}`;
}

export const plural = (count: number, one: string, many = `${one}s`): string => `${formatCount(count)} ${count === 1 ? one : many}`;
