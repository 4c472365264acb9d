import {arch, release, type, version} from 'node:os';
import type {LoadedConfig} from '../config/load.ts';
import type {RulesInput} from './rules-input.ts';
import {programVersion} from './version.ts';

export interface SupportInput {
	readonly config: LoadedConfig;
	readonly input: RulesInput;
	readonly packageRoot: string;
}

/** `--support`: what a report of a fault needs, with Falco's keys. */
export function supportText({config, input, packageRoot}: SupportInput): string {
	return JSON.stringify({
		version: programVersion(packageRoot),
		system_info: {machine: arch(), release: release(), sysname: type(), version: version(), node: process.version},
		cmdline: process.argv.join(' '),
		config: config.values,
		rules_files: input.files.map(({name, text}) => ({name, content: text})),
	});
}
