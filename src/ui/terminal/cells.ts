import {START, sgrAfter} from './sgr.ts';
import {cellWidth, graphemes, isPlainButEscapes} from './width.ts';

/** A line as the terminal will hold it: one entry a cell, '' behind a wide character; the style as SGR parameters. */
export interface Cells {
	readonly characters: readonly string[];
	readonly styles: readonly string[];
}

interface Filling {
	readonly characters: string[];
	readonly styles: string[];
	readonly width: number;
}

const M = 0x6d;

/** Splits a line of text and SGR sequences into cells. Any other control byte is left out. */
export function parseCells(line: string, width: number): Cells {
	const filling: Filling = {characters: [], styles: [], width};
	// One look at the whole line saves one at each of its many parts.
	const fill = isPlainButEscapes(line) ? fillPlain : fillAny;
	let sgr = START;
	for (let at = 0; at < line.length; ) {
		const found = line.indexOf('\x1b', at);
		const end = found < 0 ? line.length : found;
		if (end > at) fill(filling, line, at, end, sgr.style);
		at = found < 0 ? end : endOfSgr(line, found);
		if (found >= 0 && at > found + 1) sgr = sgrAfter(sgr, line.slice(found + 2, at - 1));
	}
	fillBlanks(filling);
	return filling;
}

/** Index behind the SGR sequence that begins here, behind the ESC alone where none does. */
function endOfSgr(line: string, from: number): number {
	if (line[from + 1] !== '[') return from + 1;
	let at = from + 2;
	for (let code = line.charCodeAt(at); (code >= 0x30 && code <= 0x39) || code === 0x3b; code = line.charCodeAt(at)) at++;
	return line.charCodeAt(at) === M ? at + 1 : from + 1;
}

function fillPlain({characters, styles, width}: Filling, line: string, from: number, to: number, style: string): void {
	const end = Math.min(to, from + width - characters.length);
	for (let at = from; at < end; at++) {
		characters.push(line[at]);
		styles.push(style);
	}
}

function fillAny(filling: Filling, line: string, from: number, to: number, style: string): void {
	const {characters, styles, width} = filling;
	const part = line.slice(from, to);
	for (const piece of graphemes(part)) {
		const cells = piece < ' ' ? 0 : cellWidth(piece);
		if (cells === 0 || characters.length + cells > width) continue;
		characters.push(piece);
		styles.push(style);
		if (cells === 2) {
			characters.push('');
			styles.push(style);
		}
	}
}

function fillBlanks({characters, styles, width}: Filling): void {
	while (characters.length < width) {
		characters.push(' ');
		styles.push('');
	}
}
