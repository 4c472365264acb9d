import type {InputEvent} from '../terminal/input-decoder.ts';
import {graphemes} from '../terminal/width.ts';

/** Units that one text holds; what is more is left out. */
export const MAX_LENGTH = 4000;

/** One line of text being written: a value, a cursor, the usual editing keys. */
export class TextInput {
	private pieces: string[];
	cursor: number;

	constructor(value = '') {
		this.pieces = graphemes(value);
		this.cursor = this.pieces.length;
	}

	get value(): string {
		return this.pieces.join('');
	}

	get beforeCursor(): string {
		return this.pieces.slice(0, this.cursor).join('');
	}

	get atCursor(): string {
		return this.pieces[this.cursor] ?? ' ';
	}

	get afterCursor(): string {
		return this.pieces.slice(this.cursor + 1).join('');
	}

	set(value: string): void {
		this.pieces = graphemes(value);
		this.cursor = this.pieces.length;
	}

	/** Takes an editing key; false for any other. */
	handle(event: InputEvent): boolean {
		if (event.kind === 'paste') return this.insert(event.text.replace(/[\r\n\t]+/g, ' '));
		if (event.kind !== 'key') return false;
		if (event.text !== undefined) return this.insert(event.text);
		const edit = EDITS[event.key];
		if (edit === undefined) return false;
		edit(this);
		return true;
	}

	insert(text: string): boolean {
		const added = graphemes(text.slice(0, Math.max(0, MAX_LENGTH - this.value.length)));
		this.pieces.splice(this.cursor, 0, ...added);
		this.cursor += added.length;
		return true;
	}

	moveTo(cursor: number): void {
		this.cursor = Math.min(Math.max(0, cursor), this.pieces.length);
	}

	/** Deletes from there to the cursor, whichever comes first. */
	deleteTo(other: number): void {
		const from = Math.max(0, Math.min(other, this.cursor));
		this.pieces.splice(from, Math.max(other, this.cursor) - from);
		this.cursor = from;
	}

	wordStart(): number {
		const before = this.beforeCursor;
		return graphemes(before.replace(/\S+\s*$/, '')).length;
	}

	get length(): number {
		return this.pieces.length;
	}
}

const EDITS: Readonly<Record<string, (input: TextInput) => void>> = {
	left: (input) => input.moveTo(input.cursor - 1),
	right: (input) => input.moveTo(input.cursor + 1),
	home: (input) => input.moveTo(0),
	end: (input) => input.moveTo(input.length),
	'ctrl-a': (input) => input.moveTo(0),
	'ctrl-e': (input) => input.moveTo(input.length),
	'ctrl-left': (input) => input.moveTo(input.wordStart()),
	backspace: (input) => input.deleteTo(input.cursor - 1),
	delete: (input) => input.deleteTo(input.cursor + 1),
	'ctrl-w': (input) => input.deleteTo(input.wordStart()),
	'ctrl-u': (input) => input.deleteTo(0),
	'ctrl-k': (input) => input.deleteTo(input.length),
};
