import type {StyleName, Theme} from '../theme/theme.ts';
import {showText} from './sanitize.ts';
import {cellWidth, cutCells, cutPlain, isPlain} from './width.ts';

const INVERSE = /(?:^|;)7(?:;|$)/;

/**
 * One line of a painter. Cells are put from left to right; whatever is put is escaped and cut to the space there is,
 * so nothing can leave its column.
 */
export class Line {
	private out = '';
	private used = 0;
	/** Cells of the text that was fitted last. */
	private fitted = 0;

	constructor(
		private readonly theme: Theme,
		readonly width: number,
		/** Lies below every cell: the selection's background. */
		private readonly base: StyleName = 'text',
	) {}

	get rest(): number {
		return Math.max(0, this.width - this.used);
	}

	/** Text as wide as it is. */
	put(text: string, style: StyleName = this.base): this {
		this.emit(this.fit(text, this.rest), style);
		this.used += this.fitted;
		return this;
	}

	/** The first of these texts that stands whole in the room there is; nothing where none does. */
	putFirst(texts: readonly string[], style: StyleName = this.base): this {
		const text = texts.find((one) => cellWidth(showText(one)) <= this.rest);
		return text === undefined ? this : this.put(text, style);
	}

	/** Text in exactly so many cells. */
	cell(text: string, cells: number, style: StyleName = this.base, align: 'left' | 'right' = 'left'): this {
		const room = Math.min(cells, this.rest);
		const safe = this.fit(text, room);
		const cellsTaken = this.fitted;
		const blanks = room - cellsTaken;
		if (align === 'right') this.skip(blanks);
		this.emit(safe, style);
		this.used += cellsTaken;
		if (align === 'left') this.skip(blanks);
		return this;
	}

	right(text: string, cells: number, style: StyleName = this.base): this {
		return this.cell(text, cells, style, 'right');
	}

	skip(cells: number): this {
		const room = Math.min(Math.max(0, cells), this.rest);
		if (room === 0) return this;
		this.emit(' '.repeat(room), this.base);
		this.used += room;
		return this;
	}

	/** Continues at this column. */
	to(column: number): this {
		return this.skip(column - this.used);
	}

	/** The line with its escape sequences, filled to its width where a background must show. */
	end(): string {
		if (this.base !== 'text') this.skip(this.rest);
		return this.out;
	}

	/** Escaped and cut to the cells. What is plain needs no escapes and is as wide as it is long, and most texts are: one look tells. */
	private fit(text: string, cells: number): string {
		const plain = isPlain(text);
		const safe = plain ? cutPlain(text, cells) : cutCells(showText(text), cells);
		this.fitted = plain ? safe.length : cellWidth(safe);
		return safe;
	}

	private emit(text: string, style: StyleName): void {
		if (text === '') return;
		const codes = this.codes(style);
		this.out += codes === '' ? text : `\x1b[${codes}m${text}\x1b[0m`;
	}

	private codes(style: StyleName): string {
		const own = this.theme.styles[style];
		if (this.base === 'text' || style === this.base) return own || this.theme.styles[this.base];
		// The base comes last but for its foreground: a selected cell keeps its own colour on the selection's background.
		const base = this.theme.styles[this.base];
		if (own === '') return base;
		// Turned round, a colour would be a background: an inverse row is of one piece, but for the cursor's cell.
		return INVERSE.test(base) && style !== 'cell' ? base : `${base};${own}`;
	}
}
