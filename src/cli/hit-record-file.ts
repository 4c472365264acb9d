import {readFileSync} from 'node:fs';
import {mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {
	type AddedHits,
	addHits,
	type ExceptionId,
	type HitRecord,
	joinHits,
	parseHitRecord,
	printHitRecord,
	type RecordedHits,
	recordId,
} from '../tuning/hit-record.ts';

const WRITE_EVERY_MS = 60_000;
/** A record as large as this is not ours. */
const MOST_BYTES = 4 << 20;

/**
 * The record of hits in the user's state folder. It is written in the background, as a whole and by renaming; what
 * another dashboard wrote meanwhile is added to, not replaced.
 */
export class HitRecordFile implements HitRecord {
	readonly #path: string;
	readonly #isReadOnly: boolean;
	readonly #written: Map<string, RecordedHits>;
	/** What is not in the file yet. */
	#added = new Map<string, RecordedHits>();
	readonly #ids = new Map<string, string>();
	#writing: Promise<void> = Promise.resolve();
	#timer: NodeJS.Timeout | undefined;
	/** Why it could not be written last time: hits count on, for this run. */
	failure: string | undefined;

	/** Where it is only read, hits count on for this run. */
	constructor(folder: string, isReadOnly = false) {
		this.#isReadOnly = isReadOnly;
		this.#path = path.join(folder, 'exception-hits.json');
		this.#written = parseHitRecord(readNow(this.#path));
		this.#timer = setInterval(() => void this.write(), WRITE_EVERY_MS);
		this.#timer.unref();
	}

	of(exception: ExceptionId): RecordedHits | undefined {
		const id = this.#idOf(exception);
		const written = this.#written.get(id);
		const added = this.#added.get(id);
		return written && added ? joinHits(written, added) : (added ?? written);
	}

	add(exception: ExceptionId, added: AddedHits, nowMs: number): void {
		const id = this.#idOf(exception);
		this.#added.set(id, addHits(this.#added.get(id), added, nowMs));
	}

	/** Resolves when what was added until now is in the file, or cannot be. */
	write(): Promise<void> {
		this.#writing = this.#writing.then(() => this.#write());
		return this.#writing;
	}

	async close(): Promise<void> {
		clearInterval(this.#timer);
		await this.write();
	}

	async #write(): Promise<void> {
		if (this.#added.size === 0 || this.#isReadOnly) return;
		const added = this.#added;
		this.#added = new Map();
		const own = `${this.#path}.${process.pid}`;
		try {
			await mkdir(path.dirname(this.#path), {recursive: true, mode: 0o700});
			const record = parseHitRecord(await readFile(this.#path, 'utf8').catch(() => ''));
			for (const [id, hits] of added) record.set(id, withBefore(record.get(id), hits));
			await writeFile(own, printHitRecord(record), {mode: 0o600});
			await rename(own, this.#path);
			for (const [id, hits] of record) this.#written.set(id, hits);
			this.failure = undefined;
		} catch (error) {
			await rm(own, {force: true}).catch(() => {});
			for (const [id, hits] of added) this.#added.set(id, withBefore(this.#added.get(id), hits));
			this.failure = error instanceof Error ? error.message : String(error);
		}
	}

	#idOf(exception: ExceptionId): string {
		const text = `${exception.file}\0${exception.key}`;
		let id = this.#ids.get(text);
		if (id === undefined) {
			if (this.#ids.size > 20_000) this.#ids.clear();
			id = recordId(exception);
			this.#ids.set(text, id);
		}
		return id;
	}
}

const withBefore = (before: RecordedHits | undefined, hits: RecordedHits): RecordedHits => (before ? joinHits(before, hits) : hits);

/** At the start, once: a small file. */
function readNow(file: string): string {
	try {
		const bytes = readFileSync(file);
		return bytes.length > MOST_BYTES ? '' : bytes.toString('utf8');
	} catch {
		return '';
	}
}
