import {basename, dirname, join, resolve} from 'node:path';
import type {RulesFile} from '../../rules/ruleset.ts';
import type {PromptProblem} from '../frame/prompt.ts';

export interface SavePlaces {
	/** Files of the user that are loaded, and the one that changes go to. */
	readonly files: readonly {readonly path: string; readonly note: string}[];
	/** Where a new file is loaded beside them. */
	readonly folder: string;
}

/** Rules files that come with Falco or Falconer: an update replaces them. */
const SHIPPED = /^(?:falco.*_rules|k8s_audit_rules|falconer_rules)\.ya?ml$/;

/** Where changes can be saved. */
export function savePlaces(files: readonly RulesFile[], present: string): SavePlaces {
	const own = files.map(({name}) => name).filter((name) => !SHIPPED.test(basename(name)));
	const paths = own.some((name) => isSame(name, present)) ? own : [...own, present];
	const folder = own.find((name) => basename(dirname(resolve(name))) === 'rules.d');
	return {
		files: paths.map((path) => ({path, note: isSame(path, present) ? 'changes go there now' : 'loaded'})),
		folder: folder === undefined ? join(dirname(resolve(present)), 'rules.d') : dirname(resolve(folder)),
	};
}

/** What is wrong with a file for changes. */
export function checkRulesPath(path: string, files: readonly RulesFile[], present: string): PromptProblem | undefined {
	const name = basename(path.trim());
	if (name === '') return {message: 'a file, such as rules.d/falconer.yaml'};
	if (!/\.ya?ml$/.test(name)) return {message: 'Falco loads files that end in .yaml or .yml'};
	if (!SHIPPED.test(name)) return undefined;
	const isLoaded = files.some((file) => isSame(file.name, path.trim())) && !isSame(path.trim(), present);
	return isLoaded ? {message: 'an update would replace this file', hint: 'choose a file of your own'} : undefined;
}

const isSame = (a: string, b: string): boolean => resolve(a) === resolve(b);
