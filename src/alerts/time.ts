const SECOND_NS = 1_000_000_000n;

/** `HH:MM:SS.nnnnnnnnn` in local time. */
export function localTime(tsNs: bigint): string {
	const {date, fraction} = split(tsNs);
	return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${fraction}`;
}

/** `YYYY-MM-DDTHH:MM:SS.nnnnnnnnn` in UTC, without a zone: text alerts write `+0000`, JSON alerts `Z`. */
export function utcTime(tsNs: bigint): string {
	const {date, fraction} = split(tsNs);
	return `${date.toISOString().slice(0, 19)}.${fraction}`;
}

function split(tsNs: bigint): {date: Date; fraction: string} {
	const seconds = tsNs / SECOND_NS;
	return {date: new Date(Number(seconds) * 1000), fraction: String(tsNs % SECOND_NS).padStart(9, '0')};
}

const two = (value: number) => String(value).padStart(2, '0');
