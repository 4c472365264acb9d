import {existsSync} from 'node:fs';
import path from 'node:path';
import type {LoadedConfig} from '../config/load.ts';
import {expandRulesPaths, readRulesFiles, type UnreadableFile} from '../config/rules-paths.ts';
import type {RulesFile} from '../rules/ruleset.ts';

export const DEFAULT_LOCAL_RULES = '/etc/falco/falco_rules.local.yaml';

export interface RulesInput {
	/** Texts in load order. */
	readonly files: readonly RulesFile[];
	readonly unreadable: readonly UnreadableFile[];
}

/** The rules files that flags and configuration name: `-r`, else the configuration, else the ones shipped and the local file. */
export function readRulesInput(flags: {readonly rules: readonly string[]}, config: LoadedConfig, packageRoot: string): RulesInput {
	if (flags.rules.length > 0) {
		const {files, missing} = expandRulesPaths(flags.rules);
		return withMissing(files, missing);
	}
	const {files} = expandRulesPaths(config.isBuiltIn ? defaultRulesPaths(packageRoot) : config.rulesPaths);
	return withMissing(files, []);
}

function withMissing(paths: readonly string[], missing: readonly string[]): RulesInput {
	const {files, unreadable} = readRulesFiles(paths);
	return {files, unreadable: [...missing.map((file) => ({file, message: 'no such file or folder'})), ...unreadable]};
}

/** The shipped rules, then what the user changed. */
export const defaultRulesPaths = (packageRoot: string): readonly string[] => [path.join(packageRoot, 'rules'), DEFAULT_LOCAL_RULES];

/** The file that user changes go to: the last local file among those loaded, else the usual place. */
export function localRulesFile(paths: readonly string[]): string {
	return paths.findLast((file) => /\.local\.ya?ml$/.test(file)) ?? DEFAULT_LOCAL_RULES;
}

/** `-c`, else Falco's own place where there is such a file, else none: the built-in configuration. */
export function configPath(flags: {readonly config?: string}): string | undefined {
	if (flags.config !== undefined) return flags.config;
	return existsSync('/etc/falco/falco.yaml') ? '/etc/falco/falco.yaml' : undefined;
}
