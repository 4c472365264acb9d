import {Line} from '../terminal/line.ts';
import {showText} from '../terminal/sanitize.ts';
import {cellWidth, cutCells, graphemes, wrapCells} from '../terminal/width.ts';
import type {Theme} from '../theme/theme.ts';
import {TextInput} from '../widgets/text-input.ts';

export interface PromptProblem {
	readonly message: string;
	readonly hint?: string;
	/** First unit of the text it is about. */
	readonly start?: number;
	/** Only the end is missing: while somebody types that is no fault, and the hint says what follows. */
	readonly isUnfinished?: boolean;
}

/** Names that complete the word before the cursor. */
export interface Completions {
	readonly word: string;
	readonly names: readonly string[];
	/** Shown before the first character of the word. */
	readonly isOfferedAtOnce?: boolean;
}

export interface PromptOptions {
	readonly label: string;
	readonly value?: string;
	/** Earlier inputs, the newest last. */
	readonly history: readonly string[];
	/** As it is typed; what is wrong with it. */
	readonly check?: (value: string) => PromptProblem | undefined;
	/** Beside the text: `3 matches`. */
	readonly note?: () => string;
	/** Above the text: what the value would lead to; of a long one the rows that the cursor is at. */
	readonly preview?: (value: string) => string;
	readonly completions?: (before: string) => Completions | undefined;
	readonly accept: (value: string) => void;
	readonly cancel?: () => void;
}

/** A line of text that is asked for, above the footer. */
export class Prompt {
	readonly input: TextInput;
	problem: PromptProblem | undefined;
	/** Somebody wanted to go on with it: what is missing is a fault now. */
	private isRefused = false;
	private at: number;

	constructor(readonly options: PromptOptions) {
		this.input = new TextInput(options.value ?? '');
		this.at = options.history.length;
		this.changed();
	}

	changed(): void {
		this.isRefused = false;
		this.problem = this.options.check?.(this.input.value);
	}

	/** Whether it can be accepted; why not is said from then on. */
	isAcceptable(): boolean {
		this.isRefused = this.problem !== undefined;
		return !this.isRefused;
	}

	/** What is wrong, as far as that helps now. */
	private get fault(): PromptProblem | undefined {
		return this.problem?.isUnfinished && !this.isRefused ? undefined : this.problem;
	}

	/** Another of the earlier inputs; false where there is none. */
	recall(step: 1 | -1): boolean {
		const {history} = this.options;
		const at = this.at + step;
		if (at < 0 || at > history.length) return false;
		this.at = at;
		this.input.set(history[this.at] ?? '');
		this.changed();
		return true;
	}

	/** Adds what all completions have in common; false where nothing would complete the word. */
	complete(): boolean {
		const found = this.options.completions?.(this.input.beforeCursor);
		if (found === undefined || found.names.length === 0) return false;
		this.input.insert(commonStart(found.names).slice(found.word.length));
		this.changed();
		return true;
	}

	/** As many of the names that would complete the word as there is room for. */
	private offers(cells: number): string {
		const found = this.options.completions?.(this.input.beforeCursor);
		if (found === undefined || found.names.length === 0 || found.names.includes(found.word)) return '';
		if (found.word === '' && !found.isOfferedAtOnce) return '';
		let shown = `Tab: ${found.names[0]}`;
		for (const [at, name] of found.names.slice(1, MOST_OFFERS).entries()) {
			const isLast = at + 2 === found.names.length;
			if (cellWidth(`${shown} ${name}${isLast ? '' : ' …'}`) > cells) return `${shown} …`;
			shown = `${shown} ${name}`;
		}
		return found.names.length > MOST_OFFERS ? `${shown} …` : shown;
	}

	paint(width: number, theme: Theme): string[] {
		const room = width - cellWidth(this.options.label) - RIGHT_CELLS;
		const isLong = shownWidth(this.input.value) >= room;
		const written = isLong ? this.paintRows(width, theme) : this.paintLine(width, theme);
		return [...this.paintPreview(width, theme), ...written];
	}

	/** The text on one line, what would complete it beside it. */
	private paintLine(width: number, theme: Theme): string[] {
		const {label} = this.options;
		const {beforeCursor, atCursor, afterCursor} = this.input;
		const line = new Line(theme, width)
			.skip(1)
			.put(label, 'key')
			.skip(1)
			.put(beforeCursor, 'strong')
			.put(atCursor, 'selection')
			.put(afterCursor, 'strong');
		const unfinished = this.fault === undefined ? this.problem?.hint : undefined;
		// What does not fit whole is left out rather than cut.
		const aside = (text: string): void => {
			if (text !== '' && cellWidth(text) + 2 <= line.rest) line.put(`  ${text}`, 'muted');
		};
		aside(this.options.note?.() ?? '');
		aside(this.offers(line.rest - 2) || (unfinished ?? ''));
		if (this.fault === undefined) return [line.end()];
		const caret = this.fault.start ?? this.input.value.length;
		return [line.end(), ...paintFault(this.fault, 2 + cellWidth(label) + shownWidth(this.input.value.slice(0, caret)), width, theme)];
	}

	/** A text that one line cannot hold on several, the rows around the cursor. */
	private paintRows(width: number, theme: Theme): string[] {
		const {label} = this.options;
		const {fault} = this;
		const indent = 2 + cellWidth(label);
		const rows = rowsOf(this.input, width - indent - 2);
		const cursorAt = rows.findIndex(({at}) => at !== undefined);
		const first = Math.max(0, Math.min(cursorAt - INPUT_ROWS + 1, rows.length - INPUT_ROWS), cursorAt - INPUT_ROWS + 1);
		const shown = rows.slice(first, first + INPUT_ROWS);
		const start = fault?.start ?? this.input.value.length;
		const faultAt = rows.findLastIndex((row) => row.start <= start);
		const lines = shown.flatMap((row, at) => {
			const line = new Line(theme, width).skip(1).cell(at === 0 ? label : '', indent - 1, 'key');
			line.put(row.before, 'strong');
			if (row.at !== undefined) line.put(row.at, 'selection');
			const painted = line.put(row.after, 'strong').end();
			if (fault === undefined || first + at !== faultAt) return [painted];
			return [painted, ...paintFault(fault, indent + shownWidth(this.input.value.slice(row.start, start)), width, theme)];
		});
		if (fault !== undefined) {
			const isSeen = faultAt >= first && faultAt < first + shown.length;
			return isSeen
				? lines
				: [
						...lines,
						new Line(theme, width)
							.skip(indent)
							.put(fault.hint ?? fault.message, 'bad')
							.end(),
					];
		}
		const offers = this.offers(width - indent) || (this.problem?.hint ?? 'Ctrl-U deletes all before the cursor');
		return [...lines, new Line(theme, width).skip(indent).put(offers, 'muted').end()];
	}

	private paintPreview(width: number, theme: Theme): string[] {
		const {preview} = this.options;
		if (preview === undefined) return [];
		const cells = Math.max(20, width - 12);
		const rows = wrapCells(preview(this.input.value), cells);
		const first = Math.max(0, Math.min(wrapCells(preview(this.input.beforeCursor), cells).length, rows.length) - PREVIEW_ROWS);
		return rows.slice(first, first + PREVIEW_ROWS).map((part, at, shown) => {
			const isCutAbove = at === 0 && first > 0;
			const isCutBelow = at === shown.length - 1 && first + shown.length < rows.length;
			return new Line(theme, width)
				.skip(1)
				.cell(at === 0 ? 'preview' : '', isCutAbove ? 8 : 9, 'muted')
				.put(isCutAbove ? '…' : '', 'faint')
				.put(part, 'value')
				.put(isCutBelow ? '…' : '', 'faint')
				.end();
		});
	}
}

const PREVIEW_ROWS = 4;
const INPUT_ROWS = 4;
const MOST_OFFERS = 8;
/** What a line leaves free beside a text, for what would complete it. */
const RIGHT_CELLS = 24;

/** A control character is shown as an escape, wider than it is. */
const shownWidth = (text: string): number => cellWidth(showText(text));

/**
 * The caret under the place, and beside it as much as there is room for on that side which has more: all of it, else what
 * to write, else what is wrong.
 */
function paintFault({message, hint}: PromptProblem, caretAt: number, width: number, theme: Theme): string[] {
	const before = caretAt - MARGIN - 1;
	const behind = width - caretAt - 2 - MARGIN;
	const said = hint === undefined ? [message] : [`${message} (${hint})`, hint];
	const text = said.find((one) => cellWidth(one) <= Math.max(before, behind));
	if (text === undefined) {
		const short = said.at(-1)!;
		return [
			new Line(theme, width).skip(caretAt).put('^', 'bad').end(),
			new Line(theme, width)
				.skip(MARGIN)
				.put(cutCells(short, width - 2 * MARGIN), 'bad')
				.end(),
		];
	}
	const line = new Line(theme, width);
	if (cellWidth(text) <= behind) return [line.skip(caretAt).put('^', 'bad').skip(1).put(text, 'bad').end()];
	return [
		line
			.skip(caretAt - 1 - cellWidth(text))
			.put(text, 'bad')
			.skip(1)
			.put('^', 'bad')
			.end(),
	];
}

const MARGIN = 1;

interface InputRow {
	/** Unit of the text that it begins with. */
	readonly start: number;
	readonly before: string;
	/** The character under the cursor, on its row alone. */
	readonly at: string | undefined;
	readonly after: string;
}

/** The text in rows of so many cells. */
function rowsOf({beforeCursor, atCursor, afterCursor}: TextInput, cells: number): InputRow[] {
	const cursor = graphemes(beforeCursor).length;
	const rows: InputRow[] = [];
	let start = 0;
	let row = {start, before: '', at: undefined as string | undefined, after: '', used: 0};
	graphemes(beforeCursor)
		.concat(atCursor, graphemes(afterCursor))
		.forEach((piece, index) => {
			const used = shownWidth(piece);
			if (row.used + used > cells) {
				rows.push(row);
				row = {start, before: '', at: undefined, after: '', used: 0};
			}
			start += piece.length;
			row.used += used;
			if (index === cursor) row.at = piece;
			else if (row.at === undefined) row.before += piece;
			else row.after += piece;
		});
	return [...rows, row];
}

function commonStart(names: readonly string[]): string {
	let length = names[0].length;
	for (const name of names) while (!name.startsWith(names[0].slice(0, length))) length--;
	return names[0].slice(0, length);
}
