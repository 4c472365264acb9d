import {readdirSync, readFileSync, realpathSync, statSync} from 'node:fs';
import path from 'node:path';
import type {AppendOutput, RuleSelection} from '../rules/options.ts';
import {readAppendOutput} from './append-output.ts';
import {checkConfig} from './check.ts';
import type {ConfigValues} from './config.ts';
import {type ConfigInclude, readConfigInclude} from './config-files.ts';
import {type ConfigDocument, type ConfigMap, parseConfigDocument} from './document.ts';
import type {Environment} from './expand-env.ts';
import type {ConfigNode} from './key.ts';
import {mergeConfig} from './merge.ts';
import {applyOverride, type ConfigOverride, listInTheWay, parseOverride} from './override.ts';
import type {ConfigProblem} from './problem.ts';
import {type ListResult, readRuleSelections} from './rule-selections.ts';

export interface LoadConfigOptions {
	/** The main file; undefined = the built-in configuration. */
	readonly file: string | undefined;
	/** The texts of `-o`. */
	readonly overrides: readonly string[];
	readonly env: Environment;
}

export interface LoadedConfig {
	readonly values: ConfigValues;
	readonly ruleSelections: readonly RuleSelection[];
	readonly appendOutput: readonly AppendOutput[];
	/** Rules files and folders as configured, in order; not yet checked whether they exist. */
	readonly rulesPaths: readonly string[];
	readonly problems: readonly ConfigProblem[];
	/** Keys that are set but have no effect so far. */
	readonly later: readonly string[];
	/** Whether there is no file at all and the built-in values are used. */
	readonly isBuiltIn: boolean;
	/** Files that were read, the main file first. */
	readonly files: readonly string[];
}

/** Reads the configuration as Falco does: main file, included files, `-o`, then types. Never throws for what a user wrote. */
export function loadConfig({file, overrides, env}: LoadConfigOptions): LoadedConfig {
	const problems: ConfigProblem[] = [];
	const parsed = parseOverrides(overrides, problems);
	const main = file === undefined ? parseConfigDocument('built-in configuration', '') : readDocument(file, problems);
	const isInclude = ({path: [first]}: ConfigOverride) => typeof first === 'object' && 'key' in first && first.key === 'config_files';
	const merger = new Merger(applyOverrides(main.root, parsed.filter(isInclude), problems), main, env, problems);
	merger.include(file);
	const others = parsed.filter((override) => !isInclude(override));
	const root = applyOverrides(merger.root, others, problems);
	const overridden = new Set(parsed.map(({path: [first]}) => (typeof first === 'object' && 'key' in first ? first.key : '')));
	const locate = (steps: readonly (string | number)[]) =>
		overridden.has(String(steps[0])) ? {file: '-o', line: 0, column: 0} : merger.locate(steps);
	const checked = checkConfig(root, {env, locate, builtIn: file === undefined});
	problems.push(...checked.problems);
	const take = <Item>(key: string, result: ListResult<Item>): readonly Item[] => {
		for (const {index, message} of result.faults) problems.push({severity: 'warning', key, message, ...locate([key, index])});
		return result.items;
	};
	const both = root.rules_file !== undefined && root.rules_files !== undefined;
	if (both)
		problems.push({
			severity: 'error',
			key: 'rules_file',
			message: 'both rules_files and its old name rules_file are set',
			hint: 'keep rules_files only',
			...locate(['rules_file']),
		});
	return {
		values: checked.values,
		ruleSelections: take('rules', readRuleSelections(checked.values.rules)),
		appendOutput: take('append_output', readAppendOutput(checked.values.append_output)),
		rulesPaths: [...checked.values.rules_files, ...checked.values.rules_file],
		problems,
		later: checked.later,
		isBuiltIn: file === undefined,
		files: merger.files,
	};
}

function applyOverrides(root: ConfigMap, overrides: readonly ConfigOverride[], problems: ConfigProblem[]): ConfigMap {
	return overrides.reduce((tree, override) => {
		const found = listInTheWay(tree, override);
		if (found === undefined) return applyOverride(tree, override);
		const message = `'${override.text}' would replace the list ${found.list} by a map`;
		problems.push({severity: 'error', key: found.list, message, hint: `write ${found.meant}`, file: '-o', line: 0, column: 0});
		return tree;
	}, root);
}

function parseOverrides(texts: readonly string[], problems: ConfigProblem[]): ConfigOverride[] {
	return texts.flatMap((text) => {
		const override = parseOverride(text);
		if (override !== undefined) return [override];
		problems.push({
			severity: 'error',
			key: '',
			message: `expected KEY=VALUE, found '${text}'`,
			hint: 'such as -o json_output=true or -o rules[].disable.tag=network',
			file: '-o',
			line: 0,
			column: 0,
		});
		return [];
	});
}

function readDocument(file: string, problems: ConfigProblem[]): ConfigDocument {
	let text = '';
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		problems.push({severity: 'error', key: '', message: `cannot be read: ${(error as Error).message}`, file, line: 0, column: 0});
	}
	const document = parseConfigDocument(file, text.replace(/^\ufeff/, ''));
	problems.push(...document.problems);
	return document;
}

/** Collects the included files into one tree and remembers which file each top-level key came from. */
class Merger {
	root: ConfigMap;
	readonly files: string[];
	readonly #origin = new Map<string, ConfigDocument>();
	readonly #main: ConfigDocument;
	readonly #env: Environment;
	readonly #problems: ConfigProblem[];

	constructor(root: ConfigMap, main: ConfigDocument, env: Environment, problems: ConfigProblem[]) {
		this.root = root;
		this.files = [main.file];
		this.#main = main;
		this.#env = env;
		this.#problems = problems;
	}

	include(mainFile: string | undefined): void {
		const entries = this.root.config_files;
		const list: readonly ConfigNode[] = Array.isArray(entries) ? entries : [];
		list.forEach((entry, index) => {
			const include = readConfigInclude(entry, this.#env);
			if ('fault' in include) this.#problem('warning', `config_files[${index}]`, include.fault, ['config_files', index]);
			else for (const file of includedFiles(include.path)) this.#merge(file, include, mainFile);
		});
	}

	#merge(file: string, {strategy}: ConfigInclude, mainFile: string | undefined): void {
		if (mainFile !== undefined && sameFile(file, mainFile)) {
			this.#problem('error', 'config_files', `${file} is the main file itself`, ['config_files']);
			return;
		}
		const document = readDocument(file, this.#problems);
		this.files.push(file);
		if (document.root.config_files !== undefined) {
			const place = document.locate(['config_files']);
			this.#problems.push({severity: 'error', key: 'config_files', message: 'not allowed in an included file', file, ...place});
			return;
		}
		for (const key of Object.keys(document.root)) {
			if (this.root[key] === undefined || strategy !== 'add-only') this.#origin.set(key, document);
		}
		this.root = mergeConfig(this.root, document.root, strategy);
	}

	#problem(severity: ConfigProblem['severity'], key: string, message: string, steps: readonly (string | number)[]): void {
		this.#problems.push({severity, key, message, ...this.locate(steps)});
	}

	locate(steps: readonly (string | number)[]): {file: string; line: number; column: number} {
		const document = this.#origin.get(String(steps[0])) ?? this.#main;
		return {file: document.file, ...document.locate(steps)};
	}
}

/** The file, or the regular files of the folder sorted by name; nothing where the path is missing. */
function includedFiles(given: string): string[] {
	const kind = statSync(given, {throwIfNoEntry: false});
	if (kind === undefined) return [];
	if (!kind.isDirectory()) return [given];
	return readdirSync(given)
		.sort()
		.map((name) => path.join(given, name))
		.filter((file) => statSync(file, {throwIfNoEntry: false})?.isFile());
}

function sameFile(a: string, b: string): boolean {
	try {
		return realpathSync(a) === realpathSync(b);
	} catch {
		return path.resolve(a) === path.resolve(b);
	}
}
