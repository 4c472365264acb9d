import {existsSync} from 'node:fs';
import path from 'node:path';
import type {LoadedConfig} from '../config/load.ts';
import {readRulesFiles, type UnreadableFile} from '../config/rules-paths.ts';
import type {RulesFile} from '../rules/ruleset.ts';
import {localRulesFile, readRulesInput} from './rules-input.ts';

export interface FalcoRules {
	readonly files: readonly RulesFile[];
	/** The file that changes go to. */
	readonly localPath: string;
	readonly unreadable: readonly UnreadableFile[];
}

/** The rules files, with the local one always among them, last where nothing else names it: what is saved is in force. */
export function readFalcoRules(
	flags: {readonly rules: readonly string[]; readonly localRules?: string},
	config: LoadedConfig,
	packageRoot: string,
	folder?: string,
): FalcoRules {
	const input = readRulesInput(flags, config, packageRoot, folder);
	const localPath = flags.localRules ?? localRulesFile(input.files.map(({name}) => name));
	const isLoaded = input.files.some(({name}) => path.resolve(name) === path.resolve(localPath));
	const local = readRulesFiles(isLoaded || !existsSync(localPath) ? [] : [localPath]);
	return {files: [...input.files, ...local.files], localPath, unreadable: [...input.unreadable, ...local.unreadable]};
}
