import type {Column} from '../widgets/columns.ts';

/** Which of a table's columns are shown, in which order, and in which of them the cursor is. */
export class ShownColumns<Row> {
	/** Ids in the user's order; undefined: all as they are. */
	private chosen: readonly string[] | undefined;
	/** -1: the whole row. */
	private at = -1;

	constructor(private readonly all: readonly Column<Row>[]) {}

	get columns(): readonly Column<Row>[] {
		return this.chosen === undefined ? this.all : this.chosen.map((id) => this.all.find((column) => column.id === id)!);
	}

	/** Ids of the columns that are shown, in their order. */
	get ids(): readonly string[] {
		return this.chosen ?? this.all.map(({id}) => id);
	}

	/** What the user chose; undefined where it is as it came. */
	get choice(): readonly string[] | undefined {
		return this.chosen?.join() === this.all.map(({id}) => id).join() ? undefined : this.chosen;
	}

	/** The column the cursor is in; undefined where the cursor is the whole row. */
	get cursor(): Column<Row> | undefined {
		return this.columns[this.at];
	}

	/** Moves the cursor from cell to cell; left of the first it is the whole row again. */
	move(step: 1 | -1): void {
		this.at = Math.max(-1, Math.min(this.at + step, this.columns.length - 1));
	}

	/** Shows these columns in this order; told are the names of which there is no column. */
	show(ids: readonly string[]): readonly string[] {
		const isKnown = (id: string): boolean => this.all.some((column) => column.id === id);
		const known = ids.filter((id, at) => isKnown(id) && ids.indexOf(id) === at);
		// The last column stays: a table of nothing helps nobody.
		if (known.length > 0) this.chosen = known;
		this.at = -1;
		return ids.filter((id) => !isKnown(id));
	}

	/** One that comes back stands where it stood in the table, as far as its neighbours are there. */
	toggle(id: string): void {
		const shown = this.ids;
		if (shown.includes(id)) {
			if (shown.length > 1) this.show(shown.filter((other) => other !== id));
			return;
		}
		const all = this.all.map((column) => column.id);
		const before = all.slice(0, all.indexOf(id)).findLast((other) => shown.includes(other));
		const place = before === undefined ? 0 : shown.indexOf(before) + 1;
		this.show([...shown.slice(0, place), id, ...shown.slice(place)]);
	}

	/** Changes places with the neighbour. */
	shift(id: string, step: 1 | -1): void {
		const shown = [...this.ids];
		const at = shown.indexOf(id);
		if (at < 0 || at + step < 0 || at + step >= shown.length) return;
		[shown[at], shown[at + step]] = [shown[at + step], shown[at]];
		this.show(shown);
	}
}
