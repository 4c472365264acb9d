import {readFileSync} from 'node:fs';
import {expandRulesPaths, readRulesFiles} from '../config/rules-paths.ts';
import {formatRules} from '../rules/format/format-rules.ts';
import type {RulesFile} from '../rules/ruleset.ts';
import {saveLocalRules} from '../tuning/save.ts';
import {SaveFailure} from '../tuning/save-failure.ts';
import {escapeControls} from './terminal-text.ts';

export interface RulesFmtFlags {
	readonly check: boolean;
	readonly write: boolean;
}

const CLEAN = 0;
const FAULTY = 1;
const USAGE = 2;

/** `falconer rules fmt`. Returns the exit code. */
export async function runRulesFmt(given: readonly string[], flags: RulesFmtFlags): Promise<number> {
	const say = (text: string) => process.stderr.write(`${escapeControls(text)}\n`);
	if (flags.check && flags.write) {
		say('--check changes nothing and --write does: give one of them');
		return USAGE;
	}
	if (given.includes('-') && (given.length > 1 || flags.write)) {
		say("'-' (standard input) stands alone and goes to standard output");
		return USAGE;
	}
	const {files, unreadable} = given[0] === '-' ? fromStandardInput() : fromPaths(given);
	for (const {file, message} of unreadable) say(`${file}: ${message}`);
	const codes: number[] = [];
	for (const file of files) codes.push(await formatOne(file, flags, say));
	return unreadable.length > 0 || codes.includes(FAULTY) ? FAULTY : CLEAN;
}

interface Input {
	readonly files: readonly RulesFile[];
	readonly unreadable: readonly {readonly file: string; readonly message: string}[];
}

const fromStandardInput = (): Input => ({files: [{name: '-', text: readFileSync(0, 'utf8')}], unreadable: []});

function fromPaths(given: readonly string[]): Input {
	const {files: paths, missing} = expandRulesPaths(given);
	const {files, unreadable} = readRulesFiles(paths);
	return {files, unreadable: [...missing.map((file) => ({file, message: 'no such file or folder'})), ...unreadable]};
}

async function formatOne({name, text}: RulesFile, {check, write}: RulesFmtFlags, say: (text: string) => void): Promise<number> {
	if (text.includes('\ufffd')) {
		say(`${name}: left as it is: it is not valid UTF-8`);
		return FAULTY;
	}
	const formatted = formatRules(text);
	if (!formatted.ok) {
		say(`${name}: left as it is: ${formatted.reason}`);
		return FAULTY;
	}
	if (!check && !write) {
		process.stdout.write(formatted.text);
		return CLEAN;
	}
	if (formatted.text === text) return CLEAN;
	if (check) {
		process.stdout.write(`${escapeControls(name)}\n`);
		return FAULTY;
	}
	const failure = await replaceFile(name, text, formatted.text);
	if (failure !== undefined) say(`${name}: ${failure}`);
	return failure === undefined ? CLEAN : FAULTY;
}

/** Why the file could not be replaced as a whole; undefined when it was. */
async function replaceFile(path: string, baseText: string, newText: string): Promise<string | undefined> {
	try {
		await saveLocalRules({path, baseText, newText, validate: () => undefined});
		return undefined;
	} catch (error) {
		if (error instanceof SaveFailure) return `${error.message} (${error.hint})`;
		throw error;
	}
}
