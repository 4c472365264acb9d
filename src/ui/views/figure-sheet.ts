import {Line} from '../terminal/line.ts';
import {cellWidth} from '../terminal/width.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import {type Box, fillLines} from '../widgets/box.ts';
import type {Step} from './view.ts';

/** A label and its text; a label without a text heads a section, both empty divide. */
export type Figure = readonly [label: string, text: string, style: StyleName];

const LABEL_GAP = 2;
const INDENT = 3;

/** Figures in sections: in one column where there is the height for it, in two where nothing is cut by it, else in one to scroll. */
export class FigureSheet {
	private offset = 0;
	private height = 1;
	private length = 0;

	paint(figures: readonly Figure[], box: Box, theme: Theme): string[] {
		const labelCells = Math.max(0, ...figures.map(([label, text]) => (text === '' ? 0 : cellWidth(label)))) + LABEL_GAP;
		this.length = figures.length;
		this.height = box.height;
		const pair = this.length <= box.height ? undefined : twoColumns(figures, box, labelCells);
		if (pair !== undefined) {
			this.length = box.height;
			return paintPair(pair, box, labelCells, theme);
		}
		const isCut = this.length > box.height;
		if (isCut) this.height = Math.max(1, box.height - 1);
		this.offset = Math.max(0, Math.min(this.offset, this.length - this.height));
		const shown = figures.slice(this.offset, this.offset + this.height);
		const lines = shown.map((figure) => paintFigure(figure, new Line(theme, box.width), labelCells, box.width).end());
		return isCut ? [...fillLines(lines, this.height), this.position(box.width, theme)] : fillLines(lines, box.height);
	}

	navigate(step: Step): void {
		const moves = {up: -1, down: 1, pageUp: -this.height, pageDown: this.height, first: -this.length, last: this.length};
		this.offset = Math.max(0, Math.min(this.offset + moves[step], this.length - this.height));
	}

	private position(width: number, theme: Theme): string {
		const end = Math.min(this.length, this.offset + this.height);
		return new Line(theme, width).right(`lines ${this.offset + 1}–${end} of ${this.length} `, width, 'faint').end();
	}
}

type Pair = readonly [left: readonly Figure[], right: readonly Figure[]];

/** Split between two sections so that both sides fit, height and width; undefined where they do not. */
function twoColumns(figures: readonly Figure[], {width, height}: Box, labelCells: number): Pair | undefined {
	const room = Math.floor(width / 2) - 2;
	if (figures.some(([, text]) => INDENT + labelCells + cellWidth(text) > room)) return undefined;
	for (let at = figures.length - 1; at > 0; at--) {
		const isDivider = figures[at][0] === '' && figures[at][1] === '';
		if (isDivider && at <= height && figures.length - at - 1 <= height) return [figures.slice(0, at), figures.slice(at + 1)];
	}
	return undefined;
}

function paintPair([left, right]: Pair, {width, height}: Box, labelCells: number, theme: Theme): string[] {
	const half = Math.floor(width / 2);
	const lines = Array.from({length: Math.max(left.length, right.length)}, (_, at) => {
		const line = new Line(theme, width);
		if (left[at] !== undefined) paintFigure(left[at], line, labelCells, half - 2);
		line.to(half);
		return (right[at] === undefined ? line : paintFigure(right[at], line, labelCells, width - half)).end();
	});
	return fillLines(lines, height);
}

function paintFigure([label, text, style]: Figure, line: Line, wanted: number, cells: number): Line {
	if (text === '') return line.skip(label === '' ? 0 : 1).cell(label, cells - 1, 'accent');
	const labelCells = Math.min(wanted, Math.floor(cells / 2));
	return line
		.skip(INDENT)
		.cell(label, labelCells - LABEL_GAP, 'field')
		.skip(LABEL_GAP)
		.cell(text, cells - INDENT - labelCells, style);
}
