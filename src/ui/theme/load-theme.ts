import {readdirSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {parseTheme, type ThemeProblem} from './parse-theme.ts';
import type {ThemeDefinition} from './theme.ts';

/** The themes folder does not hold what was asked for. */
export class ThemeNotFound extends Error {
	readonly code = 'THEME_NOT_FOUND';
	readonly hint: string;

	constructor(name: string, folder: string, known: readonly string[]) {
		super(`no theme ${name} in ${folder}`);
		this.hint = known.length === 0 ? 'the folder holds no .yaml file' : `known themes: ${known.join(', ')}`;
	}
}

export function listThemes(folder: string): string[] {
	try {
		return readdirSync(folder)
			.filter((file) => file.endsWith('.yaml'))
			.map((file) => basename(file, '.yaml'))
			.sort();
	} catch {
		return [];
	}
}

/** Reads `<folder>/<name>.yaml`. Only names of files in the folder are taken, never paths. */
export function loadTheme(folder: string, name: string): {theme: ThemeDefinition; problems: readonly ThemeProblem[]} {
	const known = listThemes(folder);
	if (!known.includes(name)) throw new ThemeNotFound(name, folder, known);
	const file = join(folder, `${name}.yaml`);
	const {theme, problems} = parseTheme(file, readFileSync(file, 'utf8'));
	return {theme: theme ?? parseTheme(file, '{}').theme!, problems};
}
