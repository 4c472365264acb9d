import {Line} from '../terminal/line.ts';
import {cellWidth, wrapCells} from '../terminal/width.ts';
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

	recall(step: 1 | -1): void {
		const {history} = this.options;
		this.at = Math.max(0, Math.min(history.length, this.at + step));
		this.input.set(history[this.at] ?? '');
		this.changed();
	}

	/** Adds what all completions have in common. */
	complete(): void {
		const found = this.options.completions?.(this.input.beforeCursor);
		if (found === undefined || found.names.length === 0) return;
		this.input.insert(commonStart(found.names).slice(found.word.length));
		this.changed();
	}

	/** A few of the names that would fit, while a word is being written. */
	private offers(): string {
		const found = this.options.completions?.(this.input.beforeCursor);
		if (found === undefined || found.word === '' || found.names.length === 0 || found.names[0] === found.word) return '';
		return `Tab: ${found.names.slice(0, 4).join(' ')}${found.names.length > 4 ? ' …' : ''}`;
	}

	get height(): number {
		return this.problem === undefined ? 1 : 2;
	}

	paint(width: number, theme: Theme): string[] {
		const {label} = this.options;
		const {beforeCursor, atCursor, afterCursor} = this.input;
		const before = beforeCursor.slice(Math.max(0, beforeCursor.length - (width - cellWidth(label) - 24)));
		const line = new Line(theme, width)
			.skip(1)
			.put(label, 'key')
			.skip(1)
			.put(before === beforeCursor ? before : `…${before.slice(1)}`, 'strong')
			.put(atCursor, 'selection')
			.put(afterCursor, 'strong');
		const note = this.options.note?.() ?? '';
		if (note !== '') line.put(`  ${note}`, 'muted');
		const offers = this.offers();
		if (offers !== '') line.put(`  ${offers}`, 'muted');
		const above = this.paintPreview(width, theme);
		if (this.problem === undefined) return [...above, line.end()];
		const caret = Math.max(0, (this.problem.start ?? this.input.value.length) - (beforeCursor.length - before.length));
		const below = new Line(theme, width)
			.skip(2 + cellWidth(label) + caret)
			.put('^ ', 'bad')
			.put(this.problem.message, 'bad');
		if (this.problem.hint !== undefined) below.put(` (${this.problem.hint})`, 'warn');
		return [...above, line.end(), below.end()];
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

function commonStart(names: readonly string[]): string {
	let length = names[0].length;
	for (const name of names) while (!name.startsWith(names[0].slice(0, length))) length--;
	return names[0].slice(0, length);
}
