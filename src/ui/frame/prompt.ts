import {Line} from '../terminal/line.ts';
import {showText} from '../terminal/sanitize.ts';
import {cellWidth, graphemes, wrapCells} from '../terminal/width.ts';
import type {Theme} from '../theme/theme.ts';
import {TextInput} from '../widgets/text-input.ts';

export interface PromptProblem {
	readonly message: string;
	readonly hint?: string;
	/** First unit of the text it is about. */
	readonly start?: number;
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
	/** Above the text: what the value would lead to. */
	readonly preview?: (value: string) => string;
	/** Names that complete the word before the cursor. */
	readonly completions?: (before: string) => {readonly word: string; readonly names: readonly string[]} | undefined;
	readonly accept: (value: string) => void;
	readonly cancel?: () => void;
}

/** A line of text that is asked for, above the footer. */
export class Prompt {
	readonly input: TextInput;
	problem: PromptProblem | undefined;
	private at: number;

	constructor(readonly options: PromptOptions) {
		this.input = new TextInput(options.value ?? '');
		this.at = options.history.length;
		this.changed();
	}

	changed(): void {
		this.problem = this.options.check?.(this.input.value);
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

	/** A few of the names that would fit, while a word is being written. */
	private offers(): string {
		const found = this.options.completions?.(this.input.beforeCursor);
		if (found === undefined || found.word === '' || found.names.length === 0 || found.names[0] === found.word) return '';
		return `Tab: ${found.names.slice(0, 4).join(' ')}${found.names.length > 4 ? ' …' : ''}`;
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
		for (const text of [this.options.note?.() ?? '', this.offers()]) if (text !== '') line.put(`  ${text}`, 'muted');
		if (this.problem === undefined) return [line.end()];
		const caret = this.problem.start ?? this.input.value.length;
		return [line.end(), ...this.paintProblem(2 + cellWidth(label) + shownWidth(this.input.value.slice(0, caret)), width, theme)];
	}

	/** A text that one line cannot hold on several, the rows around the cursor. */
	private paintRows(width: number, theme: Theme): string[] {
		const {label} = this.options;
		const indent = 2 + cellWidth(label);
		const rows = rowsOf(this.input, width - indent - 2);
		const cursorAt = rows.findIndex(({at}) => at !== undefined);
		const first = Math.max(0, Math.min(cursorAt - INPUT_ROWS + 1, rows.length - INPUT_ROWS), cursorAt - INPUT_ROWS + 1);
		const lines = rows.slice(first, first + INPUT_ROWS).map(({before, at, after}, row) => {
			const line = new Line(theme, width).skip(1).cell(row === 0 ? label : '', indent - 1, 'key');
			line.put(before, 'strong');
			if (at !== undefined) line.put(at, 'selection');
			return line.put(after, 'strong').end();
		});
		const offers = this.offers() || 'Ctrl-U deletes all before the cursor';
		if (this.problem !== undefined) return [...lines, ...this.paintProblem(indent, width, theme)];
		return [...lines, new Line(theme, width).skip(indent).put(offers, 'muted').end()];
	}

	/** Beside its caret where it fits there, else below it on whole lines. */
	private paintProblem(indent: number, width: number, theme: Theme): string[] {
		const {message = '', hint} = this.problem ?? {};
		const hinted = hint === undefined ? '' : ` (${hint})`;
		const caret = new Line(theme, width).skip(indent).put('^', 'bad');
		if (indent + 3 + cellWidth(message + hinted) <= width) return [caret.skip(1).put(message, 'bad').put(hinted, 'warn').end()];
		// What to write comes first: a list of all that could stand there may be long.
		const parts = wrapCells(hint === undefined ? message : `${hint}${hint.endsWith('?') ? '' : ';'} ${message}`, width - 5);
		const shown = parts
			.slice(0, PROBLEM_ROWS)
			.map((part, at) => (at === PROBLEM_ROWS - 1 && parts.length > PROBLEM_ROWS ? `${part} …` : part));
		return [caret.end(), ...shown.map((part) => new Line(theme, width).skip(2).put(part, 'bad').end())];
	}

	private paintPreview(width: number, theme: Theme): string[] {
		const text = this.options.preview?.(this.input.value);
		if (text === undefined) return [];
		return wrapCells(text, Math.max(20, width - 12))
			.slice(0, PREVIEW_ROWS)
			.map((part, at) =>
				new Line(theme, width)
					.skip(1)
					.cell(at === 0 ? 'preview' : '', 9, 'muted')
					.put(part, 'value')
					.end(),
			);
	}
}

const PREVIEW_ROWS = 4;
const PROBLEM_ROWS = 3;
const INPUT_ROWS = 4;
/** What a line leaves free beside a text, for what would complete it. */
const RIGHT_CELLS = 24;

/** A control character is shown as an escape, wider than it is. */
const shownWidth = (text: string): number => cellWidth(showText(text));

interface InputRow {
	readonly before: string;
	/** The character under the cursor, on its row alone. */
	readonly at: string | undefined;
	readonly after: string;
}

/** The text in rows of so many cells. */
function rowsOf({beforeCursor, atCursor, afterCursor}: TextInput, cells: number): InputRow[] {
	const cursor = graphemes(beforeCursor).length;
	const rows: InputRow[] = [];
	let row = {before: '', at: undefined as string | undefined, after: '', used: 0};
	graphemes(beforeCursor)
		.concat(atCursor, graphemes(afterCursor))
		.forEach((piece, index) => {
			const used = shownWidth(piece);
			if (row.used + used > cells) {
				rows.push(row);
				row = {before: '', at: undefined, after: '', used: 0};
			}
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
