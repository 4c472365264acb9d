import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {checkRules} from '../../src/rules/check/check-rules.ts';
import {formatRules} from '../../src/rules/format/format-rules.ts';
import {loadRules, loadRulesAsFalco} from '../../src/rules/load.ts';
import {createLoadCache} from '../../src/rules/load-cache.ts';
import type {LoadOptions} from '../../src/rules/options.ts';
import type {RulesProblem} from '../../src/rules/problem.ts';
import type {RulesFile} from '../../src/rules/ruleset.ts';
import {problemText, validationJson} from '../../src/rules/validate.ts';
import {compareReaders} from '../rules/compare-readers.ts';
import {PIECES} from '../rules/pieces.ts';
import {mutateText} from './mutate-text.ts';
import type {Random} from './random.ts';
import {randomRulesFile} from './random-rules.ts';
import {type FuzzSurroundings, type FuzzTarget, pick} from './target.ts';

interface Totals extends Record<string, number> {
	/** Files without an error, with errors, and those that are no YAML. */
	clean: number;
	faulty: number;
	broken: number;
	rules: number;
	problems: number;
	formatted: number;
	/** Texts that the plain reader of YAML read as the package does. */
	plain: number;
}

/** One of so many cases changes a whole file, which takes long. */
const WHOLE_EVERY = 1_000;
/** Of one of so many both readers of YAML are compared. */
const COMPARE_EVERY = 2;
/** One of so many is also gone through by `rules check` and `rules fmt`. */
const STUDY_EVERY = 8;

/** Rules files, shipped, stock and made, with changes: they load, or say what is wrong at a place of theirs. */
export function rulesTarget({root}: FuzzSurroundings): FuzzTarget {
	const totals: Totals = {clean: 0, faulty: 0, broken: 0, rules: 0, problems: 0, formatted: 0, plain: 0};
	const whole = originals(root);
	const pieces = whole.flatMap(selfContainedPieces);
	const catalogue = createFieldCatalogue();
	const options: LoadOptions = {catalogueOf: (source) => (source === 'syscall' ? catalogue : undefined)};
	const cache = createLoadCache();
	const original = (random: Random): string => {
		if (random(WHOLE_EVERY) === 0) return pick(random, whole);
		if (random(3) === 0) return randomRulesFile(random);
		return pick(random, pieces);
	};
	const change = (text: string, random: Random) => mutateText(text, random, {pieces: PIECES, most: 1 + random(3)});
	return {
		totals,
		run(random) {
			const isLocal = random(4) === 0;
			const texts = [change(original(random), random), ...(isLocal ? [change(original(random), random)] : [])];
			if (random(COMPARE_EVERY) === 0) totals.plain += texts.filter(isPlain).length;
			const files = texts.map((text, i) => ({name: `${i}.yaml`, text}));
			const {ruleset, problems} = loadRules(files, {...options, cache: random(2) === 0 ? cache : undefined});
			const errors = problems.filter(({severity}) => severity === 'error');
			examine(problems, files);
			totals.rules += ruleset.rules.length;
			totals.problems += problems.length;
			if (errors.length === 0) totals.clean++;
			else if (errors.some(({code}) => code === 'LOAD_ERR_YAML_PARSE')) totals.broken++;
			else totals.faulty++;
			if (random(STUDY_EVERY) === 0) totals.formatted += study(files, options);
		},
	};
}

function isPlain(text: string): boolean {
	const found = compareReaders(text);
	if (found !== undefined && found !== 'same') throw new Error(`YAML is ${found}: ${JSON.stringify(text)}`);
	return found === 'same';
}

/** Loads strictly, checks and formats. Gives how many files could be formatted. */
function study(files: readonly RulesFile[], options: LoadOptions): number {
	const strict = loadRulesAsFalco(files, options);
	const isRefused = strict.pluginError !== undefined || strict.results.some(({successful}) => !successful);
	const findings = checkRules(files, options);
	if (isRefused && !findings.some(({severity}) => severity === 'error'))
		throw new Error(`refused, without an error: ${JSON.stringify({files, results: strict.results, plugin: strict.pluginError})}`);
	JSON.stringify(validationJson(strict.results));
	let formatted = 0;
	for (const {text} of files) {
		const once = formatRules(text);
		if (!once.ok) continue;
		const twice = formatRules(once.text);
		if (!twice.ok || twice.text !== once.text) throw new Error(`formatted twice it is another text: ${JSON.stringify(text)}`);
		formatted++;
	}
	return formatted;
}

/** Each problem stands at a place of its file, and is shown without control bytes. */
function examine(problems: readonly RulesProblem[], files: readonly RulesFile[]): void {
	for (const problem of problems) {
		const {place, message} = problem;
		const text = files.find(({name}) => name === place.file)?.text;
		if (text === undefined || message === '' || place.offset < 0 || place.offset > text.length || place.column < 0)
			throw new Error(`problem '${message}' at ${place.file}:${place.line}:${place.column}`);
		if (/[\x00-\x09\x0b-\x1f\x7f-\x9f]/.test(problemText(problem))) throw new Error('a control byte is shown');
	}
}

/** The rules shipped here, and the stock files where they are at hand. */
function originals(root: string): string[] {
	const folders = [path.join(root, 'rules'), path.join(root, '../shared/rules')].filter((folder) => existsSync(folder));
	return folders.flatMap((folder) =>
		readdirSync(folder)
			.filter((name) => name.endsWith('.yaml'))
			.sort()
			.map((name) => readFileSync(path.join(folder, name), 'utf8')),
	);
}

const ITEM = /(?<=\n)(?=- (?:rule|macro|list|required_))/;

/** Each item of a rules file with the macros and lists it needs: a whole file takes too long for many cases. */
function selfContainedPieces(text: string): string[] {
	const items = text
		.split(ITEM)
		.map((part) => ({part, name: /^- (?:macro|list): *(\S+)/.exec(part)?.[1], words: new Set(part.match(/\w+/g))}));
	const byName = new Map(items.map((item, i) => [item.name, i]));
	const needs = (i: number, found: Set<number>): Set<number> => {
		if (found.has(i)) return found;
		found.add(i);
		for (const word of items[i].words) if (byName.has(word)) needs(byName.get(word)!, found);
		return found;
	};
	return items.map((_, i) =>
		[...needs(i, new Set())]
			.sort((a, b) => a - b)
			.map((at) => items[at].part)
			.join(''),
	);
}
