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
		const cells = Array.from({length: rows}, (_, row) => {
			const line = active.getLine(active.viewportY + row)!;
			return Array.from({length: cols}, (_, column) => cellOf(line.getCell(column)!));
		});
		const lines = cells.map((row) => lineText(row));
		return {columns: cols, rows, cells, lines, text: lines.join('\n')};
	}

	dispose(): void {
		this.terminal.dispose();
	}
}

type XtermCell = NonNullable<ReturnType<xterm.IBufferLine['getCell']>>;

/** Like cells are one object: a screen of 300×100 has 30,000. */
const known = new Map<string, Cell>();

function cellOf(cell: XtermCell): Cell {
	const text = cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
	const attributes =
		(cell.isBold() ? 'b' : '') +
		(cell.isDim() ? 'd' : '') +
		(cell.isItalic() ? 'i' : '') +
		(cell.isUnderline() ? 'u' : '') +
		(cell.isInverse() ? 'v' : '');
	const key = `${text} ${attributes} ${cell.getFgColorMode()} ${cell.getFgColor()} ${cell.getBgColorMode()} ${cell.getBgColor()}`;
	let found = known.get(key);
	if (found === undefined) {
		const fg = colourOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor());
		const bg = colourOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor());
		found = {text, fg, bg, attributes, isInverse: cell.isInverse() !== 0};
		known.set(key, found);
	}
	return found;
}

const colourOf = (isDefault: boolean, isRgb: boolean, value: number): CellColour =>
	isDefault ? 'default' : isRgb ? {rgb: value} : {index: value};

/** One character a cell, so that places in the text are columns of the screen; a wide character is followed by a blank. */
const lineText = (cells: readonly Cell[]): string =>
	cells
		.map(({text}) => (text === '' ? ' ' : text.length === 1 ? text : '□'))
		.join('')
		.trimEnd();
