import {isMap, isScalar, LineCounter, parseDocument} from 'yaml';
import {type Colour, parseColour} from '../terminal/colour.ts';
import {ATTRIBUTES, type Attribute, STYLE_NAMES, type StyleDefinition, type StyleName, type ThemeDefinition} from './theme.ts';

/** Something wrong in a theme file. Lines and columns from 1. */
export interface ThemeProblem {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly message: string;
}

/** Meanings that look like another one where a theme does not say. */
const FALLBACKS: Readonly<Partial<Record<StyleName, StyleName>>> = {
	faint: 'muted',
	strong: 'text',
	title: 'accent',
	focus: 'accent',
	match: 'accent',
	cell: 'banner',
	key: 'accent',
	banner: 'warn',
	field: 'muted',
	value: 'text',
	container: 'accent',
	trial: 'muted',
	'diff.hunk': 'accent',
	'heat.1': 'faint',
	'heat.2': 'muted',
	'heat.3': 'spark',
	'heat.4': 'warn',
	'heat.5': 'bad',
};

/** Reads a theme; every fault is a problem with its place, and what can be used is used. */
export function parseTheme(file: string, text: string): {theme: ThemeDefinition | undefined; problems: ThemeProblem[]} {
	const lines = new LineCounter();
	const document = parseDocument(text, {lineCounter: lines});
	const problems: ThemeProblem[] = [];
	const report = (offset: number, message: string): void => {
		const {line, col} = lines.linePos(offset);
		problems.push({file, line, column: col, message});
	};
	for (const error of document.errors) report(error.pos[0], error.message.split('\n')[0]);
	if (document.errors.length > 0) return {theme: undefined, problems};
	const reader = new ThemeReader(document.toJS(), (key) => offsetOf(document, key), report);
	return {theme: reader.read(), problems};
}

function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly string[]): number {
	let node: unknown = document.contents;
	for (const key of path) {
		const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === key) : undefined;
		if (pair === undefined) break;
		node = pair.value;
	}
	return (node as {range?: [number, number, number]} | null)?.range?.[0] ?? 0;
}

class ThemeReader {
	private readonly palette: Record<string, Colour> = {};

	constructor(
		private readonly root: unknown,
		private readonly offset: (path: readonly string[]) => number,
		private readonly report: (offset: number, message: string) => void,
	) {}

	read(): ThemeDefinition | undefined {
		const root = this.mapping(this.root, []);
		if (root === undefined) return undefined;
		for (const [name, value] of Object.entries(this.mapping(root.palette ?? {}, ['palette']) ?? {})) {
			const colour = this.paletteColour(value, ['palette', name]);
			if (colour !== undefined) this.palette[name] = colour;
		}
		const styles = this.mapping(root.styles ?? {}, ['styles']) ?? {};
		this.checkNames(Object.keys(root), ['name', 'description', 'palette', 'styles'], []);
		this.checkNames(Object.keys(styles), STYLE_NAMES, ['styles']);
		const read = new Map<StyleName, StyleDefinition>();
		for (const name of STYLE_NAMES) if (styles[name] !== undefined) read.set(name, this.style(styles[name], ['styles', name]));
		return {name: String(root.name ?? 'unnamed'), description: String(root.description ?? ''), styles: complete(read)};
	}

	/** A colour, or two: the second, one of the 16, stands for it where there are no more. The nearest of those may be hard to read. */
	private paletteColour(value: unknown, path: readonly string[]): Colour | undefined {
		if (!Array.isArray(value)) return this.colour(value, path);
		const colour = this.colour(value[0], path);
		const of16 = parseColour(String(value[1]));
		if (colour?.kind === 'rgb' && of16?.kind === 'ansi' && value.length === 2) return {...colour, ansi: of16.index};
		this.report(this.offset(path), `${path[1]} must be a colour, or [#rrggbb, one of the 16], found ${JSON.stringify(value)}`);
		return colour;
	}

	private mapping(value: unknown, path: readonly string[]): Record<string, unknown> | undefined {
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
		this.report(this.offset(path), `${path.at(-1) ?? 'a theme'} must be a mapping, found ${JSON.stringify(value)}`);
		return undefined;
	}

	private checkNames(found: readonly string[], known: readonly string[], path: readonly string[]): void {
		for (const name of found) {
			if (!known.includes(name)) this.report(this.offset([...path, name]), `unknown key ${name}; known are ${known.join(', ')}`);
		}
	}

	private style(value: unknown, path: readonly string[]): StyleDefinition {
		if (typeof value !== 'object' || value === null) return {fg: this.colour(value, path), attributes: []};
		const parts = this.mapping(value, path) ?? {};
		this.checkNames(Object.keys(parts), ['fg', 'bg', ...ATTRIBUTES], path);
		return {
			fg: parts.fg === undefined ? undefined : this.colour(parts.fg, [...path, 'fg']),
			bg: parts.bg === undefined ? undefined : this.colour(parts.bg, [...path, 'bg']),
			attributes: ATTRIBUTES.filter((attribute: Attribute) => parts[attribute] === true),
		};
	}

	private colour(value: unknown, path: readonly string[]): Colour | undefined {
		const text = String(value);
		const colour = this.palette[text] ?? parseColour(text);
		if (colour === undefined) {
			this.report(this.offset(path), `no colour: ${text}; expected a name of the palette, default, red, bright-red, 0-255 or #rrggbb`);
		}
		return colour;
	}
}

function complete(read: ReadonlyMap<StyleName, StyleDefinition>): Record<StyleName, StyleDefinition> {
	const find = (name: StyleName): StyleDefinition => {
		const found = read.get(name);
		if (found !== undefined) return found;
		const fallback = FALLBACKS[name];
		return fallback === undefined ? {attributes: []} : find(fallback);
	};
	return Object.fromEntries(STYLE_NAMES.map((name) => [name, find(name)])) as Record<StyleName, StyleDefinition>;
}
