import stringWidth from 'string-width';

const ASCII = /^[\x20-\x7e]*$/;
const segmenter = new Intl.Segmenter();

/** Terminal cells a safe text takes. */
export function cellWidth(text: string): number {
	return ASCII.test(text) ? text.length : stringWidth(text);
}

/** What a reader sees as single characters. */
export function graphemes(text: string): string[] {
	return ASCII.test(text) ? text.split('') : Array.from(segmenter.segment(text), (piece) => piece.segment);
}

/** The text in at most `cells` cells; what was cut is marked by `…`. */
export function cutCells(text: string, cells: number): string {
	if (cells <= 0) return '';
	if (ASCII.test(text)) return text.length <= cells ? text : `${text.slice(0, cells - 1)}…`;
	if (text.length > cells * 32) return cutGraphemes(text.slice(0, cells * 32), cells);
	return stringWidth(text) <= cells ? text : cutGraphemes(text, cells);
}

function cutGraphemes(text: string, cells: number): string {
	let kept = '';
	let used = 0;
	for (const {segment} of segmenter.segment(text)) {
		const width = stringWidth(segment);
		if (used + width > cells - 1) break;
		kept += segment;
		used += width;
	}
	return `${kept}…`;
}

/** Exactly `cells` cells, cut or filled with blanks. */
export function padCells(text: string, cells: number, align: 'left' | 'right' = 'left'): string {
	const cut = cutCells(text, cells);
	const blanks = ' '.repeat(Math.max(0, cells - cellWidth(cut)));
	return align === 'left' ? cut + blanks : blanks + cut;
}

/** Lines of at most `cells` cells; breaks at blanks where it can. */
export function wrapCells(text: string, cells: number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(/(?<= )/)) {
		if (cellWidth(line) + cellWidth(word.trimEnd()) > cells && line !== '') {
			lines.push(line.trimEnd());
			line = '';
		}
		let rest = word;
		while (cellWidth(rest.trimEnd()) > cells) {
			const [head, tail] = splitCells(rest, cells);
			lines.push(head);
			rest = tail;
		}
		line += rest;
	}
	if (line !== '' || lines.length === 0) lines.push(line.trimEnd());
	return lines;
}

function splitCells(text: string, cells: number): [string, string] {
	let used = 0;
	let at = 0;
	for (const piece of graphemes(text)) {
		const width = cellWidth(piece);
		if (used + width > cells && at > 0) break;
		used += width;
		at += piece.length;
	}
	return [text.slice(0, at), text.slice(at)];
}
