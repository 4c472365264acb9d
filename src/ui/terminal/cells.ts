import {cellWidth, graphemes} from './width.ts';

/** A line as the terminal will hold it: one entry a cell, '' behind a wide character; the style as SGR parameters. */
export interface Cells {
	readonly characters: readonly string[];
	readonly styles: readonly string[];
}

interface Sgr {
	fg: string;
	bg: string;
	readonly attributes: Set<string>;
}

/** Off codes of the attributes we may meet (Ink closes what it opens). */
const OFF: Readonly<Record<string, readonly string[]>> = {'22': ['1', '2'], '23': ['3'], '24': ['4'], '27': ['7'], '29': ['9']};

/** Splits a line of text and SGR sequences into cells. Any other control byte is left out. */
export function parseCells(line: string, width: number): Cells {
	const characters: string[] = [];
	const styles: string[] = [];
	const sgr: Sgr = {fg: '', bg: '', attributes: new Set()};
	let style = '';
	for (const part of line.split(/(\x1b\[[\d;]*m)/)) {
		if (part.startsWith('\x1b[')) {
			applySgr(sgr, part.slice(2, -1));
			style = [...sgr.attributes, sgr.fg, sgr.bg].filter(Boolean).join(';');
			continue;
		}
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
	while (characters.length < width) {
		characters.push(' ');
		styles.push('');
	}
	return {characters, styles};
}

function applySgr(sgr: Sgr, parameters: string): void {
	const codes = parameters.split(';');
	for (let at = 0; at < codes.length; at++) {
		const code = codes[at];
		if (code === '38' || code === '48') {
			const length = codes[at + 1] === '2' ? 5 : 3;
			sgr[code === '38' ? 'fg' : 'bg'] = codes.slice(at, at + length).join(';');
			at += length - 1;
		} else applyCode(sgr, code);
	}
}

function applyCode(sgr: Sgr, code: string): void {
	const value = Number(code);
	if (value === 0) {
		sgr.fg = '';
		sgr.bg = '';
		sgr.attributes.clear();
	} else if (OFF[code] !== undefined) for (const attribute of OFF[code]) sgr.attributes.delete(attribute);
	else if ((value >= 30 && value <= 37) || (value >= 90 && value <= 97)) sgr.fg = code;
	else if ((value >= 40 && value <= 47) || (value >= 100 && value <= 107)) sgr.bg = code;
	else if (value === 39) sgr.fg = '';
	else if (value === 49) sgr.bg = '';
	else if (value < 10) sgr.attributes.add(code);
}
