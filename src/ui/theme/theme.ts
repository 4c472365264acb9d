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

/** The theme in the colours this terminal has. Without colours a background becomes inverse, so that a selection stays visible. */
export function compileTheme(definition: ThemeDefinition, depth: ColourDepth): Theme {
	const styles = Object.fromEntries(STYLE_NAMES.map((name) => [name, parameters(definition.styles[name], depth)]));
	return {name: definition.name, depth, styles: styles as Record<StyleName, string>};
}

function parameters(style: StyleDefinition, depth: ColourDepth): string {
	const codes = style.attributes.map((attribute) => ATTRIBUTE_CODES[attribute]);
	if (depth === 0 && style.bg !== undefined && style.bg.kind !== 'default') codes.push(ATTRIBUTE_CODES.inverse);
	if (style.fg !== undefined) codes.push(colourParameters(style.fg, depth, 'fg'));
	if (style.bg !== undefined) codes.push(colourParameters(style.bg, depth, 'bg'));
	return [...new Set(codes)].filter(Boolean).join(';');
}

/** Safe text in a style, for places that are not painted with `Line`. */
export function paintText(theme: Theme, style: StyleName, text: string): string {
	const codes = theme.styles[style];
	return codes === '' || text === '' ? text : `\x1b[${codes}m${text}\x1b[0m`;
}
