/** The lines of a plain scalar as one text: a line end is a blank, each empty line a line end. */
export function foldPlain(lines: readonly string[]): string {
	let text = lines[0];
	let separator = ' ';
	for (let i = 1; i < lines.length; i++) {
		if (lines[i] !== '') {
			text += separator + lines[i];
			separator = ' ';
		} else if (separator === '\n') text += '\n';
		else separator = '\n';
	}
	return text;
}

/** The lines of a folded block scalar (`>`) as one text: lines that start with a blank keep their line ends. */
export function foldBlock(lines: readonly string[]): string {
	let text = '';
	let separator = '';
	let isAfterIndented = false;
	for (const line of lines) {
		if (line.startsWith(' ')) {
			if (separator === ' ') separator = '\n';
			else if (!isAfterIndented && separator === '\n') separator = '\n\n';
			text += separator + line;
			separator = '\n';
			isAfterIndented = true;
		} else if (line !== '') {
			text += separator + line;
			separator = ' ';
			isAfterIndented = false;
		} else if (separator === '\n') text += '\n';
		else separator = '\n';
	}
	return text;
}
