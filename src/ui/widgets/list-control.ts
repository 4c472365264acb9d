/** The rows as a list sees them: how many, and the key of each. */
export interface RowKeys {
	readonly length: number;
	keyAt(index: number): string;
	/** -1 where no row has the key. `near`: where it was before. */
	indexOf(key: string, near: number): number;
}

const EMPTY: RowKeys = {length: 0, keyAt: () => '', indexOf: () => -1};

/** The selection and the scroll position of a list. The selection holds on to its row's key while rows move. */
export class ListControl {
	private rows: RowKeys = EMPTY;
	private key: string | undefined;
	private at = 0;
	offset = 0;
	/** Rows that fit on the screen, as last painted. */
	height = 1;
	/** The selection stays on the first row whatever comes, until the user moves. */
	isPinned = true;

	get index(): number {
		return this.at;
	}

	get selectedKey(): string | undefined {
		return this.rows.length === 0 ? undefined : this.rows.keyAt(this.at);
	}

	/** New rows: the selected one is found again; where it is gone, the selection stays at its place. */
	setRows(rows: RowKeys): void {
		this.rows = rows;
		const found = this.key === undefined || this.isPinned ? -1 : rows.indexOf(this.key, this.at);
		const screenRow = this.at - this.offset;
		if (found >= 0) {
			this.at = found;
			this.offset = found - screenRow;
		} else if (this.isPinned) this.at = 0;
		this.settle();
	}

	move(delta: number): void {
		this.moveTo(this.at + delta);
	}

	moveTo(index: number): void {
		this.at = index;
		this.isPinned = false;
		this.settle();
	}

	/** Back to the first row, and staying there. */
	pin(): void {
		this.at = 0;
		this.isPinned = true;
		this.settle();
	}

	select(key: string): boolean {
		const index = this.rows.indexOf(key, this.at);
		if (index >= 0) this.moveTo(index);
		return index >= 0;
	}

	scroll(delta: number): void {
		this.offset += delta;
		this.at = Math.min(Math.max(this.at, this.offset), this.offset + this.height - 1);
		this.isPinned = false;
		this.settle();
	}

	resize(height: number): void {
		this.height = Math.max(1, height);
		this.settle();
	}

	private settle(): void {
		const last = Math.max(0, this.rows.length - 1);
		this.at = Math.min(Math.max(0, this.at), last);
		this.offset = Math.min(Math.max(this.offset, this.at - this.height + 1), this.at);
		this.offset = Math.max(0, Math.min(this.offset, this.rows.length - this.height));
		this.key = this.rows.length === 0 ? this.key : this.rows.keyAt(this.at);
	}
}

export function arrayKeys<Row>(rows: readonly Row[], keyOf: (row: Row) => string): RowKeys {
	return {
		length: rows.length,
		keyAt: (index) => keyOf(rows[index]),
		indexOf: (key, near) => indexNear(rows, near, (row) => keyOf(row) === key),
	};
}

/** Rows move by a few places from frame to frame, and there may be a hundred thousand: those around the old place are asked first. */
function indexNear<Row>(rows: readonly Row[], near: number, fits: (row: Row) => boolean): number {
	const start = Math.min(Math.max(0, near), rows.length);
	const farthest = Math.max(rows.length - start, start + 1);
	for (let far = 0; far < farthest; far++) {
		if (start + far < rows.length && fits(rows[start + far])) return start + far;
		if (far > 0 && start - far >= 0 && fits(rows[start - far])) return start - far;
	}
	return -1;
}
