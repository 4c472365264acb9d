import {paintedWidth} from '../terminal/width.ts';
import type {Theme} from '../theme/theme.ts';
import {type Box, fillLines} from './box.ts';

const SIDE_MIN_WIDTH = 120;
const SIDE_SHARE = 0.3;
const SIDE_MIN_CELLS = 38;
const SIDE_MAX_CELLS = 84;
const BELOW_MIN_HEIGHT = 16;
const BELOW_HEIGHT = 7;

type Paint = (box: Box) => string[];

/** A list with its selected row at more length: beside it where there is room, below it where not, nowhere on a low screen. */
export function paintWithDetail(list: Paint, detail: Paint, box: Box, theme: Theme): string[] {
	if (box.width >= SIDE_MIN_WIDTH) return paintBeside(list, detail, box, theme);
	if (box.height < BELOW_MIN_HEIGHT) return list(box);
	const below = detail({width: box.width, height: BELOW_HEIGHT});
	return [...list({width: box.width, height: box.height - BELOW_HEIGHT - 1}), '', ...fillLines(below, BELOW_HEIGHT)];
}

function paintBeside(list: Paint, detail: Paint, {width, height}: Box, theme: Theme): string[] {
	const sideWidth = Math.max(SIDE_MIN_CELLS, Math.min(SIDE_MAX_CELLS, Math.floor(width * SIDE_SHARE)));
	const listWidth = width - sideWidth - 2;
	const side = fillLines(detail({width: sideWidth, height}), height);
	const border = `\x1b[${theme.styles.border || 0}m│\x1b[0m`;
	// The list's lines may be short: the detail begins at its own column whatever they hold.
	return list({width: listWidth, height}).map((line, at) => `${padAnsi(line, listWidth)}${border} ${side[at]}`);
}

/** A painted line, filled with blanks to its width. */
export const padAnsi = (line: string, width: number): string => line + ' '.repeat(Math.max(0, width - paintedWidth(line)));
