import {scalarOffsets} from './scalar-offsets.ts';
import type {SourceFile, Spot} from './source-file.ts';

/** A YAML scalar that text came from. */
export interface Origin {
	readonly source: SourceFile;
	/** Range of the scalar in the file. */
	readonly start: number;
	readonly end: number;
	readonly value: string;
}

/** From `start` on, the text comes from `origin`, there from `index` on; `fixed`: all of it stands for that one spot. */
interface Piece {
	readonly start: number;
	readonly origin: Origin;
	readonly index: number;
	readonly fixed: boolean;
}

/** A text put together from rules files that still knows where each part came from. */
export interface TracedText {
	readonly text: string;
	readonly pieces: readonly Piece[];
}

/** A scalar as it stands in its file. */
export function traceScalar(origin: Origin): TracedText {
	return {text: origin.value, pieces: [{start: 0, origin, index: 0, fixed: false}]};
}

/** Joins traced parts; plain strings between them stand for the spot they are next to. At least one part is traced. */
export function joinTraced(parts: readonly (TracedText | string)[]): TracedText {
	let text = '';
	const pieces: Piece[] = [];
	for (let i = 0; i < parts.length; i++) {
		const part = parts[i];
		if (typeof part === 'string') {
			const anchor = pieces.length > 0 ? endOf(pieces[pieces.length - 1], text.length) : firstPiece(parts);
			pieces.push({start: text.length, origin: anchor.origin, index: anchor.index, fixed: true});
			text += part;
		} else {
			for (const piece of part.pieces) pieces.push({...piece, start: piece.start + text.length});
			text += part.text;
		}
	}
	return {text, pieces};
}

/** What stands instead of a range of a text; all of it comes from the spot of `spotIndex`. */
export interface TracedEdit {
	readonly start: number;
	readonly end: number;
	readonly spotIndex: number;
	readonly text: string;
}

/** The text with ranges replaced. The edits are in order and do not overlap. */
export function editTraced(traced: TracedText, edits: readonly TracedEdit[]): TracedText {
	const source = traced.pieces;
	const pieces: Piece[] = [];
	let text = '';
	let at = 0;
	const moveTo = (index: number) => {
		while (at + 1 < source.length && source[at + 1].start <= index) at++;
	};
	const keep = (from: number, to: number) => {
		if (to <= from) return;
		moveTo(from);
		pieces.push({...source[at], start: text.length, index: indexIn(source[at], from)});
		for (let next = at + 1; next < source.length && source[next].start < to; next++) {
			pieces.push({...source[next], start: text.length + source[next].start - from});
		}
		text += traced.text.slice(from, to);
	};
	let from = 0;
	for (const edit of edits) {
		keep(from, edit.start);
		moveTo(edit.spotIndex);
		pieces.push({start: text.length, origin: source[at].origin, index: indexIn(source[at], edit.spotIndex), fixed: true});
		text += edit.text;
		from = edit.end;
	}
	keep(from, traced.text.length);
	return {text, pieces};
}

/** Where a character of the text stands in its file. */
export function spotOf(traced: TracedText, index: number): Spot {
	const piece = pieceAt(traced.pieces, index);
	const {origin} = piece;
	const at = Math.min(indexIn(piece, index), origin.value.length);
	return {source: origin.source, offset: scalarOffsets(origin.source.text, origin.start, origin.end, origin.value)[at]};
}

const indexIn = (piece: Piece, index: number) => (piece.fixed ? piece.index : piece.index + index - piece.start);

const endOf = (piece: Piece, end: number) => ({origin: piece.origin, index: indexIn(piece, end)});

function pieceAt(pieces: readonly Piece[], index: number): Piece {
	let found = pieces[0];
	for (const piece of pieces) if (piece.start <= index) found = piece;
	return found;
}

function firstPiece(parts: readonly (TracedText | string)[]): Piece {
	for (const part of parts) if (typeof part !== 'string') return part.pieces[0];
	throw new Error('a traced text needs a part with an origin');
}

/** Without the blanks at both ends. */
export function trimTraced(traced: TracedText): TracedText {
	const text = traced.text.trim();
	if (text.length === traced.text.length) return traced;
	const from = traced.text.indexOf(text);
	const at = pieceAt(traced.pieces, from);
	const rest = traced.pieces.filter((piece) => piece.start > from).map((piece) => ({...piece, start: piece.start - from}));
	return {text, pieces: [{...at, start: 0, index: indexIn(at, from)}, ...rest]};
}
