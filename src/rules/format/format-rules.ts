import {Parser} from 'yaml';
import {type Layout, layOut, UnusualYaml} from './layout.ts';
import {sameMeaning, yamlFault} from './same-meaning.ts';
import {indentOf, isBlankLine, isCommentLine, type TextLines, textLines} from './text-lines.ts';

export type Formatted =
	| {readonly ok: true; readonly text: string}
	/** Why the text is left alone. */
	| {readonly ok: false; readonly reason: string};

const BYTE_ORDER_MARK = '\ufeff';

/**
 * A rules file in its usual form: items apart by one blank line, two blanks for each level, one after a colon, a dash and a comma,
 * none at the end of a line. What values and comments say is never touched; where that cannot be shown, the text stays as it is.
 */
export function formatRules(text: string): Formatted {
	const head = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
	const body = text.slice(head.length);
	if (body.includes('\r') && /\r(?!\n)/.test(body)) return {ok: false, reason: 'a carriage return stands alone in it'};
	const fault = yamlFault(body);
	if (fault !== undefined) return {ok: false, reason: fault};
	try {
		const lines = textLines(body);
		const layout = layOut(new Parser().parse(body), lines);
		const formatted = joinLines(arrange(lines, layout), lines, layout);
		const difference = sameMeaning(body, formatted);
		return difference === undefined ? {ok: true, text: head + formatted} : {ok: false, reason: difference};
	} catch (error) {
		if (error instanceof UnusualYaml) return {ok: false, reason: error.message};
		throw error;
	}
}

/** A line to write: one of the text with its new indentation, or a blank one. */
type OutLine = {readonly from: number; readonly text: string} | 'blank';

function arrange(lines: TextLines, layout: Layout): OutLine[] {
	const edited = applyGaps(lines, layout);
	const out: OutLine[] = [];
	let blanks = 0;
	for (let line = 0; line < lines.count; line++) {
		const isInside = layout.inside.has(line);
		if (!isInside && isBlankLine(lines.line(line)) && !layout.columns.has(line)) {
			blanks++;
			continue;
		}
		if (blanks > 0 && out.length > 0) out.push('blank');
		blanks = 0;
		if (layout.items.has(line)) separateItem(out, layout);
		out.push({from: line, text: rewrite(edited[line], line, {lines, layout})});
	}
	return out;
}

/** A blank line before an item and the comments that lead to it. */
function separateItem(out: OutLine[], {items, sticky, columns}: Layout): void {
	let at = out.length;
	while (at > 0 && isLeading(out[at - 1])) at--;
	const before = out[at - 1];
	if (before === undefined || before === 'blank' || sticky.has(before.from)) return;
	// Nothing of this document before it: the first item, or the line of `---`.
	const isFirst = !out.some((line) => line !== 'blank' && (items.has(line.from) || columns.has(line.from)));
	if (!isFirst && !/^---/.test(before.text)) out.splice(at, 0, 'blank');
}

const isLeading = (line: OutLine) => line !== 'blank' && line.text.startsWith('#');

interface Rewriting {
	readonly lines: TextLines;
	readonly layout: Layout;
}

function rewrite(edited: string, line: number, {lines, layout}: Rewriting): string {
	const inside = layout.inside.get(line);
	const isOpen = layout.openEnded.has(line);
	const text = isOpen ? edited : edited.trimEnd();
	const now = indentOf(text);
	if (inside) {
		const isEmpty = text.trim() === '';
		if (isEmpty && (inside.kind !== 'block' || text.length <= inside.textColumn))
			return inside.kind === 'block' || inside.kind === 'flow' ? '' : text;
		// A closing bracket may stand below its key.
		const least = inside.kind === 'flow' && /^\s*[\]}]/.test(text) ? inside.least - 2 : inside.least;
		return indent(text, Math.max(now + inside.shift, least));
	}
	const column = layout.columns.get(line);
	if (column !== undefined) return indent(text, column);
	return isCommentLine(text) ? indent(text, commentColumn(line, {lines, layout})) : text;
}

const indent = (text: string, column: number) => ' '.repeat(Math.max(0, column)) + text.slice(indentOf(text));

/** A comment goes with the line below it where both stand at one column, else with what it stands under. */
function commentColumn(line: number, rewriting: Rewriting): number {
	return Math.min(columnInStructure(line, rewriting), limitBelowBlock(line, rewriting));
}

/** How far right a comment may stand that follows a block scalar. */
function limitBelowBlock(line: number, {layout: {columns, inside}}: Rewriting): number {
	for (let before = line - 1; before >= 0; before--) {
		const above = inside.get(before);
		if (above) return above.kind === 'block' ? above.commentLimit : Number.POSITIVE_INFINITY;
		if (columns.has(before)) break;
	}
	return Number.POSITIVE_INFINITY;
}

function columnInStructure(line: number, {lines, layout: {columns, inside}}: Rewriting): number {
	const now = indentOf(lines.line(line));
	let next = line + 1;
	while (next < lines.count && !columns.has(next)) next++;
	if (next < lines.count && indentOf(lines.line(next)) === now) return columns.get(next)!;
	let shift: number | undefined;
	for (let before = line - 1; before >= 0; before--) {
		const column = inside.has(before) ? undefined : columns.get(before);
		if (column === undefined) continue;
		const indentation = indentOf(lines.line(before));
		if (indentation === now) return column;
		shift ??= column - indentation;
		if (indentation < now) break;
	}
	return Math.max(0, now + (shift ?? 0));
}

/** The lines with their gaps tidied. */
function applyGaps(lines: TextLines, {gaps}: Layout): string[] {
	const edited = Array.from({length: lines.count}, (_, line) => lines.line(line));
	for (const {start, end, text} of [...gaps].sort((a, b) => b.start - a.start)) {
		const line = lines.lineAt(start);
		const from = start - lines.starts[line];
		edited[line] = edited[line].slice(0, from) + text + edited[line].slice(from + end - start);
	}
	return edited;
}

/** Each line keeps its own end mark; new ones have the mark that most lines have. */
function joinLines(out: readonly OutLine[], lines: TextLines, {openEnded}: Layout): string {
	const usual = usualMark(lines);
	const last = out[out.length - 1];
	return out
		.map((line) => {
			if (line === 'blank') return usual;
			const mark = lines.mark(line.from);
			// A value that ends with the file without a line end would get one.
			return line.text + (mark === '' && !(line === last && openEnded.has(line.from)) ? usual : mark);
		})
		.join('');
}

function usualMark(lines: TextLines): string {
	let windows = 0;
	for (let line = 0; line < lines.count; line++) if (lines.mark(line) === '\r\n') windows++;
	return windows * 2 > lines.count ? '\r\n' : '\n';
}
