import type {FieldCatalogue} from '../../fields/field.ts';
import {createCollector} from '../collector.ts';
import {type CompiledMacro, compileMacros} from '../compile-macros.ts';
import {withExceptions} from '../exception-condition.ts';
import type {ListItem, MacroItem, RuleItem} from '../items.ts';
import {loadRules} from '../load.ts';
import {createLoadCache} from '../load-cache.ts';
import type {LoadOptions} from '../options.ts';
import {type ParsedText, parseTraced} from '../parse-traced.ts';
import {createProblemList} from '../problem-list.ts';
import {readRulesFile} from '../read-file.ts';
import type {LoadResult, Rule, RulesFile} from '../ruleset.ts';
import {createSourceFile} from '../source-file.ts';
import {type CompiledList, compileLists} from '../substitute-lists.ts';
import {ENGINE_VERSION, parseVersion} from '../versions.ts';
import type {YamlFile} from '../yaml-file.ts';
import {recordSteps, type Step} from './history.ts';

/** Rules files taken apart: what was loaded, and where each part of it stands. */
export interface Study {
	readonly load: LoadResult;
	readonly files: readonly YamlFile[];
	readonly catalogueOf: (source: string) => FieldCatalogue | undefined;
	readonly steps: readonly Step[];
	readonly lists: ReadonlyMap<string, ListItem>;
	readonly compiledLists: ReadonlyMap<string, CompiledList>;
	readonly macroItems: ReadonlyMap<string, MacroItem>;
	readonly macros: ReadonlyMap<string, CompiledMacro>;
	/** The rules that load, in load order. */
	readonly rules: readonly StudiedRule[];
}

export interface StudiedRule {
	readonly rule: Rule;
	readonly item: RuleItem;
	/** The condition with its exceptions. */
	readonly parsed: ParsedText;
}

/** Loads the files, and keeps what loading forgets: the history of each item and the origin of each text. */
export function studyRules(files: readonly RulesFile[], options: LoadOptions): Study {
	const cache = createLoadCache();
	const load = loadRules(files, {...options, cache});
	const silent = createProblemList({stopAtFirstError: false});
	const steps: Step[] = [];
	const engineVersion = parseVersion(options.engineVersion ?? ENGINE_VERSION)!;
	const collector = recordSteps(createCollector({catalogueOf: options.catalogueOf, engineVersion}), steps);
	collector.report(silent);
	const yamlFiles = files.map((file) => cache.yaml(createSourceFile(file)));
	for (const file of yamlFiles) readRulesFile(file, collector, silent);
	const parsing = {lists: compileLists(collector.lists), cache, problems: silent};
	const {macros} = compileMacros(collector.macros, parsing);
	const rules = load.ruleset.rules.flatMap((rule) => {
		const item = collector.rules.get(rule.name);
		const condition = item && withExceptions(item.condition, item.exceptions, silent);
		const parsed = item && condition && parseTraced(condition, item.conditionContext, parsing);
		return item && parsed ? [{rule, item, parsed}] : [];
	});
	return {
		load,
		files: yamlFiles,
		catalogueOf: options.catalogueOf,
		steps,
		lists: collector.lists,
		compiledLists: parsing.lists,
		macroItems: collector.macros,
		macros,
		rules,
	};
}
