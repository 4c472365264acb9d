import {createHash} from 'node:crypto';
import {resolve} from 'node:path';

/** Which exception: the file it stands in, and what it says. */
export interface ExceptionId {
	readonly file: string;
	readonly key: string;
}

/** What was counted of an exception in all times that somebody watched. Times in milliseconds since the epoch; 0: never. */
export interface RecordedHits {
	readonly hits: number;
	readonly lastMs: number;
	readonly sinceMs: number;
	readonly watchedMs: number;
	/** When it was watched last: those that nobody watches any more make room. */
	readonly seenMs: number;
}

export interface AddedHits {
	readonly hits: number;
	readonly lastMs: number;
	readonly watchedMs: number;
}

/** Hits of exceptions across restarts. */
export interface HitRecord {
	of(exception: ExceptionId): RecordedHits | undefined;
	add(exception: ExceptionId, added: AddedHits, nowMs: number): void;
	/** Why hits are not kept for later runs. */
	readonly failure?: string;
}

export type RecordedById = ReadonlyMap<string, RecordedHits>;

const FORMAT = 'falconer exception hits 1';
const MOST_EXCEPTIONS = 10_000;

/** Names an exception without saying what it is: the record is no place to read rules from. */
export function recordId({file, key}: ExceptionId): string {
	return createHash('sha256')
		.update(`${resolve(file)}\0${key}`)
		.digest('hex')
		.slice(0, 20);
}

/** Reads a record; of what is damaged nothing is kept. */
export function parseHitRecord(text: string): Map<string, RecordedHits> {
	const found = new Map<string, RecordedHits>();
	let read: unknown;
	try {
		read = JSON.parse(text);
	} catch {
		return found;
	}
	const {format, exceptions} = (typeof read === 'object' && read !== null ? read : {}) as Readonly<Record<string, unknown>>;
	if (format !== FORMAT || typeof exceptions !== 'object' || exceptions === null) return found;
	for (const [id, numbers] of Object.entries(exceptions)) {
		if (!/^[0-9a-f]{20}$/.test(id) || !Array.isArray(numbers) || numbers.length !== 5) continue;
		if (!numbers.every((number) => typeof number === 'number' && Number.isFinite(number) && number >= 0)) continue;
		const [hits, lastMs, sinceMs, watchedMs, seenMs] = numbers as number[];
		found.set(id, {hits, lastMs, sinceMs, watchedMs, seenMs});
	}
	return found;
}

/** The text of a record; beyond a bound those that were watched last longest ago are left out. */
export function printHitRecord(record: RecordedById): string {
	const kept = [...record].sort(([, a], [, b]) => b.seenMs - a.seenMs).slice(0, MOST_EXCEPTIONS);
	const rows = kept.map(([id, {hits, lastMs, sinceMs, watchedMs, seenMs}]) => {
		const numbers = [hits, lastMs, sinceMs, watchedMs, seenMs].map((number) => Math.round(number));
		return `${JSON.stringify(id)}: ${JSON.stringify(numbers)}`;
	});
	return `{"format": ${JSON.stringify(FORMAT)}, "exceptions": {\n${rows.join(',\n')}\n}}\n`;
}

/** More of the same exception. */
export function addHits(before: RecordedHits | undefined, {hits, lastMs, watchedMs}: AddedHits, nowMs: number): RecordedHits {
	return {
		hits: (before?.hits ?? 0) + hits,
		lastMs: Math.max(before?.lastMs ?? 0, lastMs),
		sinceMs: before?.sinceMs ?? nowMs,
		watchedMs: (before?.watchedMs ?? 0) + watchedMs,
		seenMs: nowMs,
	};
}

/** Two that counted the same exception side by side. */
export function joinHits(a: RecordedHits, b: RecordedHits): RecordedHits {
	return {
		hits: a.hits + b.hits,
		lastMs: Math.max(a.lastMs, b.lastMs),
		sinceMs: Math.min(a.sinceMs, b.sinceMs),
		watchedMs: a.watchedMs + b.watchedMs,
		seenMs: Math.max(a.seenMs, b.seenMs),
	};
}
