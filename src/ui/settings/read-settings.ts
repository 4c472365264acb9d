import {checkKeys} from '../../config/check.ts';
import {closest} from '../../config/closest.ts';
import {type ConfigDocument, type ConfigMap, isConfigMap, parseConfigDocument} from '../../config/document.ts';
import type {Environment} from '../../config/expand-env.ts';
import type {ConfigNode} from '../../config/key.ts';
import type {ConfigProblem} from '../../config/problem.ts';
import type {KeyChoice} from '../keys/key-map.ts';
import {createKeyMap, type KeyMap} from '../keys/key-map.ts';
import {SETTINGS, type Settings, type SettingValues, TABLE_IDS, type ViewSettings} from './settings.ts';

export interface ReadSettings {
	readonly settings: Settings;
	readonly keys: KeyMap;
	/** What is wrong in the file; everything else of it is used. */
	readonly problems: readonly ConfigProblem[];
	/** Where a setting is written. */
	readonly locate: (path: readonly string[]) => {readonly file: string; readonly line: number; readonly column: number};
}

type Path = readonly (string | number)[];
type Report = (path: Path, message: string, hint?: string) => void;

/** The settings of a file's text. Never throws for what a user wrote: the program starts with what is right. */
export function readSettings(file: string, text: string, env: Environment): ReadSettings {
	const document = parseConfigDocument(file, text);
	const problems: ConfigProblem[] = [...document.problems];
	const report: Report = (path, message, hint) =>
		problems.push({severity: 'warning', key: path.join('.'), message, hint, file, ...document.locate(path)});
	const {views, keys, ...rest} = document.root;
	const checked = checkKeys(SETTINGS, rest, {env, builtIn: false, locate: (path) => ({file, ...document.locate(path)})});
	problems.push(...checked.problems.map((problem) => withSections(problem)));
	const choices = readKeys(keys ?? '', report);
	const {map, problems: keyProblems} = createKeyMap(choices);
	for (const {choice, key, message, hint} of keyProblems) report(placeOf(document, choice, key), message, hint);
	const settings = {values: checked.values as unknown as SettingValues, views: readViews(views ?? '', report), keys: choices};
	const locate: ReadSettings['locate'] = (path) => ({file, ...document.locate(path)});
	return {settings, keys: map, locate, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column)};
}

/** A wrong name of a section is as near as one of a key. */
function withSections(problem: ConfigProblem): ConfigProblem {
	if (problem.hint !== undefined || !problem.message.startsWith('unknown key')) return problem;
	const near = closest(problem.key, ['views', 'keys', 'history', 'kubectl']);
	return near === undefined ? problem : {...problem, hint: `did you mean ${near}?`};
}

function placeOf(document: ConfigDocument, {command}: KeyChoice, key: number | undefined): Path {
	const node = (document.root.keys as ConfigMap)[command];
	return key === undefined || typeof node === 'string' ? ['keys', command] : ['keys', command, key];
}

function readKeys(node: ConfigNode, report: Report): KeyChoice[] {
	if (node === '') return [];
	if (!isConfigMap(node)) {
		report(['keys'], 'expected a map of commands to keys');
		return [];
	}
	return Object.entries(node).flatMap(([command, value]): KeyChoice[] => {
		const keys = textsOf(value);
		if (keys === undefined) report(['keys', command], 'expected a key or a list of keys');
		return keys === undefined ? [] : [{command, keys}];
	});
}

/** One text or several; undefined for anything else. */
function textsOf(node: ConfigNode): readonly string[] | undefined {
	if (typeof node === 'string') return node === '' ? [] : [node];
	if (!Array.isArray(node)) return undefined;
	return node.every((item) => typeof item === 'string') ? (node as readonly string[]) : undefined;
}

function readViews(node: ConfigNode, report: Report): Record<string, ViewSettings> {
	const views: Record<string, ViewSettings> = {};
	if (node === '') return views;
	if (!isConfigMap(node)) {
		report(['views'], 'expected a map of views');
		return views;
	}
	for (const [id, value] of Object.entries(node)) {
		if (!(TABLE_IDS as readonly string[]).includes(id)) report(['views', id], `no view is called ${id}`, nearest(id, TABLE_IDS));
		else if (value !== '' && !isConfigMap(value)) report(['views', id], 'expected a map with columns and sort');
		else if (value !== '') views[id] = readView(id, value, report);
	}
	return views;
}

function readView(id: string, node: ConfigMap, report: Report): ViewSettings {
	for (const name of Object.keys(node)) {
		if (name !== 'columns' && name !== 'sort') report(['views', id, name], 'unknown key, ignored', nearest(name, ['columns', 'sort']));
	}
	const columns = node.columns === undefined ? undefined : textsOf(node.columns);
	if (node.columns !== undefined && columns === undefined) report(['views', id, 'columns'], 'expected a list of columns');
	const sort = node.sort === undefined || node.sort === '' ? undefined : readSort(node.sort);
	if (node.sort !== undefined && node.sort !== '' && sort === undefined)
		report(['views', id, 'sort'], 'expected a column, or a column and `reversed`');
	return {columns: columns?.length === 0 ? undefined : columns, sort};
}

function readSort(node: ConfigNode): ViewSettings['sort'] {
	const [, by, reversed] = typeof node === 'string' ? (/^(\S+)(\s+reversed)?$/.exec(node.trim()) ?? []) : [];
	return by === undefined ? undefined : {by, reversed: reversed !== undefined};
}

/** `did you mean x?`, else all that there are. */
export function nearest(name: string, known: readonly string[]): string {
	const near = closest(name, known);
	return near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`;
}
