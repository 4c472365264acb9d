import {type Colour, type ColourDepth, colourParameters} from '../terminal/colour.ts';

/** What a theme gives a colour to: meanings, never places. */
export const STYLE_NAMES = [
	'text',
	'muted',
	'faint',
	'strong',
	'accent',
	'title',
	'border',
	'focus',
	'selection',
	'cell',
	'match',
	'key',
	'banner',
	'field',
	'value',
	'ok',
	'warn',
	'bad',
	'tree',
	'spark',
	'container',
	'trial',
	'priority.emergency',
	'priority.alert',
	'priority.critical',
	'priority.error',
	'priority.warning',
	'priority.notice',
	'priority.informational',
	'priority.debug',
	'diff.add',
	'diff.del',
	'diff.hunk',
	'heat.1',
	'heat.2',
	'heat.3',
	'heat.4',
	'heat.5',
] as const;
export type StyleName = (typeof STYLE_NAMES)[number];

export const ATTRIBUTES = ['bold', 'dim', 'italic', 'underline', 'inverse'] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

export interface StyleDefinition {
	readonly fg?: Colour;
	readonly bg?: Colour;
	readonly attributes: readonly Attribute[];
}

export interface ThemeDefinition {
	readonly name: string;
	readonly description: string;
	readonly styles: Readonly<Record<StyleName, StyleDefinition>>;
}

/** A theme for one terminal: SGR parameters by meaning, '' for plain text. */
export interface Theme {
	readonly name: string;
	readonly depth: ColourDepth;
	readonly styles: Readonly<Record<StyleName, string>>;
}

const ATTRIBUTE_CODES: Readonly<Record<Attribute, string>> = {bold: '1', dim: '2', italic: '3', underline: '4', inverse: '7'};

const INVERSE_CELL = `${ATTRIBUTE_CODES.bold};${ATTRIBUTE_CODES.underline}`;

/** The theme in the colours this terminal has. Where it cannot show a background, the style becomes inverse: a selection stays visible. */
export function compileTheme(definition: ThemeDefinition, depth: ColourDepth): Theme {
	const styles: Record<string, string> = Object.fromEntries(STYLE_NAMES.map((name) => [name, parameters(definition.styles[name], depth)]));
	// The cursor's cell must differ from the selected row it is in.
	if (styles.selection.split(';').includes(ATTRIBUTE_CODES.inverse)) styles.cell = INVERSE_CELL;
	return {name: definition.name, depth, styles: styles as Record<StyleName, string>};
}

function parameters(style: StyleDefinition, depth: ColourDepth): string {
	const codes = style.attributes.map((attribute) => ATTRIBUTE_CODES[attribute]);
	if (style.bg !== undefined && style.bg.kind !== 'default' && !hasGround(style.bg, depth))
		return [...new Set([...codes, ATTRIBUTE_CODES.inverse])].join(';');
	if (style.fg !== undefined) codes.push(colourParameters(style.fg, depth, 'fg'));
	if (style.bg !== undefined) codes.push(colourParameters(style.bg, depth, 'bg'));
	return [...new Set(codes)].filter(Boolean).join(';');
}

/** Whether a background can be told from the screen's: the 16 colours have no dark or pale tints, only greys that screens are made of. */
function hasGround(colour: Colour, depth: ColourDepth): boolean {
	if (depth > 4) return true;
	return depth === 4 && !GREYS.has(colourParameters(colour, depth, 'bg'));
}

/** Black, white and the greys of ANSI as backgrounds. */
const GREYS = new Set(['40', '47', '100', '107']);

/** Safe text in a style, for places that are not painted with `Line`. */
export function paintText(theme: Theme, style: StyleName, text: string): string {
	const codes = theme.styles[style];
	return codes === '' || text === '' ? text : `\x1b[${codes}m${text}\x1b[0m`;
}
