import {type Cells, parseCells} from './cells.ts';
import {isPlain} from './width.ts';

/** Where frames go: a terminal, or a test. */
export interface FrameSink {
	write(text: string): boolean;
	once(event: 'drain', listener: () => void): unknown;
}

const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';
/** A run of unchanged cells shorter than this is cheaper to write than to jump over. */
const SHORT_GAP_CELLS = 5;

/**
 * Brings the terminal from the frame it shows to the next one. Lines are compared first; of a changed line only the
 * changed cells are written, at absolute positions, between the marks of a synchronized update.
 */
export class Compositor {
	private lines: string[] = [];
	private cells: (Cells | undefined)[] = [];
	private columns = 0;
	private blocked = false;
	/** Bytes of the last frame and time its write took. */
	lastBytes = 0;
	lastWriteMs = 0;
	frames = 0;
	skippedFrames = 0;

	constructor(
		private readonly sink: FrameSink,
		private readonly now: () => number,
	) {}

	/** Whether the terminal has not yet taken the last frame: painting another would only queue it. */
	get isBlocked(): boolean {
		return this.blocked;
	}

	/** Forgets what the terminal shows: the next frame is written whole. */
	invalidate(): void {
		this.lines = [];
		this.cells = [];
		this.columns = 0;
	}

	/** Shows the lines; `onDrain` is called when a terminal that was too slow has taken them. Frames it cannot take are skipped and counted. */
	paint(lines: readonly string[], columns: number, onDrain: () => void): boolean {
		if (this.blocked) {
			this.skippedFrames++;
			return false;
		}
		const whole = columns !== this.columns || lines.length !== this.lines.length;
		const changes = whole ? this.paintWhole(lines, columns) : this.paintChanges(lines, columns);
		if (changes === '') return true;
		this.write(BEGIN + changes + END, onDrain);
		return true;
	}

	private write(text: string, onDrain: () => void): void {
		const startedAt = this.now();
		const taken = this.sink.write(text);
		this.lastWriteMs = this.now() - startedAt;
		this.lastBytes = Buffer.byteLength(text);
		this.frames++;
		if (taken) return;
		this.blocked = true;
		this.sink.once('drain', () => {
			this.blocked = false;
			onDrain();
		});
	}

	private paintWhole(lines: readonly string[], columns: number): string {
		this.columns = columns;
		this.lines = [...lines];
		this.cells = lines.map((line) => parseCells(line, columns));
		return `\x1b[0m\x1b[2J${written(this.cells.flatMap((cells, row) => segments(undefined, cells!, row)))}`;
	}

	/** Grouped by style: a colour is longer than a jump, and the whole frame is shown at once. */
	private paintChanges(lines: readonly string[], columns: number): string {
		const changes: Segment[] = [];
		for (let row = 0; row < lines.length; row++) {
			if (lines[row] === this.lines[row]) continue;
			const next = parseCells(lines[row], columns);
			changes.push(...segments(this.cells[row], next, row));
			this.lines[row] = lines[row];
			this.cells[row] = next;
		}
		return written(changes.sort(inWritingOrder));
	}
}

/** Neighbouring cells of one style that are written together. */
interface Segment {
	readonly row: number;
	readonly column: number;
	readonly end: number;
	readonly style: string;
	readonly text: string;
	/** Written before all others: on some terminals it takes more cells, and what belongs there comes after it. */
	readonly isDoubtful: boolean;
}

/** The doubtful as they stand, then the others by style. */
function inWritingOrder(a: Segment, b: Segment): number {
	if (a.isDoubtful || b.isDoubtful) return Number(b.isDoubtful) - Number(a.isDoubtful);
	return a.style === b.style ? 0 : a.style < b.style ? -1 : 1;
}

function written(list: readonly Segment[]): string {
	let out = '';
	let style = '';
	let at: Segment | undefined;
	for (const segment of list) {
		if (at === undefined || at.row !== segment.row || at.end !== segment.column) out += `\x1b[${segment.row + 1};${segment.column + 1}H`;
		if (segment.style !== style) out += `\x1b[0${segment.style && ';'}${segment.style}m`;
		style = segment.style;
		out += segment.text;
		at = segment;
	}
	return style === '' ? out : `${out}\x1b[0m`;
}

/** What turns one line into another; everything that is not blank where nothing was before. */
function segments(before: Cells | undefined, after: Cells, row: number): Segment[] {
	const found: Segment[] = [];
	const {characters, styles} = after;
	const dirty = dirtyCells(before, after);
	for (let at = nextChange(dirty, characters, 0); at < characters.length; at = nextChange(dirty, characters, at)) {
		const end = runEnd(dirty, characters, at);
		while (at < end) {
			const column = at;
			const style = styles[at];
			if (isDoubtful(characters[at])) {
				at += characters[at + 1] === '' ? 2 : 1;
				// At the edge it could run on into the next row.
				const text = column + mostCells(characters[column]) > characters.length ? '…' : characters[column];
				found.push(...doubtfulSegments({row, column, end: -1, style, text, isDoubtful: true}, at - column));
				continue;
			}
			let text = '';
			for (; at < end && styles[at] === style && !isDoubtful(characters[at]); at++) text += characters[at];
			found.push({row, column, end: at, style, text, isDoubtful: false});
		}
	}
	return found;
}

/**
 * Terminals differ on how wide a character is, and on what they take for one. Its cells are cleared, it is written, and
 * what follows is placed anew: whatever the terminal thinks, nothing else is moved and nothing is left over.
 */
function doubtfulSegments(segment: Segment, cells: number): Segment[] {
	return [{...segment, text: ' '.repeat(cells)}, segment];
}

function isDoubtful(character: string): boolean {
	// ASCII in one look: it is most of what there is.
	if (character.length === 1 && character <= '~') return false;
	return character !== '' && !isPlain(character);
}

/** What a terminal may at most need for it: two cells a code point. */
const mostCells = (character: string): number => 2 * Array.from(character).length;

/** Cells to write: those that changed, and those that a doubtful character before them may cover. */
function dirtyCells(before: Cells | undefined, after: Cells): boolean[] {
	const {characters} = after;
	const dirty: boolean[] = [];
	let coveredTo = 0;
	for (let at = 0; at < characters.length; at++) {
		const isDirty = at < coveredTo || isChanged(before, after, at);
		dirty.push(isDirty);
		if (isDirty && isDoubtful(characters[at])) coveredTo = Math.max(coveredTo, at + mostCells(characters[at]));
	}
	return dirty;
}

function isChanged(before: Cells | undefined, after: Cells, at: number): boolean {
	if (before === undefined) return after.characters[at] !== ' ' || after.styles[at] !== '';
	return before.characters[at] !== after.characters[at] || before.styles[at] !== after.styles[at];
}

function nextChange(dirty: readonly boolean[], characters: readonly string[], from: number): number {
	let at = from;
	while (at < dirty.length && !dirty[at]) at++;
	// The second cell of a wide character cannot be written alone.
	return at < dirty.length && characters[at] === '' && at > 0 ? at - 1 : at;
}

function runEnd(dirty: readonly boolean[], characters: readonly string[], from: number): number {
	let end = from + 1;
	for (let at = end, gap = 0; at < dirty.length && gap < SHORT_GAP_CELLS; at++) {
		if (!dirty[at]) {
			gap++;
			continue;
		}
		gap = 0;
		end = at + 1;
	}
	return characters[end] === '' ? end + 1 : end;
}
