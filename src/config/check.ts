import {closest} from './closest.ts';
import type {ConfigValues} from './config.ts';
import {type ConfigMap, isConfigMap} from './document.ts';
import type {Environment} from './expand-env.ts';
import type {ConfigKey, ConfigNode} from './key.ts';
import {CONFIG_KEYS} from './keys.ts';
import type {ConfigProblem} from './problem.ts';
import {durationText, sizeText} from './scalar.ts';
import {readValue} from './value.ts';

type KeyTable = Readonly<Record<string, ConfigKey>>;

export interface CheckedConfig {
	readonly values: ConfigValues;
	readonly problems: readonly ConfigProblem[];
	/** Keys that are set but have no effect so far. */
	readonly later: readonly string[];
}

export interface CheckOptions {
	readonly env: Environment;
	/** Where the value at a path was written. */
	readonly locate: (path: readonly string[]) => {readonly file: string; readonly line: number; readonly column: number};
	/** Take the values of the built-in configuration for absent keys. */
	readonly builtIn: boolean;
}

/** The typed values of a merged tree, with a problem for each key that is unknown or of the wrong kind. */
export function checkConfig(root: ConfigMap, options: CheckOptions): CheckedConfig {
	const {values, ...found} = checkKeys(CONFIG_KEYS, root, options);
	return {values: values as unknown as ConfigValues, ...found};
}

/** The same for any table of keys: the values by dotted path. */
export function checkKeys(
	keys: KeyTable,
	root: ConfigMap,
	{env, locate, builtIn}: CheckOptions,
): Omit<CheckedConfig, 'values'> & {readonly values: Readonly<Record<string, unknown>>} {
	const groups = new Set(Object.keys(keys).flatMap((name) => prefixes(name)));
	const values: Record<string, unknown> = Object.create(null);
	for (const [name, key] of Object.entries(keys)) values[name] = builtIn && key.builtIn !== undefined ? key.builtIn : key.default;
	const problems: ConfigProblem[] = [];
	const later: string[] = [];
	for (const {path, node} of leaves(root, [], groups)) {
		const name = path.join('.');
		const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
		if (key === undefined) {
			problems.push({severity: 'warning', key: name, message: 'unknown key, ignored', hint: didYouMean(name, keys), ...locate(path)});
			continue;
		}
		const read = readValue(key, node, env);
		if ('value' in read) {
			values[name] = read.value;
			if (key.later) later.push(name);
		} else {
			if (key.whenWrong !== undefined) values[name] = key.whenWrong;
			problems.push({...wrongKind(key, name, node, read.expected), ...locate(path)});
		}
	}
	return {values, problems, later};
}

function wrongKind(key: ConfigKey, name: string, node: ConfigNode, expected: string): Omit<ConfigProblem, 'file' | 'line' | 'column'> {
	const found = typeof node === 'string' ? `'${node}'` : Array.isArray(node) ? 'a list' : 'a map';
	// A wrong name of a kind, a priority or a strategy changes what is watched: never guess there.
	const severity = key.type === 'enum' ? 'error' : 'warning';
	const outcome = severity === 'error' ? '' : `; using ${writtenValue(key)}`;
	return {severity, key: name, message: `expected ${expected}, found ${found}${outcome}`};
}

/** What stands in for a wrong value, as one would write it in the file. */
function writtenValue(key: ConfigKey): string {
	const value = key.whenWrong ?? key.default;
	if (key.type === 'bytes') return sizeText(value as number);
	return key.type === 'duration' ? durationText(value as number) : JSON.stringify(value);
}

function didYouMean(name: string, keys: KeyTable): string | undefined {
	const near = closest(name, Object.keys(keys));
	return near === undefined ? undefined : `did you mean ${near}?`;
}

interface Leaf {
	readonly path: readonly string[];
	readonly node: ConfigNode;
}

/** Maps are opened only while the table has keys below them. */
function leaves(node: ConfigMap, path: readonly string[], groups: ReadonlySet<string>): Leaf[] {
	return Object.entries(node).flatMap(([name, value]) => {
		const here = [...path, name];
		const isGroup = groups.has(here.join('.'));
		if (isGroup && value === '') return [];
		return isGroup && isConfigMap(value) ? leaves(value, here, groups) : [{path: here, node: value}];
	});
}

function prefixes(name: string): string[] {
	const steps = name.split('.');
	return steps.slice(1).map((_, i) => steps.slice(0, i + 1).join('.'));
}
