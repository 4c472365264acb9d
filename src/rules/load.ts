import {parseCondition} from '../filter/parse.ts';
import type {Expression} from '../filter/syntax.ts';
import {unfoldMacros} from '../filter/unfold.ts';
import {recordSteps, type Step} from './check/history.ts';
import {type Collector, createCollector} from './collector.ts';
import {compileMacros, expressionsOf} from './compile-macros.ts';
import {compileRule, type RuleCompilation} from './compile-rules.ts';
import {neverMatches} from './hook-macros.ts';
import {createLoadCache, type LoadCache} from './load-cache.ts';
import {exceptedItems, type LocalRules, localExceptions} from './local-exceptions.ts';
import {BUILT_IN_PLUGINS, type LoadOptions} from './options.ts';
import {checkPlugins} from './plugin-check.ts';
import {createProblemList, type ProblemList} from './problem-list.ts';
import {readRulesFile} from './read-file.ts';
import type {List, LoadResult, Macro, Rule, RuleSet, RulesFile} from './ruleset.ts';
import {createSourceFile} from './source-file.ts';
import {compileLists, substituteLists} from './substitute-lists.ts';
import {ENGINE_VERSION, parseVersion, printVersion} from './versions.ts';
import {withoutExceptions} from './without-exceptions.ts';

/**
 * Loads rules files in their order. All problems of all files are collected, and what loads is returned:
 * who wants Falco's strictness refuses to start when there is an error among the problems.
 */
export function loadRules(files: readonly RulesFile[], options: LoadOptions): LoadResult {
	const problems = createProblemList({stopAtFirstError: false});
	const collector = collectorFor(options);
	const cache = options.cache ?? createLoadCache();
	cache.begin();
	collector.report(problems);
	const steps: Step[] = [];
	let shipped: ReadonlyMap<string, readonly string[]> | undefined;
	for (const file of files) {
		const isLocal = options.localFiles?.includes(file.name) === true;
		if (isLocal) shipped ??= new Map([...collector.lists].map(([name, {items}]) => [name, [...items]]));
		readRulesFile(cache.yaml(createSourceFile(file)), isLocal ? recordSteps(collector, steps) : collector, problems);
	}
	checkPlugins(collector.pluginRequirements, options.plugins ?? BUILT_IN_PLUGINS, problems);
	const load = {options, cache, problems};
	const {ruleset, compilation} = compileRules(collector, load);
	const local = shipped && findLocalRules({files, load, steps, collector, compilation, ruleset, shipped});
	return {ruleset, problems: problems.problems, local};
}

interface LocalLoad {
	readonly files: readonly RulesFile[];
	readonly load: Load;
	readonly steps: readonly Step[];
	readonly collector: Collector;
	readonly compilation: RuleCompilation;
	readonly ruleset: RuleSet;
	readonly shipped: ReadonlyMap<string, readonly string[]>;
}

/** What the user's files except; the rules that concerns are compiled a second time, without that. */
function findLocalRules({files, load, steps, collector, compilation, ruleset, shipped}: LocalLoad): LocalRules {
	const {options, cache} = load;
	const local = {steps, collector, compilation, rules: ruleset.rules, shippedItems: (list: string) => shipped.get(list) ?? []};
	const items = exceptedItems(local);
	const exceptions = localExceptions(local, items);
	const concerned = new Set(exceptions.flatMap(({rules}) => rules));
	const bare = new Map<string, Expression>();
	if (concerned.size === 0) return {exceptions, bare};
	// What is wrong with the files was said already.
	const problems = createProblemList({stopAtFirstError: false});
	const plain = collectorFor(options);
	plain.report(problems);
	const reader = withoutExceptions(plain, items);
	for (const file of files) {
		readRulesFile(cache.yaml(createSourceFile(file)), options.localFiles?.includes(file.name) ? reader : plain, problems);
	}
	const plainCompilation = compilationOf(plain, {options, cache, problems});
	for (const name of concerned) {
		const item = plain.rules.get(name);
		const rule = item && compileRule(item, plainCompilation);
		if (rule) bare.set(name, rule.expanded);
	}
	return {exceptions, bare};
}

/** What `-V` says of a file. */
export interface FileResult {
	readonly name: string;
	readonly successful: boolean;
	readonly problems: LoadResult['problems'];
}

/**
 * Loads files one after the other the way `falco -V` does: each stops at its first error, and is compiled together with those before it.
 * `pluginError` is the requirement that no plugin satisfies, which Falco refuses without results.
 */
export function loadRulesAsFalco(
	files: readonly RulesFile[],
	options: LoadOptions,
): {readonly results: readonly FileResult[]; readonly ruleset: RuleSet; readonly pluginError: string | undefined} {
	const collector = collectorFor(options);
	const cache = createLoadCache();
	let ruleset: RuleSet = {rules: [], macros: [], lists: [], requiredEngineVersion: undefined};
	const results = files.map((file) => {
		const problems = createProblemList({stopAtFirstError: true});
		collector.report(problems);
		readRulesFile(cache.yaml(createSourceFile(file)), collector, problems);
		if (!problems.stopped) ruleset = compileRules(collector, {options, cache, problems}).ruleset;
		return {name: file.name, successful: problems.errors === 0, problems: problems.problems};
	});
	const plugins = createProblemList({stopAtFirstError: true});
	checkPlugins(collector.pluginRequirements, options.plugins ?? BUILT_IN_PLUGINS, plugins);
	return {results, ruleset, pluginError: plugins.problems[0]?.message};
}

function collectorFor(options: LoadOptions): Collector {
	const engineVersion = parseVersion(options.engineVersion ?? ENGINE_VERSION)!;
	return createCollector({catalogueOf: options.catalogueOf, engineVersion});
}

interface Load {
	readonly options: LoadOptions;
	readonly cache: LoadCache;
	readonly problems: ProblemList;
}

function compilationOf(collector: Collector, {options, cache, problems}: Load): RuleCompilation {
	const catalogueOf = (source: string) => {
		const catalogue = options.catalogueOf(source);
		return catalogue && cache.catalogue(catalogue);
	};
	const lists = compileLists(collector.lists);
	const macros = compileMacros(collector.macros, {lists, cache, problems});
	return {
		lists,
		macros,
		problems,
		cache,
		catalogueOf,
		isPlaceholder: placeholders(collector, {lists, macros}),
		appendOutput: options.appendOutput ?? [],
		ruleSelections: options.ruleSelections ?? [],
		minimumPriority: options.minimumPriority ?? 7,
	};
}

function compileRules(collector: Collector, load: Load): {readonly ruleset: RuleSet; readonly compilation: RuleCompilation} {
	const {problems} = load;
	const compilation = compilationOf(collector, load);
	const rules: Rule[] = [];
	for (const item of problems.stopped ? [] : collector.rules.values()) {
		const rule = compileRule(item, compilation);
		if (rule) rules.push(rule);
		if (problems.stopped) break;
	}
	warnOfUnused(collector, compilation);
	const ruleset: RuleSet = {
		rules,
		macros: macrosOf(compilation),
		lists: listsOf(collector, compilation),
		requiredEngineVersion: collector.engineVersion && printVersion(collector.engineVersion),
		requiredPlugins: collector.pluginRequirements.map(({alternatives}) => alternatives),
	};
	return {ruleset, compilation};
}

/** Whether a macro was first written as one that never matches, whatever users made of it since. */
function placeholders(collector: Collector, {lists, macros}: Pick<RuleCompilation, 'lists' | 'macros'>): (macro: string) => boolean {
	const known = new Map<string, boolean>();
	const isPlaceholder = (name: string) => {
		const item = collector.macros.get(name);
		if (!item) return false;
		if (item.condition === item.firstCondition) return neverMatchesUnfolded(macros.macros.get(name)?.expanded);
		const parsed = parseCondition(substituteLists(item.firstCondition, lists).text.text);
		return parsed.ok && neverMatchesUnfolded(unfoldMacros(parsed.expression, expressionsOf(macros.macros)).expression);
	};
	return (name) => {
		let found = known.get(name);
		if (found === undefined) {
			found = isPlaceholder(name);
			known.set(name, found);
		}
		return found;
	};
}

const neverMatchesUnfolded = (expanded: Expression | undefined) => expanded !== undefined && neverMatches(expanded);

function warnOfUnused(collector: Collector, {lists, macros, problems}: RuleCompilation): void {
	for (const macro of macros.macros.values()) {
		if (!macro.used) problems.warning('LOAD_UNUSED_MACRO', 'Macro not referred to by any other rule/macro', macro.item.context);
	}
	for (const list of lists.values()) {
		const {context} = collector.lists.get(list.name)!;
		if (!list.used) problems.warning('LOAD_UNUSED_LIST', 'List not referred to by any other rule/macro', context);
	}
}

function macrosOf({macros}: RuleCompilation): Macro[] {
	return [...macros.macros.values()].map(({item, parsed, expanded, names, used}) => ({
		name: item.name,
		condition: item.condition.text,
		syntax: parsed.syntax,
		expanded,
		macros: names,
		lists: parsed.lists,
		used,
		places: item.places,
	}));
}

function listsOf(collector: Collector, {lists}: RuleCompilation): List[] {
	return [...lists.values()].map((list) => {
		const item = collector.lists.get(list.name)!;
		return {name: list.name, items: item.items, compiledItems: list.items, lists: list.lists, used: list.used, places: item.places};
	});
}
