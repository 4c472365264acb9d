import Fuse from 'fuse.js';

/** What a search needs to know of a table's rows. */
export interface Searched<Row> {
	readonly keyOf: (row: Row) => string;
	readonly searchText: (row: Row) => string;
}

/** The rows that fit what was searched for, nearly or exactly. */
export class RowSearch<Row> {
	private query = '';
	private matches: ReadonlySet<string> = new Set();

	constructor(private readonly spec: Searched<Row>) {}

	get isOn(): boolean {
		return this.query !== '';
	}

	/** How many rows fit. */
	get size(): number {
		return this.matches.size;
	}

	has(row: Row): boolean {
		return this.matches.has(this.spec.keyOf(row));
	}

	/** Other words, looked for in these rows. */
	start(query: string, rows: readonly Row[]): void {
		this.query = query;
		this.update(rows);
	}

	/** The same words in other rows. */
	update(rows: readonly Row[]): void {
		if (this.query !== '') this.matches = this.find(rows);
		else if (this.matches.size > 0) this.matches = new Set();
	}

	/** Index of the next row that fits, round the end; undefined where none does. */
	next(rows: readonly Row[], from: number, direction: 1 | -1): number | undefined {
		if (this.matches.size === 0) return undefined;
		for (let step = 1; step <= rows.length; step++) {
			const at = (from + direction * step + rows.length * 2) % rows.length;
			if (this.has(rows[at])) return at;
		}
		return undefined;
	}

	private find(rows: readonly Row[]): Set<string> {
		const {keyOf, searchText} = this.spec;
		const entries = rows.map((row) => ({key: keyOf(row), text: searchText(row)}));
		const fuse = new Fuse(entries, {keys: ['text'], threshold: 0.3, ignoreLocation: true, useExtendedSearch: false});
		return new Set(fuse.search(this.query).map((found) => found.item.key));
	}
}
