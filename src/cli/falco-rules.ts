import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import type {LoadedConfig} from '../config/load.ts';
import {expandRulesPaths, readRulesFiles, type UnreadableFile} from '../config/rules-paths.ts';
import type {RulesFile} from '../rules/ruleset.ts';
import {localRulesFile, readRulesInput} from './rules-input.ts';

export interface FalcoRules {
	readonly files: readonly RulesFile[];
	/** The file that changes go to. */
	readonly localPath: string;
	readonly unreadable: readonly UnreadableFile[];
}

/** Rules of the Falco whose alerts are looked at: `-r`, what its configuration names, /etc/falco as it comes, else ours. */
export function readFalcoRules(
	flags: {readonly rules: readonly string[]; readonly localRules?: string},
	config: LoadedConfig,
	packageRoot: string,
	folder = '/etc/falco',
): FalcoRules {
	const isGiven = flags.rules.length > 0 || !config.isBuiltIn;
	const installed = isGiven ? [] : rulesIn(folder);
	const input = installed.length > 0 ? readRulesFiles(expandRulesPaths(installed).files) : readRulesInput(flags, config, packageRoot);
	const localPath = flags.localRules ?? localRulesFile(input.files.map(({name}) => name));
	const isLoaded = input.files.some(({name}) => path.resolve(name) === path.resolve(localPath));
	const local = readRulesFiles(isLoaded || !existsSync(localPath) ? [] : [localPath]);
	return {files: [...input.files, ...local.files], localPath, unreadable: [...input.unreadable, ...local.unreadable]};
}

/** Falco's own order: its rules, the local ones, then rules.d. */
function rulesIn(folder: string): string[] {
	const shipped = existsSync(folder)
		? readdirSync(folder)
				.filter((name) => /^falco.*_rules\.ya?ml$/.test(name))
				.sort()
		: [];
	return [...shipped, 'falco_rules.local.yaml', 'rules.d'].map((name) => path.join(folder, name)).filter((file) => existsSync(file));
}
