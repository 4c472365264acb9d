import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import type {LoadedConfig} from '../config/load.ts';
import {expandRulesPaths, readRulesFiles, type UnreadableFile} from '../config/rules-paths.ts';
import type {RulesFile} from '../rules/ruleset.ts';

const FALCO_FOLDER = '/etc/falco';
const LOCAL_RULES = 'falco_rules.local.yaml';
export const DEFAULT_LOCAL_RULES = path.join(FALCO_FOLDER, LOCAL_RULES);

export interface RulesInput {
	/** Texts in load order. */
	readonly files: readonly RulesFile[];
	readonly unreadable: readonly UnreadableFile[];
}

/** `-r`, else what the configuration names, else Falco's rules where they are installed, else the ones shipped and the local file. */
export function readRulesInput(
	flags: {readonly rules: readonly string[]},
	config: LoadedConfig,
	packageRoot: string,
	falcoFolder = FALCO_FOLDER,
): RulesInput {
	if (flags.rules.length > 0) {
		const {files, missing} = expandRulesPaths(flags.rules);
		return withMissing(files, missing);
	}
	const {files} = expandRulesPaths(config.isBuiltIn ? defaultRulesPaths(packageRoot, falcoFolder) : config.rulesPaths);
	return withMissing(files, []);
}

function withMissing(paths: readonly string[], missing: readonly string[]): RulesInput {
	const {files, unreadable} = readRulesFiles(paths);
	return {files, unreadable: [...missing.map((file) => ({file, message: 'no such file or folder'})), ...unreadable]};
}

/** Falco's rules where they are installed, else the shipped ones; then what the user changed. */
function defaultRulesPaths(packageRoot: string, falcoFolder: string): readonly string[] {
	const installed = rulesOfFalco(falcoFolder);
	return installed.length > 0 ? installed : [path.join(packageRoot, 'rules'), path.join(falcoFolder, LOCAL_RULES)];
}

/** Falco's own order: its rules, the local ones, then rules.d. None where only the local ones are there. */
function rulesOfFalco(folder: string): string[] {
	if (!existsSync(folder)) return [];
	const shipped = readdirSync(folder)
		.filter((name) => /^falco.*_rules\.ya?ml$/.test(name))
		.sort();
	if (shipped.length === 0) return [];
	return [...shipped, LOCAL_RULES, 'rules.d'].map((name) => path.join(folder, name)).filter((file) => existsSync(file));
}

/** The file that user changes go to: the last local file among those loaded, else the usual place. */
export function localRulesFile(paths: readonly string[]): string {
	return paths.findLast((file) => /\.local\.ya?ml$/.test(file)) ?? DEFAULT_LOCAL_RULES;
}

/** `-c`, else Falco's own place where there is such a file, else none: the built-in configuration. */
export function configPath(flags: {readonly config?: string}): string | undefined {
	if (flags.config !== undefined) return flags.config;
	return existsSync('/etc/falco/falco.yaml') ? '/etc/falco/falco.yaml' : undefined;
}
