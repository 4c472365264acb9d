import type {Column} from '../widgets/columns.ts';

/** How long the order of rows holds still after the user moved. */
const HOLD_MS = 3000;
/** Rows change places at most this often: nobody reads faster. */
const SORT_EVERY_MS = 1000;

/** The order of a table's rows: by a column, held still while the user moves through them. */
export class RowOrder<Row> {
	reversed = false;
	private held: Map<string, number> | undefined;
	private heldUntilMs = 0;
	private sortedAtMs = 0;

	constructor(
		private readonly columns: readonly Column<Row>[],
		private readonly keyOf: (row: Row) => string,
		/** undefined: as they come. */
		public by: string | undefined,
		/** Decides between rows that are alike in the column chosen. */
		private readonly tieBy: string | undefined = by,
	) {}

	hold(nowMs: number): void {
		this.heldUntilMs = nowMs + HOLD_MS;
	}

	step(step: 1 | -1): void {
		const ids = this.columns.filter((column) => column.sort !== undefined).map((column) => column.id);
		const at = this.by === undefined ? -1 : ids.indexOf(this.by);
		this.by = ids[(at + step + ids.length) % ids.length];
		this.reversed = false;
		this.release();
	}

	/** By this column; chosen again, the other way round. */
	choose(id: string): void {
		this.reversed = this.by === id && !this.reversed;
		this.by = id;
		this.release();
	}

	/** As a file says it. */
	set(by: string, reversed: boolean): void {
		this.by = by;
		this.reversed = reversed;
		this.release();
	}

	reverse(): void {
		this.reversed = !this.reversed;
		this.release();
	}

	/** Sorts anew at once: other rows are shown than before. */
	release(): void {
		this.heldUntilMs = 0;
		this.sortedAtMs = 0;
	}

	apply(rows: Row[], nowMs: number): Row[] {
		// As they come: a tree stays a tree, what is new stands at its end, and the list follows the selected row.
		if (this.by === undefined) {
			this.held = undefined;
			return this.sorted(rows);
		}
		const before = this.held;
		const isHeld = before !== undefined && (nowMs < this.heldUntilMs || nowMs - this.sortedAtMs < SORT_EVERY_MS);
		const sorted = isHeld ? this.asBefore(rows, before) : this.sorted(rows);
		if (!isHeld) this.sortedAtMs = nowMs;
		this.held = new Map(sorted.map((row, at) => [this.keyOf(row), at]));
		return sorted;
	}

	private asBefore(rows: Row[], before: ReadonlyMap<string, number>): Row[] {
		const place = (row: Row): number => before.get(this.keyOf(row)) ?? before.size;
		return rows.sort((a, b) => place(a) - place(b));
	}

	private sorted(rows: Row[]): Row[] {
		const sortOf = (id: string | undefined) => this.columns.find((column) => column.id === id)?.sort;
		const value = sortOf(this.by);
		const tie = sortOf(this.tieBy) ?? (() => 0);
		const sign = this.reversed ? -1 : 1;
		if (value === undefined) return this.reversed ? rows.reverse() : rows;
		const places = rows.map((row) => ({row, value: folded(value(row)), tie: folded(tie(row)), key: folded(this.keyOf(row))}));
		places.sort((a, b) => sign * compare(a.value, b.value) || compare(a.tie, b.tie) || compare(a.key, b.key));
		return places.map(({row}) => row);
	}
}

type SortValue = number | string | bigint;

/** `Packet` stands beside `PTRACE`: nobody looks for small letters behind all capital ones. */
const folded = (value: SortValue): SortValue => (typeof value === 'string' ? value.toLowerCase() : value);

/** Texts from A to Z, numbers from the largest. */
function compare(a: SortValue, b: SortValue): number {
	if (a === b) return 0;
	if (typeof a === 'string') return a < b ? -1 : 1;
	return (a as number) > (b as number) ? -1 : 1;
}
