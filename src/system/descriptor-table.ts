import type {Fd} from './fd-table.ts';

/**
 * Descriptors of a process (or of threads that share them) by number, in the order in which Falco walks through them, which
 * `fd.types` shows. It is that of libstdc++'s hash table of numbers: all entries form one list in which those of a bucket
 * stand together; a new one goes to the front of its bucket, or of the whole list when the bucket was empty. Growing puts
 * the entries into the new buckets the same way, in the order they had. Entries hold their own links: nothing is
 * allocated beside the buckets, and a look-up is one division.
 */
export class FdTable {
	size = 0;
	/** Where a walk starts; `Fd.next` leads on. A loop that deletes takes `next` first. */
	first: Fd | undefined = undefined;
	/** The first entry of each bucket. */
	#buckets: (Fd | undefined)[] = NO_BUCKETS;
	#count = 1;
	/** Only recordings that are not quite right hold numbers below 0; `AT_FDCWD` is asked for all the time. */
	#hasNegative = false;

	get(number: number): Fd | undefined {
		if (number < 0 && !this.#hasNegative) return undefined;
		const count = this.#count;
		// Nearly all numbers are small: no division.
		const bucket = number >= 0 ? (number < count ? number : number % count) : bucketOfNegative(number, count);
		for (let fd = this.#buckets[bucket]; fd !== undefined; fd = fd.next) {
			if (fd.fd === number) return fd;
			if (bucketOf(fd.fd, count) !== bucket) return undefined;
		}
		return undefined;
	}

	has(number: number): boolean {
		return this.get(number) !== undefined;
	}

	/** Notes a descriptor; one of the same number gives it its place. No two tables may hold the same object. */
	put(fd: Fd): void {
		const known = this.get(fd.fd);
		if (known !== undefined) {
			if (known !== fd) this.#replace(known, fd);
			return;
		}
		if (this.size >= this.#buckets.length) this.#grow();
		if (fd.fd < 0) this.#hasNegative = true;
		this.#insert(fd);
		this.size++;
	}

	/** False when there was none. */
	delete(number: number): boolean {
		const fd = this.get(number);
		if (fd === undefined) return false;
		const {next, previous} = fd;
		const bucket = bucketOf(number, this.#count);
		if (this.#buckets[bucket] === fd) {
			this.#buckets[bucket] = next !== undefined && bucketOf(next.fd, this.#count) === bucket ? next : undefined;
		}
		if (previous === undefined) this.first = next;
		else previous.next = next;
		if (next !== undefined) next.previous = previous;
		fd.next = undefined;
		fd.previous = undefined;
		this.size--;
		return true;
	}

	/** Whoever walks this way may delete what it was given. */
	*values(): Generator<Fd, void, undefined> {
		for (let fd = this.first, next: Fd | undefined; fd !== undefined; fd = next) {
			next = fd.next;
			yield fd;
		}
	}

	#replace(known: Fd, fd: Fd): void {
		const {next, previous} = known;
		const bucket = bucketOf(fd.fd, this.#count);
		if (this.#buckets[bucket] === known) this.#buckets[bucket] = fd;
		if (previous === undefined) this.first = fd;
		else previous.next = fd;
		if (next !== undefined) next.previous = fd;
		fd.next = next;
		fd.previous = previous;
		known.next = undefined;
		known.previous = undefined;
	}

	#insert(fd: Fd): void {
		const bucket = bucketOf(fd.fd, this.#count);
		const next = this.#buckets[bucket] ?? this.first;
		const previous = next?.previous;
		fd.next = next;
		fd.previous = previous;
		if (next !== undefined) next.previous = fd;
		if (previous === undefined) this.first = fd;
		else previous.next = fd;
		this.#buckets[bucket] = fd;
	}

	#grow(): void {
		let step = 0;
		while (step < SIZES.length && SIZES[step] <= this.size) step++;
		this.#buckets = step < EMPTY.length ? EMPTY[step].slice() : emptyBuckets(SIZES[step] ?? this.#count * 2 + 1);
		this.#count = this.#buckets.length;
		let fd = this.first;
		this.first = undefined;
		while (fd !== undefined) {
			const {next} = fd;
			this.#insert(fd);
			fd = next;
		}
	}
}

/** Tables without entries need no buckets. */
const NO_BUCKETS: (Fd | undefined)[] = [];

/** Numbers of buckets in libstdc++: the next one when there are more entries than buckets. */
const SIZES = [13, 29, 59, 127, 257, 541, 1109, 2357, 5087, 10_273, 20_753, 42_043, 85_229];

const emptyBuckets = (count: number): (Fd | undefined)[] => Array.from({length: count}, () => undefined);

/** Copied where a table grows: every fork makes tables, and an array that is filled cell by cell costs several times as much. */
const EMPTY = SIZES.filter((size) => size <= 541).map(emptyBuckets);

const bucketOf = (number: number, count: number): number => (number >= 0 ? number % count : bucketOfNegative(number, count));

const TWO_TO_32 = 2 ** 32;

/** The remainder of the number as 64 bits without sign. */
function bucketOfNegative(number: number, count: number): number {
	const half = TWO_TO_32 % count;
	return (((half * half) % count) + (number % count) + count) % count;
}
