/** Bits a colour may take: none, the 16 of ANSI, the 256 palette, 24 bit. */
export type ColourDepth = 0 | 4 | 8 | 24;
export type ColourChoice = 'auto' | 'never' | '16' | '256' | 'truecolor';

export type Colour =
	| {readonly kind: 'default'}
	| {readonly kind: 'ansi'; readonly index: number}
	| {readonly kind: 'palette'; readonly index: number}
	/** `ansi`: what stands for it where there are 16 colours; else the nearest of them. */
	| {readonly kind: 'rgb'; readonly rgb: Rgb; readonly ansi?: number};
export type Rgb = readonly [number, number, number];

const ANSI_NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
/** The usual look of the 16 colours (xterm's), to find the nearest. */
const ANSI_RGB: readonly Rgb[] = [
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

/** `default`, an ANSI name (`red`, `bright-red`, `grey`), `0`–`255`, `#rgb` or `#rrggbb`. */
export function parseColour(text: string): Colour | undefined {
	if (text === 'default') return {kind: 'default'};
	if (text === 'grey' || text === 'gray') return {kind: 'ansi', index: 8};
	const bright = text.startsWith('bright-');
	const name = ANSI_NAMES.indexOf(bright ? text.slice(7) : text);
	if (name >= 0) return {kind: 'ansi', index: bright ? name + 8 : name};
	if (/^\d{1,3}$/.test(text) && Number(text) < 256) return {kind: 'palette', index: Number(text)};
	const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text)?.[1];
	if (hex === undefined) return undefined;
	const wide = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex;
	return {kind: 'rgb', rgb: [0, 2, 4].map((at) => Number.parseInt(wide.slice(at, at + 2), 16)) as unknown as Rgb};
}

/** SGR parameters of a colour in what the terminal can show; '' where it cannot show colours. */
export function colourParameters(colour: Colour, depth: ColourDepth, ground: 'fg' | 'bg'): string {
	const base = ground === 'fg' ? 38 : 48;
	if (depth === 0) return '';
	if (colour.kind === 'default') return String(base + 1);
	if (colour.kind === 'ansi') return ansiParameter(colour.index, ground);
	if (depth === 24 && colour.kind === 'rgb') return `${base};2;${colour.rgb.join(';')}`;
	if (depth === 4) return ansiParameter((colour.kind === 'rgb' ? colour.ansi : undefined) ?? nearestAnsi(rgbOf(colour)), ground);
	return `${base};5;${colour.kind === 'palette' ? colour.index : nearestPalette(colour.rgb)}`;
}

const ansiParameter = (index: number, ground: 'fg' | 'bg'): string => String((index < 8 ? 30 : 82) + index + (ground === 'fg' ? 0 : 10));

function rgbOf(colour: Exclude<Colour, {kind: 'default' | 'ansi'}>): Rgb {
	return colour.kind === 'rgb' ? colour.rgb : paletteRgb(colour.index);
}

function paletteRgb(index: number): Rgb {
	if (index < 16) return ANSI_RGB[index];
	if (index >= 232) return [8 + (index - 232) * 10, 8 + (index - 232) * 10, 8 + (index - 232) * 10];
	const cube = index - 16;
	return [CUBE[Math.floor(cube / 36)], CUBE[Math.floor(cube / 6) % 6], CUBE[cube % 6]];
}

const distance = (a: Rgb, b: Rgb): number => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;

function nearest(from: number, to: number, rgb: Rgb): number {
	let best = from;
	for (let index = from; index <= to; index++) if (distance(paletteRgb(index), rgb) < distance(paletteRgb(best), rgb)) best = index;
	return best;
}

/** The first 16 are left out: users change them. */
const nearestPalette = (rgb: Rgb): number => nearest(16, 255, rgb);
const nearestAnsi = (rgb: Rgb): number => nearest(0, 15, rgb);

/** GNU screen hands on the COLORTERM of the terminal around it, but up to 4.9 reads 24-bit colours as dim, blinking and backgrounds. */
const isGnuScreen = ({STY, TERM}: Readonly<Record<string, string | undefined>>): boolean => Boolean(STY) && /^screen/.test(TERM ?? '');

/** What the terminal can show; 16 colours unless it says more. */
export function detectColourDepth(env: Readonly<Record<string, string | undefined>>, choice: ColourChoice = 'auto'): ColourDepth {
	if (choice !== 'auto') return ({never: 0, '16': 4, '256': 8, truecolor: 24} as const)[choice];
	if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return 0;
	if (env.TERM === 'dumb') return 0;
	if (/^(truecolor|24bit)$/i.test(env.COLORTERM ?? '') && !isGnuScreen(env)) return 24;
	return /256/.test(env.TERM ?? '') ? 8 : 4;
}
