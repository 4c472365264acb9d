import stringWidth from 'string-width';

/** One cell and one grapheme a code unit: PLAIN, Latin letters, the marks, arrows, lines and bars that we draw with. */
const PLAIN_CHARACTERS =
	'\\x20-\\x7e\\xa1-\\xac\\xae-\\u02ff\\u2010-\\u2027\\u2190-\\u2193\\u21b5\\u2423\\u2500-\\u259f\\u25b4\\u25b8\\u25be\\u25cf\\u2713\\u2717\\u27e6\\u27e7';
const PLAIN = new RegExp(`^[${PLAIN_CHARACTERS}]*$`);
const PLAIN_BUT_ESCAPES = new RegExp(`^[\x1b${PLAIN_CHARACTERS}]*$`);
export const isPlain = (text: string): boolean => PLAIN.test(text);
/** The same of a line with its SGR sequences. */
export const isPlainButEscapes = (line: string): boolean => PLAIN_BUT_ESCAPES.test(line);

let segmenter: Intl.Segmenter | undefined;

/** Made with the first text that needs it: most are plain, and its tables take a while to load. */
function segments(text: string): Iterable<Intl.SegmentData> {
	segmenter ??= new Intl.Segmenter();
	return segmenter.segment(text);
}

/** Terminal cells a safe text takes. */
export function cellWidth(text: string): number {
	return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** What a reader sees as single characters. */
export function graphemes(text: string): string[] {
	return PLAIN.test(text) ? text.split('') : Array.from(segments(text), (piece) => piece.segment);
}

/** The text in at most `cells` cells; what was cut is marked by `…`. */
export function cutCells(text: string, cells: number): string {
	if (cells <= 0) return '';
	if (PLAIN.test(text)) return cutPlain(text, cells);
	if (text.length > cells * 32) return cutGraphemes(text.slice(0, cells * 32), cells);
	return stringWidth(text) <= cells ? text : cutGraphemes(text, cells);
}

/** The same of a text that is plain. */
export function cutPlain(text: string, cells: number): string {
	if (text.length <= cells) return text;
	return cells <= 0 ? '' : `${text.slice(0, cells - 1)}…`;
}

function cutGraphemes(text: string, cells: number): string {
	let kept = '';
	let used = 0;
	for (const {segment} of segments(text)) {
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

/** The first of these lines; where some are left out the last one is cut at its end, so that one sees it. */
export function wrapRows(text: string, cells: number, rows: number): string[] {
	const parts = wrapCells(text, cells);
	if (parts.length <= rows) return parts;
	return [...parts.slice(0, rows - 1), cutCells(parts.slice(rows - 1).join(' '), cells)];
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

const SGR = /\x1b\[[\d;]*m/g;

/** Cells of a painted line: its SGR sequences take none. */
export function paintedWidth(line: string): number {
	if (!PLAIN_BUT_ESCAPES.test(line)) return cellWidth(line.replace(SGR, ''));
	let cells = line.length;
	for (let at = line.indexOf('\x1b'); at >= 0; ) {
		const end = line.indexOf('m', at);
		if (end < 0) break;
		cells -= end + 1 - at;
		at = line.indexOf('\x1b', end);
	}
	return cells;
}
