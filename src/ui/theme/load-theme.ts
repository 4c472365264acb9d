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

export function listThemes(...folders: readonly string[]): string[] {
	return [...new Set(folders.flatMap(namesIn))].sort();
}

function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder)
			.filter((file) => file.endsWith('.yaml'))
			.map((file) => basename(file, '.yaml'));
	} catch {
		return [];
	}
}

/** Reads `<name>.yaml` of the first folder that has it. Only names of files in the folders are taken, never paths. */
export function loadTheme(folders: string | readonly string[], name: string): {theme: ThemeDefinition; problems: readonly ThemeProblem[]} {
	const places = typeof folders === 'string' ? [folders] : folders;
	const folder = places.find((place) => namesIn(place).includes(name));
	if (folder === undefined) throw new ThemeNotFound(name, places.join(', '), listThemes(...places));
	const file = join(folder, `${name}.yaml`);
	const {theme, problems} = parseTheme(file, readFileSync(file, 'utf8'));
	return {theme: theme ?? parseTheme(file, '{}').theme!, problems};
}
