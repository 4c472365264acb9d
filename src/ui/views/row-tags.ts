/** The rows that somebody marked, to do one thing with all of them. Marks stay while rows come and go. */
export class RowTags<Row> {
	private readonly keys = new Set<string>();

	constructor(private readonly keyOf: (row: Row) => string) {}

	/** Marks there are, also of rows that are gone. */
	get size(): number {
		return this.keys.size;
	}

	[Symbol.iterator](): Iterator<string> {
		return this.keys.values();
	}

	has(row: Row): boolean {
		return this.keys.size > 0 && this.keys.has(this.keyOf(row));
	}

	add(rows: Iterable<Row>): void {
		for (const row of rows) this.keys.add(this.keyOf(row));
	}

	toggle(row: Row): void {
		const key = this.keyOf(row);
		if (!this.keys.delete(key)) this.keys.add(key);
	}

	clear(): void {
		this.keys.clear();
	}

	/** Of these rows those that are marked. */
	among(rows: readonly Row[]): readonly Row[] {
		return this.keys.size === 0 ? [] : rows.filter((row) => this.has(row));
	}

	/** Whether one of these rows is: told without looking at all of them, mostly. */
	isAmong(rows: readonly Row[]): boolean {
		return this.keys.size > 0 && rows.some((row) => this.has(row));
	}
}
