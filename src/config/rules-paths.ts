import {readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import type {RulesFile} from '../rules/ruleset.ts';

const isRulesName = (name: string) => /\.ya?ml$/.test(name);

/** The rules files that the paths name, in load order: folders give their *.yaml and *.yml sorted by name. Missing ones are listed apart. */
export function expandRulesPaths(paths: readonly string[]): {readonly files: readonly string[]; readonly missing: readonly string[]} {
	const files: string[] = [];
	const missing: string[] = [];
	for (const given of paths) {
		const kind = statSync(given, {throwIfNoEntry: false});
		if (kind === undefined) missing.push(given);
		else if (kind.isDirectory()) files.push(...rulesFilesIn(given));
		else files.push(given);
	}
	return {files, missing};
}

function rulesFilesIn(folder: string): string[] {
	return readdirSync(folder)
		.filter(isRulesName)
		.sort()
		.map((name) => path.join(folder, name))
		.filter((file) => statSync(file, {throwIfNoEntry: false})?.isFile());
}

export interface UnreadableFile {
	readonly file: string;
	readonly message: string;
}

/** The texts of rules files; those that cannot be read are listed apart. */
export function readRulesFiles(files: readonly string[]): {
	readonly files: readonly RulesFile[];
	readonly unreadable: readonly UnreadableFile[];
} {
	const read: RulesFile[] = [];
	const unreadable: UnreadableFile[] = [];
	for (const file of files) {
		try {
			read.push({name: file, text: readFileSync(file, 'utf8')});
		} catch (error) {
			unreadable.push({file, message: (error as Error).message});
		}
	}
	return {files: read, unreadable};
}
