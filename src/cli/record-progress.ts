/** What a recording has done so far. */
export interface RecordTotals {
	readonly events: number;
	readonly stateOnly: number;
	readonly bytes: number;
	readonly files: number;
	readonly drops: Readonly<Record<string, number>>;
	readonly seconds: number;
	/** 0..1 of another capture whose events are taken. */
	readonly progress?: number;
}

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/** `4.2 MB`: millions of bytes, as -C counts them. */
function megabytes(bytes: number): string {
	return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((total, count) => total + count, 0);

/** The line that a person watches while it records. */
export function progressLine({events, bytes, drops, seconds, progress}: RecordTotals): string {
	const done = progress === undefined ? 'recording' : `${Math.floor(progress * 100)} % read`;
	return `${done}: ${grouped(events)} events, ${megabytes(bytes)}, ${grouped(sum(drops))} dropped, ${Math.floor(seconds)} s  (Ctrl-C ends)`;
}

/** What is said at the end; every loss with its reason. `place`: the file, or the last of them. */
export function summaryLines({events, stateOnly, bytes, files, drops, seconds}: RecordTotals, place: string): string[] {
	const kept = stateOnly > 0 ? ` and ${grouped(stateOnly)} for the state only` : '';
	const where = files === 1 ? place : `${files} files, the last ${place}`;
	const lost = Object.entries(drops).filter(([, count]) => count > 0);
	return [
		`${grouped(events)} events${kept} in ${seconds.toFixed(1)} s, ${megabytes(bytes)} uncompressed: ${where}`,
		lost.length === 0 ? 'nothing dropped' : `dropped: ${lost.map(([reason, count]) => `${reason} ${grouped(count)}`).join(', ')}`,
	];
}
