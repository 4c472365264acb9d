import type {Mode} from '../keys/commands.ts';
import {Line} from '../terminal/line.ts';
import {showText} from '../terminal/sanitize.ts';
import {cellWidth, cutCells, wrapCells} from '../terminal/width.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import {type Box, fillLines} from '../widgets/box.ts';
import {plural} from '../widgets/numbers.ts';
import {padAnsi} from '../widgets/with-detail.ts';
import type {Pane, Step} from './view.ts';

/** A paragraph: an optional label before it, wrapped beside the label. */
export interface Paragraph {
	readonly label?: string;
	/** The branch of a tree that the text hangs on; its further lines stand below the first. */
	readonly lead?: string;
	readonly text: string;
	readonly style?: StyleName;
	readonly indent?: number;
	/** Code whose columns matter: broken only where it does not fit, what follows indented deeper. */
	readonly isCode?: boolean;
	/** Lines it may fill; the end of the last one says how many are left out. */
	readonly mostLines?: number;
	/** One of many short ones: on a wide screen they stand in two columns, read from top to bottom. */
	readonly isShort?: boolean;
}

/** Labels take what the longest needs, at most this, and never more than a third of the width. */
const MOST_LABEL_CELLS = 34;
const LABEL_GAP = 2;
/** From there on half of it holds nearly all fields whole. */
const TWO_COLUMNS_WIDTH = 180;
/** In half the width it may be wrapped once; what is longer has the whole width to itself. */
const MOST_SHORT_LINES = 2;
/** Fewer are read faster below each other. */
const LEAST_PAIRED = 5;

/** Text to read and to scroll. */
export class DocumentPane implements Pane {
	private offset = 0;
	private height = 1;
	private length = 0;

	constructor(
		readonly mode: Mode,
		private readonly heading: (width: number, theme: Theme) => string,
		private readonly paragraphs: () => readonly Paragraph[],
	) {}

	paint(box: Box, theme: Theme): string[] {
		const paragraphs = this.paragraphs();
		const labelCells = labelCellsOf(paragraphs, box.width);
		const lines = paintParagraphs(paragraphs, {labelCells, width: box.width, theme});
		this.height = Math.max(1, box.height - 2);
		this.length = lines.length;
		this.offset = Math.max(0, Math.min(this.offset, this.length - this.height));
		const shown = fillLines(lines.slice(this.offset, this.offset + this.height), this.height);
		return fillLines([this.heading(box.width, theme), ...shown, this.position(box.width, theme)], box.height);
	}

	navigate(step: Step): void {
		const moves = {up: -1, down: 1, pageUp: -this.height, pageDown: this.height, first: -this.length, last: this.length};
		this.offset = Math.max(0, Math.min(this.offset + moves[step], this.length - this.height));
	}

	private position(width: number, theme: Theme): string {
		if (this.length <= this.height) return '';
		const end = Math.min(this.length, this.offset + this.height);
		return new Line(theme, width).right(`lines ${this.offset + 1}–${end} of ${this.length} `, width, 'faint').end();
	}
}

/** One column for all labels, so that the values stand below each other. */
function labelCellsOf(paragraphs: readonly Paragraph[], width: number): number {
	const longest = Math.max(0, ...paragraphs.map(({label = ''}) => cellWidth(label)));
	return Math.min(longest + LABEL_GAP, MOST_LABEL_CELLS, Math.floor(width / 3));
}

interface ParagraphRoom {
	/** Of the labels, the gap behind them included. */
	readonly labelCells: number;
	readonly width: number;
	readonly theme: Theme;
}

function paintParagraphs(paragraphs: readonly Paragraph[], room: ParagraphRoom): string[] {
	const lines: string[] = [];
	const half: ParagraphRoom = {...room, width: Math.floor(room.width / 2) - LABEL_GAP};
	let waiting: {readonly paragraph: Paragraph; readonly narrow: string[]}[] = [];
	const flush = (): void => {
		if (waiting.length < LEAST_PAIRED) lines.push(...waiting.flatMap(({paragraph}) => paintParagraph(paragraph, room)));
		else {
			const painted = waiting.map(({narrow}) => narrow);
			lines.push(...twoColumns(painted, room.width));
		}
		waiting = [];
	};
	for (const paragraph of paragraphs) {
		const narrow = paragraph.isShort && room.width >= TWO_COLUMNS_WIDTH ? paintParagraph(paragraph, half) : [];
		if (narrow.length > 0 && narrow.length <= MOST_SHORT_LINES) waiting.push({paragraph, narrow});
		else {
			flush();
			lines.push(...paintParagraph(paragraph, room));
		}
	}
	flush();
	return lines;
}

/** The first half of them beside the second; those in one row begin on the same line. */
function twoColumns(painted: readonly (readonly string[])[], width: number): string[] {
	const rows = Math.ceil(painted.length / 2);
	return painted.slice(0, rows).flatMap((left, at) => {
		const right = painted[rows + at] ?? [];
		return Array.from({length: Math.max(left.length, right.length)}, (_, line) =>
			right[line] === undefined ? (left[line] ?? '') : padAnsi(left[line] ?? '', Math.floor(width / 2)) + right[line],
		);
	});
}

function paintParagraph(paragraph: Paragraph, {labelCells: column, width, theme}: ParagraphRoom): string[] {
	const {label, lead = '', text, style = 'text', indent = 1} = paragraph;
	const leadCells = cellWidth(lead);
	const labelCells = label === undefined ? 0 : column;
	const room = Math.max(8, width - indent - labelCells - leadCells - 1);
	const safe = text.split('\n').map(showText);
	const parts = safe.flatMap((part) => (paragraph.isCode ? wrapCode(part, room) : wrapCells(part, room)));
	return cutLines(parts, paragraph.mostLines ?? parts.length, room).map((part, at) => {
		const line = new Line(theme, width).skip(indent);
		if (label !== undefined) line.cell(at === 0 ? label : '', labelCells - LABEL_GAP, 'field').skip(LABEL_GAP);
		return line
			.cell(at === 0 ? lead : '', leadCells, 'tree')
			.put(part, style)
			.end();
	});
}

/** Nothing of a line that will be written may stay out of sight. */
function wrapCode(text: string, room: number): string[] {
	if (cellWidth(text) <= room) return [text];
	const indent = /^[-+ ]? */.exec(text)![0].length;
	const lead = ' '.repeat(Math.min(indent, room >> 1));
	const [first, ...rest] = wrapCells(text.slice(indent), room - lead.length - CONTINUED.length);
	return [text.slice(0, indent) + first, ...rest.map((part) => lead + CONTINUED + part)];
}

const CONTINUED = '  ';

function cutLines(lines: readonly string[], most: number, room: number): readonly string[] {
	if (lines.length <= most) return lines;
	const note = ` ${plural(lines.length - most, 'more line')}`;
	return [...lines.slice(0, most - 1), cutCells(`${lines[most - 1]}…`, room - cellWidth(note)) + note];
}
