import type {Place, RulesFile} from './ruleset.ts';

/** A rules file with the starts of its lines, so that offsets become places. */
export interface SourceFile {
	readonly name: string;
	readonly text: string;
	/** Made when the first place is asked for: files without problems never need it. */
	lineStarts: readonly number[] | undefined;
}

/** A spot in a file, not yet turned into line and column. */
export interface Spot {
	readonly source: SourceFile;
	readonly offset: number;
}

/** A rules file opened for reading. A byte order mark is kept: offsets count it. */
export function createSourceFile(file: RulesFile): SourceFile {
	return {name: file.name, text: file.text, lineStarts: undefined};
}

/** Line and column (from 0) of an offset. */
export function placeAt({source, offset}: Spot): Place {
	const line = lineOf(source, offset);
	return {file: source.name, line, column: offset - starts(source)[line], offset};
}

const WINDOW = 80;
const CONTROL = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/g;

/** The source line of a spot with a caret below it. Long lines are cut around the spot. */
export function snippetAt({source, offset}: Spot): string {
	const line = lineOf(source, offset);
	const start = starts(source)[line];
	const next = starts(source)[line + 1] ?? source.text.length;
	const text = source.text
		.slice(start, next)
		.replace(/\r?\n$/, '')
		.replace(CONTROL, ' ');
	const column = Math.min(offset - start, text.length);
	const from = Math.max(0, column - WINDOW);
	const to = Math.min(text.length, column + WINDOW);
	const head = from > 0 ? '...' : '';
	const tail = to < text.length ? '...' : '';
	return `${head}${text.slice(from, to)}${tail}\n${' '.repeat(head.length + column - from)}^`;
}

function starts(source: SourceFile): readonly number[] {
	source.lineStarts ??= lineStartsOf(source.text);
	return source.lineStarts;
}

function lineStartsOf(text: string): number[] {
	const found = [0];
	for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) found.push(at + 1);
	return found;
}

function lineOf(source: SourceFile, offset: number): number {
	const lines = starts(source);
	let low = 0;
	let high = lines.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (lines[middle] <= offset) low = middle;
		else high = middle - 1;
	}
	return low;
}
