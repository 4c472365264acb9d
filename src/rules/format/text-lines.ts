/** A text as lines; a line's end mark (`\n`, `\r\n` or nothing at the very end) is kept apart. */
export interface TextLines {
	readonly text: string;
	readonly starts: readonly number[];
	readonly count: number;
	/** The line that an offset is in. */
	lineAt(offset: number): number;
	/** Without the end mark. */
	line(index: number): string;
	mark(index: number): string;
}

export function textLines(text: string): TextLines {
	const starts = [0];
	for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
	// A text that ends with a line end has no further line after it.
	if (starts.length > 1 && starts[starts.length - 1] === text.length) starts.pop();
	const whole = (index: number) => text.slice(starts[index], starts[index + 1] ?? text.length);
	const markOf = (line: string) => (line.endsWith('\r\n') ? '\r\n' : line.endsWith('\n') ? '\n' : '');
	return {
		text,
		starts,
		count: text === '' ? 0 : starts.length,
		lineAt(offset) {
			let low = 0;
			let high = starts.length - 1;
			while (low < high) {
				const middle = (low + high + 1) >> 1;
				if (starts[middle] <= offset) low = middle;
				else high = middle - 1;
			}
			return low;
		},
		line: (index) => whole(index).slice(0, whole(index).length - markOf(whole(index)).length),
		mark: (index) => markOf(whole(index)),
	};
}

/** Blanks at the start of a line. */
export const indentOf = (line: string): number => /^ */.exec(line)![0].length;

export const isBlankLine = (line: string): boolean => line.trim() === '';

export const isCommentLine = (line: string): boolean => /^\s*#/.test(line);
