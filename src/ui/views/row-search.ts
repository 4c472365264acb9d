import Fuse from 'fuse.js';
import type {Steps} from '../../tuning/steps.ts';
import {SlicedWork} from '../store/sliced-work.ts';

/** What a search needs to know of a table's rows. */
export interface Searched<Row> {
	readonly keyOf: (row: Row) => string;
	readonly searchText: (row: Row) => string;
}

interface Answer<Row> {
	readonly row: Row;
	readonly text: string;
	readonly fits: boolean;
}

/** Looking through thousands of rows takes a tenth of a second and more: so many at a time. */
const ROWS_A_STEP = 24;

/** The rows that fit what was searched for, nearly or exactly. Each is asked once, in slices, with keys and frames between them. */
export class RowSearch<Row> {
	private query = '';
	private readonly answers = new Map<string, Answer<Row>>();
	private work: SlicedWork<void> | undefined;
	private found = 0;

	constructor(
		private readonly spec: Searched<Row>,
		/** More is known, in a turn of its own. */
		private readonly changed: () => void,
	) {}

	get isOn(): boolean {
		return this.query !== '';
	}

	/** Whether some rows are not asked yet. */
	get isBusy(): boolean {
		return this.work !== undefined;
	}

	/** How many rows fit, of those asked so far. */
	get size(): number {
		return this.found;
	}

	has(row: Row): boolean {
		return this.answers.get(this.spec.keyOf(row))?.fits === true;
	}

	/** Other words, looked for in these rows, the one at `from` first; `first`: once the nearest that fits is known. */
	start(query: string, rows: readonly Row[], from: number, first: (row: Row) => void): void {
		this.stop();
		this.query = query;
		this.answers.clear();
		this.found = 0;
		if (query !== '') this.ask([...rows.slice(from), ...rows.slice(0, from)], first);
	}

	/** The same words in other rows. What one of them said before holds until it is asked again. */
	update(rows: readonly Row[]): void {
		if (this.query === '' || this.isBusy) return;
		const unknown = rows.filter((row) => !this.isKnown(row));
		if (this.answers.size > rows.length) this.forgetOthers(rows);
		this.found = 0;
		for (const row of rows) if (this.has(row)) this.found++;
		if (unknown.length > 0) this.ask(unknown);
	}

	/** Index of the next row that fits, round the end; undefined where none does. */
	next(rows: readonly Row[], from: number, direction: 1 | -1): number | undefined {
		if (this.found === 0) return undefined;
		for (let step = 1; step <= rows.length; step++) {
			const at = (from + direction * step + rows.length * 2) % rows.length;
			if (this.has(rows[at])) return at;
		}
		return undefined;
	}

	private stop(): void {
		this.work?.stop();
		this.work = undefined;
	}

	private isKnown(row: Row): boolean {
		const answer = this.answers.get(this.spec.keyOf(row));
		return answer !== undefined && (answer.row === row || answer.text === this.spec.searchText(row));
	}

	private forgetOthers(rows: readonly Row[]): void {
		const present = new Set(rows.map(this.spec.keyOf));
		for (const key of this.answers.keys()) if (!present.has(key)) this.answers.delete(key);
	}

	private ask(rows: readonly Row[], first?: (row: Row) => void): void {
		const done = (): void => {
			this.work = undefined;
		};
		const work = new SlicedWork(this.look(rows, first), {done, changed: this.changed});
		this.work = work;
		if (work.start()) this.work = undefined;
	}

	private *look(rows: readonly Row[], first?: (row: Row) => void): Steps<void> {
		const {keyOf, searchText} = this.spec;
		let isFirst = true;
		for (let at = 0; at < rows.length; at += ROWS_A_STEP) {
			const asked = rows.slice(at, at + ROWS_A_STEP);
			const texts = asked.map(searchText);
			const fitting = new Set(new Fuse(texts, {threshold: 0.3, ignoreLocation: true}).search(this.query).map(({refIndex}) => refIndex));
			asked.forEach((row, place) => {
				const fits = fitting.has(place);
				const key = keyOf(row);
				if (fits && this.answers.get(key)?.fits !== true) this.found++;
				if (!fits && this.answers.get(key)?.fits === true) this.found--;
				this.answers.set(key, {row, text: texts[place], fits});
				if (!fits || !isFirst) return;
				isFirst = false;
				first?.(row);
			});
			yield;
		}
	}
}
