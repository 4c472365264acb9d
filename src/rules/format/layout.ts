// Where each line of a rules file belongs, found by walking its YAML tokens:
//
//   - a line that starts a part of the structure gets a column: items at 0, what is in them 2 further each time
//   - a line inside a scalar or a flow collection moves along with the line that its value starts in
//   - comments and blank lines are free; `format-rules.ts` decides on them
//
// Gaps within a line (`key :  value`, `[a,b]`) are edits of the text.
import type {CST} from 'yaml';
import {indentOf, type TextLines} from './text-lines.ts';

type Token = CST.Token;
type CollectionItem = CST.CollectionItem;

export interface Layout {
	/** The new column of lines that start a part of the structure. */
	readonly columns: ReadonlyMap<number, number>;
	/** Lines inside a value that starts in an earlier line. */
	readonly inside: ReadonlyMap<number, InsideLine>;
	/** Lines whose blanks at the end may be part of a value. */
	readonly openEnded: ReadonlySet<number>;
	/** Lines after which a blank line would become part of a value. */
	readonly sticky: ReadonlySet<number>;
	/** Lines that start an item of the file. */
	readonly items: ReadonlySet<number>;
	readonly gaps: readonly Gap[];
}

export interface InsideLine {
	readonly kind: 'flow' | 'text' | 'block';
	/** By how much it moves. */
	readonly shift: number;
	/** It cannot stand further left. */
	readonly least: number;
	/** Of a block scalar: where its text starts. */
	readonly textColumn: number;
	/** Of a block scalar: a comment below it stands no further right, or it would be text. */
	readonly commentLimit: number;
}

/** A stretch of blanks within a line and what it becomes. */
export interface Gap {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** What formatting has no opinion on: the file is left as it is. */
export class UnusualYaml extends Error {}

const STEP = 2;

interface Walk {
	readonly lines: TextLines;
	readonly columns: Map<number, number>;
	readonly inside: Map<number, InsideLine>;
	readonly openEnded: Set<number>;
	readonly sticky: Set<number>;
	readonly items: Set<number>;
	readonly gaps: Gap[];
}

/** The column a value hangs from, as it is and as it will be. */
interface Parent {
	readonly now: number;
	readonly next: number;
}

export function layOut(tokens: Iterable<Token>, lines: TextLines): Layout {
	const walk: Walk = {lines, columns: new Map(), inside: new Map(), openEnded: new Set(), sticky: new Set(), items: new Set(), gaps: []};
	for (const token of tokens) {
		if (token.type === 'document' && token.value) {
			if (token.value.type === 'block-seq') {
				for (const item of token.value.items) if (item.start.length > 0) walk.items.add(lines.lineAt(markOf(item).offset));
				visitSequence(walk, token.value, 0);
			} else if (token.value.type !== 'scalar') throw new UnusualYaml('the document is not a list of items');
		} else if (token.type === 'error') throw new UnusualYaml(token.message);
	}
	return walk;
}

const columnOf = ({lines}: Walk, offset: number): number => offset - lines.starts[lines.lineAt(offset)];

/** Whether nothing but blanks stands before it in its line. */
const startsLine = ({lines}: Walk, offset: number): boolean => {
	const line = lines.lineAt(offset);
	return lines.text.slice(lines.starts[line], offset).trim() === '';
};

function place(walk: Walk, offset: number, column: number): void {
	if (startsLine(walk, offset)) walk.columns.set(walk.lines.lineAt(offset), column);
}

function markOf(item: CollectionItem): CST.SourceToken {
	const mark = item.start.find(({type}) => type === 'seq-item-ind');
	if (!mark) throw new UnusualYaml('an item without a dash');
	return mark;
}

function visitSequence(walk: Walk, sequence: CST.BlockSequence, column: number): void {
	for (const item of sequence.items) {
		if (!item.start.some(({type}) => type === 'seq-item-ind')) {
			// What follows the last item: comments and blank lines.
			if (item.value) throw new UnusualYaml('an item without a dash');
			continue;
		}
		const mark = markOf(item);
		place(walk, mark.offset, column);
		oneBlankAfter(walk, mark, item.start);
		if (item.value) visitValue(walk, item.value, {now: columnOf(walk, mark.offset), next: column});
	}
}

function visitMap(walk: Walk, map: CST.BlockMap, column: number): void {
	for (const item of map.items) {
		if (item.start.some(({type}) => type === 'explicit-key-ind')) throw new UnusualYaml("a key with '?'");
		const {key, sep, value} = item;
		if (!key) {
			if (value || sep) throw new UnusualYaml('an empty key');
			continue;
		}
		const first = item.start.find(({type}) => type === 'anchor' || type === 'tag') ?? key;
		const now = columnOf(walk, first.offset);
		place(walk, first.offset, column);
		if (sep) tidyColon(walk, key, sep);
		if (value) visitValue(walk, value, {now, next: column});
	}
}

function visitValue(walk: Walk, value: Token, parent: Parent): void {
	if (value.type === 'block-map' || value.type === 'block-seq') {
		const column = parent.next + STEP;
		if (value.type === 'block-map') visitMap(walk, value, column);
		else visitSequence(walk, value, column);
		return;
	}
	if (value.type === 'block-scalar') {
		visitBlockScalar(walk, value, parent);
		return;
	}
	const isOwnLine = startsLine(walk, value.offset);
	if (isOwnLine) place(walk, value.offset, parent.next + STEP);
	const shift = isOwnLine ? parent.next + STEP - columnOf(walk, value.offset) : parent.next - parent.now;
	const inner = {kind: 'text' as const, shift, least: parent.next + STEP, textColumn: 0, commentLimit: 0};
	if (value.type === 'flow-collection') {
		const end = value.end.find(({type}) => type === 'flow-seq-end' || type === 'flow-map-end');
		if (end) addInside(walk, value.offset, end.offset, {...inner, kind: 'flow'});
		tidyFlow(walk, value);
	} else if (isScalarToken(value)) addText(walk, value.offset, value.source, inner);
}

function isScalarToken(token: Token): token is CST.FlowScalar {
	switch (token.type) {
		case 'alias':
		case 'scalar':
		case 'single-quoted-scalar':
		case 'double-quoted-scalar':
			return true;
		default:
			return false;
	}
}

/** A scalar over several lines: how its lines end may matter. */
function addText(walk: Walk, offset: number, source: string, inner: InsideLine): void {
	const first = walk.lines.lineAt(offset);
	const last = walk.lines.lineAt(offset + Math.max(0, source.length - 1));
	for (let line = first; line < last; line++) walk.openEnded.add(line);
	addInside(walk, offset, offset + Math.max(0, source.length - 1), inner);
}

function addInside(walk: Walk, from: number, to: number, inner: InsideLine): void {
	const last = walk.lines.lineAt(to);
	for (let line = walk.lines.lineAt(from) + 1; line <= last; line++) {
		// Text within a flow collection is found after the collection: it knows better.
		if (walk.inside.get(line)?.kind !== 'text') walk.inside.set(line, inner);
	}
}

function visitBlockScalar(walk: Walk, scalar: CST.BlockScalar, parent: Parent): void {
	const {lines} = walk;
	const header = scalar.props.find((token): token is CST.SourceToken => token.type === 'block-scalar-header');
	if (!header) throw new UnusualYaml('a block scalar without a header');
	const first = lines.lineAt(header.offset) + 1;
	const start = Math.max(...scalar.props.map((prop) => prop.offset + ('source' in prop ? prop.source.length : 0)));
	const end = lines.lineAt(Math.max(header.offset, start + scalar.source.length - 1));
	const isKept = header.source.includes('+');
	let last = scalar.source.length === 0 ? first - 1 : end;
	// Blank lines at the end are part of the value only where they are kept.
	while (!isKept && last >= first && lines.line(last).trim() === '') last--;
	const isExplicit = /\d/.test(header.source);
	const textColumn = textColumnOf(lines, first, last);
	const shift = isExplicit ? parent.next - parent.now : parent.next + STEP - textColumn;
	for (let line = first; line <= last; line++) {
		walk.inside.set(line, {kind: 'block', shift, least: 0, textColumn: isExplicit ? 0 : textColumn, commentLimit: parent.next});
		walk.openEnded.add(line);
	}
	if (isKept) for (let line = first - 1; line <= Math.max(last, first - 1); line++) walk.sticky.add(line);
}

/** Where the text of a block scalar starts: at its first line that is not blank; nowhere, where all are. */
function textColumnOf(lines: TextLines, first: number, last: number): number {
	for (let line = first; line <= last; line++) if (lines.line(line).trim() !== '') return indentOf(lines.line(line));
	return Number.POSITIVE_INFINITY;
}

/** `-   rule` */
function oneBlankAfter(walk: Walk, mark: CST.SourceToken, among: readonly CST.SourceToken[]): void {
	const next = among[among.indexOf(mark) + 1];
	if (next?.type !== 'space' || next.source === ' ' || next.source.includes('\t')) return;
	const after = walk.lines.text[next.offset + next.source.length];
	if (after === '\n' || after === '\r' || after === '#' || after === undefined) return;
	walk.gaps.push({start: next.offset, end: next.offset + next.source.length, text: ' '});
}

/** `key :  value` */
function tidyColon(walk: Walk, key: Token, sep: readonly CST.SourceToken[]): void {
	const colon = sep.find(({type}) => type === 'map-value-ind');
	if (!colon || key.type === 'alias') return;
	const before = sep[sep.indexOf(colon) - 1];
	if (before?.type === 'space') walk.gaps.push({start: before.offset, end: before.offset + before.source.length, text: ''});
	oneBlankAfter(walk, colon, sep);
}

/** `[ a,b ]`: one blank after a comma, none elsewhere; line ends and comments stay. */
function tidyFlow(walk: Walk, flow: CST.FlowCollection): void {
	const {text} = walk.lines;
	for (const [i, item] of flow.items.entries()) {
		tidyFlowStart(walk, item, i === 0);
		if (item.sep && item.key) {
			const colon = item.sep.find(({type}) => type === 'map-value-ind');
			if (colon) oneBlankAfter(walk, colon, item.sep);
		}
		for (const value of [item.key, item.value]) if (value) tidyFlowValue(walk, value);
	}
	const end = flow.end.find(({type}) => type === 'flow-seq-end' || type === 'flow-map-end');
	if (!end) return;
	if (!/[,[{] *$/.test(text.slice(walk.lines.starts[walk.lines.lineAt(end.offset)], end.offset))) noBlankBefore(walk, end.offset);
}

function noBlankBefore({lines, gaps}: Walk, offset: number): void {
	let start = offset;
	while (lines.text[start - 1] === ' ') start--;
	if (start < offset && lines.text[start - 1] !== '\n') gaps.push({start, end: offset, text: ''});
}

function tidyFlowValue(walk: Walk, value: Token): void {
	if (value.type === 'flow-collection') tidyFlow(walk, value);
	else if (isScalarToken(value) && value.source.includes('\n')) {
		addText(walk, value.offset, value.source, {kind: 'text', shift: 0, least: 0, textColumn: 0, commentLimit: 0});
	}
}

function tidyFlowStart(walk: Walk, item: CollectionItem, isFirst: boolean): void {
	const comma = item.start.find(({type}) => type === 'comma');
	const hasValue = item.key !== undefined || item.value !== undefined;
	if (comma) noBlankBefore(walk, comma.offset);
	const next = comma ? item.start[item.start.indexOf(comma) + 1] : item.start[0];
	if (comma && !next && hasValue) walk.gaps.push({start: comma.offset + 1, end: comma.offset + 1, text: ' '});
	if (next?.type !== 'space' || !hasValue || item.start.some(({type}) => type === 'newline' || type === 'comment')) return;
	if (comma) walk.gaps.push(gapOf(next, ' '));
	else if (isFirst && !startsLine(walk, next.offset)) walk.gaps.push(gapOf(next, ''));
}

const gapOf = ({offset, source}: CST.SourceToken, text: string): Gap => ({start: offset, end: offset + source.length, text});
