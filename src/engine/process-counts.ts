const FIRST_SIZE = 4096;

/** Events or alerts by process id. A plain array of numbers: the kernel's ids stay below 2^22. */
export class ProcessCounts {
	#counts = new Uint32Array(FIRST_SIZE);

	add(pid: number): void {
		if (pid >= this.#counts.length) this.#grow(pid);
		if (pid >= 0) this.#counts[pid]++;
	}

	get(pid: number): number {
		return this.#counts[pid] ?? 0;
	}

	clear(): void {
		this.#counts.fill(0);
	}

	/** The process is gone; its id may come again. */
	forget(pid: number): void {
		if (pid >= 0 && pid < this.#counts.length) this.#counts[pid] = 0;
	}

	#grow(pid: number): void {
		// Ids beyond the kernel's limit come only from broken files; they are not worth memory.
		if (pid >= 1 << 22) return;
		const grown = new Uint32Array(2 ** Math.ceil(Math.log2(pid + 1)));
		grown.set(this.#counts);
		this.#counts = grown;
	}
}
