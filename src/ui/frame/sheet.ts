import {Line} from '../terminal/line.ts';
import type {Theme} from '../theme/theme.ts';
import type {Pane} from '../views/view.ts';
import {type Box, fillLines} from '../widgets/box.ts';

/** Less of the pane below tells nobody where he is. */
const LEAST_ROWS_BELOW = 6;
const SGR = /\x1b\[[\d;]*m/g;

/** Rows of the pane below that stay in sight above a sheet, the line between them not counted; 0: none. */
export function rowsAboveSheet(pane: Pane, height: number): number {
	const needed = pane.sheetRows?.();
	const above = needed === undefined ? 0 : height - needed - 1;
	return above < LEAST_ROWS_BELOW ? 0 : above;
}

/** A short list at the foot, what it was opened from dimmed above it. */
export function paintSheet(pane: Pane, below: Pane, {width, height}: Box, theme: Theme): string[] {
	const above = rowsAboveSheet(pane, height);
	if (above === 0) return fillLines(pane.paint({width, height}, theme), height);
	const border = new Line(theme, width).put('─'.repeat(width), 'border').end();
	const sheet = pane.paint({width, height: height - above - 1}, theme);
	return [...fillLines(below.paint({width, height: above}, theme), above).map((line) => dim(line, width, theme)), border, ...sheet];
}

/** Nothing of it is selected meanwhile. */
const dim = (line: string, width: number, theme: Theme): string =>
	new Line(theme, width).put(line.replace(SGR, '').replace(/^▸/, ' '), 'faint').end();
