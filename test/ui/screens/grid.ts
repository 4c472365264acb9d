import xterm from '@xterm/headless';

/** A colour as the terminal was told: the default, one of the 256, or 24 bits. */
export type CellColour = 'default' | {readonly index: number} | {readonly rgb: number};

export interface Cell {
	/** '' behind a wide character. */
	readonly text: string;
	readonly fg: CellColour;
	readonly bg: CellColour;
	readonly isInverse: boolean;
	/** `b`old, `d`im, `i`talic, `u`nderlined, `v`: inverse. */
	readonly attributes: string;
}

/** What is on a screen: every cell with its colours and attributes. */
export interface Grid {
	readonly columns: number;
	readonly rows: number;
	/** Rows of cells. */
	readonly cells: readonly (readonly Cell[])[];
	/** The rows as text, a blank where a cell is empty, without trailing blanks. */
	readonly lines: readonly string[];
	readonly text: string;
}

/** A terminal that only shows what it is told. */
export class Emulator {
	private readonly terminal: xterm.Terminal;

	constructor(columns: number, rows: number) {
		this.terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 0});
	}

	write(text: string): Promise<void> {
		return new Promise((resolve) => this.terminal.write(text, resolve));
	}

	/** What is on the screen, without its colours. */
	get text(): string {
		const {active} = this.terminal.buffer;
		return Array.from({length: this.terminal.rows}, (_, row) =>
			active
				.getLine(active.viewportY + row)!
				.translateToString(true)
				.trimEnd(),
		).join('\n');
	}

	grid(): Grid {
		const {active} = this.terminal.buffer;
		const {cols, rows} = this.terminal;
		const cell = active.getNullCell();
		const cells = Array.from({length: rows}, (_, row) => {
			const line = active.getLine(active.viewportY + row)!;
			return Array.from({length: cols}, (_, column) => cellOf(line.getCell(column, cell)!));
		});
		const lines = cells.map((row) => lineText(row));
		return {columns: cols, rows, cells, lines, text: lines.join('\n')};
	}

	/** As if nothing had been written. */
	clear(): void {
		this.terminal.reset();
	}

	dispose(): void {
		this.terminal.dispose();
	}
}

/** With the numbers that the emulator keeps of a cell: asked one by one, 30,000 cells take their time. */
type XtermCell = NonNullable<ReturnType<xterm.IBufferLine['getCell']>> & {
	readonly content: number;
	readonly fg: number;
	readonly bg: number;
};

/** Several characters in a cell: its number does not tell which. */
const IS_COMBINED = 1 << 21;

/** Cells by the emulator's numbers, and by what is seen: like cells are one object, an empty one and a written blank too. */
const known = new Map<string, Cell>();
const seen = new Map<string, Cell>();
/** The cell that was looked up last: most are like the one before them. */
const last = {content: -1, fg: -1, bg: -1, cell: undefined as Cell | undefined};

function cellOf(from: xterm.IBufferCell): Cell {
	const cell = from as XtermCell;
	const {content, fg, bg} = cell;
	const isCombined = (content & IS_COMBINED) !== 0;
	if (content === last.content && fg === last.fg && bg === last.bg && !isCombined) return last.cell!;
	const key = `${isCombined ? cell.getChars() : ''} ${content} ${fg} ${bg}`;
	let found = known.get(key);
	if (found === undefined) {
		found = alike(readCell(cell));
		known.set(key, found);
	}
	Object.assign(last, {content, fg, bg, cell: found});
	return found;
}

function alike(cell: Cell): Cell {
	const key = JSON.stringify(cell);
	const found = seen.get(key) ?? cell;
	seen.set(key, found);
	return found;
}

function readCell(cell: XtermCell): Cell {
	const attributes =
		(cell.isBold() ? 'b' : '') +
		(cell.isDim() ? 'd' : '') +
		(cell.isItalic() ? 'i' : '') +
		(cell.isUnderline() ? 'u' : '') +
		(cell.isInverse() ? 'v' : '');
	return {
		text: cell.getWidth() === 0 ? '' : cell.getChars() || ' ',
		fg: colourOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
		bg: colourOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
		attributes,
		isInverse: cell.isInverse() !== 0,
	};
}

const colourOf = (isDefault: boolean, isRgb: boolean, value: number): CellColour =>
	isDefault ? 'default' : isRgb ? {rgb: value} : {index: value};

/** One character a cell, so that places in the text are columns of the screen; a wide character is followed by a blank. */
const lineText = (cells: readonly Cell[]): string =>
	cells
		.map(({text}) => (text === '' ? ' ' : text.length === 1 ? text : '□'))
		.join('')
		.trimEnd();
