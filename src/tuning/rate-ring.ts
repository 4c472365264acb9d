/** Counts per interval of the recent past, for a sparkline. Fixed size, whatever the rate. */
export class RateRing {
	readonly #counts: number[];
	readonly #bucketMs: number;
	/** Interval number of the newest bucket; -1 before the first count. */
	#newest = -1;

	constructor(buckets = 60, bucketMs = 1000) {
		this.#counts = new Array<number>(buckets).fill(0);
		this.#bucketMs = bucketMs;
	}

	/** Counts older than the ring are left out: they no longer show. */
	add(atMs: number, count = 1): void {
		const bucket = Math.floor(atMs / this.#bucketMs);
		const size = this.#counts.length;
		if (bucket > this.#newest) this.#advance(bucket);
		else if (bucket <= this.#newest - size) return;
		this.#counts[bucket % size] += count;
	}

	/** The counts up to `nowMs`, the oldest first. */
	read(nowMs: number): number[] {
		const size = this.#counts.length;
		const last = Math.floor(nowMs / this.#bucketMs);
		const counts = new Array<number>(size);
		for (let index = 0; index < size; index++) {
			const bucket = last - size + 1 + index;
			const held = bucket >= 0 && bucket <= this.#newest && bucket > this.#newest - size;
			counts[index] = held ? this.#counts[bucket % size] : 0;
		}
		return counts;
	}

	/** A second, over the last `windowMs` (at most the ring) before `nowMs`. The interval that is still running counts. */
	perSecond(nowMs: number, windowMs = 10_000): number {
		const buckets = Math.max(1, Math.min(this.#counts.length, Math.round(windowMs / this.#bucketMs)));
		const counts = this.read(nowMs).slice(-buckets);
		return counts.reduce((sum, count) => sum + count, 0) / ((buckets * this.#bucketMs) / 1000);
	}

	#advance(bucket: number): void {
		const size = this.#counts.length;
		if (this.#newest < 0 || bucket - this.#newest >= size) this.#counts.fill(0);
		else for (let next = this.#newest + 1; next <= bucket; next++) this.#counts[next % size] = 0;
		this.#newest = bucket;
	}
}
