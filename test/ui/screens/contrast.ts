import {START, sgrAfter} from '../../../src/ui/terminal/sgr.ts';
import type {Cell, CellColour} from './grid.ts';

type Rgb = readonly [number, number, number];

/** What a terminal that fits the theme shows where no colour is said. */
export interface Ground {
	readonly fg: Rgb;
	readonly bg: Rgb;
}

export const GROUNDS: Readonly<Record<'dark' | 'light', Ground>> = {
	dark: {fg: [216, 216, 216], bg: [16, 18, 22]},
	light: {fg: [32, 32, 32], bg: [255, 255, 255]},
};

/** xterm's 16. */
const ANSI: readonly Rgb[] = [
	[0, 0, 0],
	[205, 0, 0],
	[0, 205, 0],
	[205, 205, 0],
	[0, 0, 238],
	[205, 0, 205],
	[0, 205, 205],
	[229, 229, 229],
	[127, 127, 127],
	[255, 0, 0],
	[0, 255, 0],
	[255, 255, 0],
	[92, 92, 255],
	[255, 0, 255],
	[0, 255, 255],
	[255, 255, 255],
];
const CUBE = [0, 95, 135, 175, 215, 255];

function paletteRgb(index: number): Rgb {
	if (index < 16) return ANSI[index];
	if (index >= 232) return [8 + (index - 232) * 10, 8 + (index - 232) * 10, 8 + (index - 232) * 10];
	const cube = index - 16;
	return [CUBE[Math.floor(cube / 36)], CUBE[Math.floor(cube / 6) % 6], CUBE[cube % 6]];
}

function rgbOf(colour: CellColour, fallback: Rgb): Rgb {
	if (colour === 'default') return fallback;
	if ('rgb' in colour) return [colour.rgb >> 16, (colour.rgb >> 8) & 255, colour.rgb & 255];
	return paletteRgb(colour.index);
}

function luminance(rgb: Rgb): number {
	const [r, g, b] = rgb.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** 1 (the same) to 21 (black on white), as WCAG counts it. */
export function contrast(cell: Cell, ground: Ground): number {
	const ratios = KNOWN_RATIOS.get(ground)!;
	let ratio = ratios.get(cell);
	if (ratio === undefined) {
		ratio = ratioOf(cell, ground);
		ratios.set(cell, ratio);
	}
	return ratio;
}

/** Like cells are one object; a screen has many of them. */
const KNOWN_RATIOS = new Map(Object.values(GROUNDS).map((ground) => [ground, new WeakMap<Cell, number>()]));

function ratioOf(cell: Cell, ground: Ground): number {
	const [fg, bg] = [rgbOf(cell.fg, ground.fg), rgbOf(cell.bg, ground.bg)].map(luminance);
	return (Math.max(fg, bg) + 0.05) / (Math.min(fg, bg) + 0.05);
}

/** How far a cell's background is from the empty screen's. */
export function groundContrast(cell: Cell, ground: Ground): number {
	if (cell.isInverse) return 21;
	const [own, empty] = [rgbOf(cell.bg, ground.bg), ground.bg].map(luminance);
	return (Math.max(own, empty) + 0.05) / (Math.min(own, empty) + 0.05);
}

/** The same of text that is written with these SGR parameters. */
export function sgrContrast(parameters: string, ground: Ground): number {
	const sgr = sgrAfter(START, parameters);
	const [fg, bg] = [sgrRgb(sgr.fg, ground.fg), sgrRgb(sgr.bg, ground.bg)].map(luminance);
	return (Math.max(fg, bg) + 0.05) / (Math.min(fg, bg) + 0.05);
}

/** Of one colour as SGR has it: `38;2;r;g;b`, `48;5;n`, `31`, `103`. */
function sgrRgb(codes: string, fallback: Rgb): Rgb {
	const [code, kind, ...values] = codes.split(';').map(Number);
	if (codes === '' || code === 39 || code === 49) return fallback;
	if (kind === 2) return [values[0], values[1], values[2]];
	return paletteRgb(kind === 5 ? values[0] : (code % 10) + (code >= 90 ? 8 : 0));
}
