import type {FieldCatalogue} from '../fields/field.ts';
import {nearNames} from '../fields/near-names.ts';
import type {Context} from './context.ts';
import {checkException} from './exception-check.ts';
import type {EngineVersionItem, ExceptionItem, ListItem, MacroItem, PluginRequirement, RuleItem, RuleUpdate} from './items.ts';
import {unknownSourceHint} from './plugin-hints.ts';
import type {ProblemList} from './problem-list.ts';
import {placeAt} from './source-file.ts';
import {joinTraced} from './traced-text.ts';
import {compareVersions, isCompatible, parseVersion, printVersion, type Version} from './versions.ts';

export type ListDefinition = Omit<ListItem, 'index' | 'visibility'>;
export type MacroDefinition = Omit<MacroItem, 'index' | 'visibility' | 'firstCondition'>;
export type RuleDefinition = Omit<RuleItem, 'unknownSource'>;

/** Puts together what the items of all files say, in load order: definitions, appends, overrides. Files add up over its life. */
export interface Collector {
	readonly lists: ReadonlyMap<string, ListItem>;
	readonly macros: ReadonlyMap<string, MacroItem>;
	readonly rules: ReadonlyMap<string, RuleItem>;
	readonly engineVersion: Version | undefined;
	readonly pluginRequirements: readonly PluginRequirement[];
	defineList(list: ListDefinition): void;
	appendList(list: ListDefinition): void;
	defineMacro(macro: MacroDefinition): void;
	appendMacro(macro: MacroDefinition): void;
	defineRule(rule: RuleDefinition): void;
	appendRule(update: RuleUpdate): void;
	replaceInRule(update: RuleUpdate): void;
	enableRule(toggle: {readonly name: string; readonly context: Context; readonly enabled: boolean}): void;
	requireEngine(item: EngineVersionItem): void;
	requirePlugin(item: PluginRequirement): void;
	/** Where the problems of what follows go. */
	report(problems: ProblemList): void;
}

export interface CollectorOptions {
	readonly catalogueOf: (source: string) => FieldCatalogue | undefined;
	readonly engineVersion: Version;
}

export function createCollector(options: CollectorOptions): Collector {
	const state: State = {
		...options,
		lists: new Map(),
		macros: new Map(),
		rules: new Map(),
		pluginRequirements: [],
		requiredEngine: undefined,
		nextIndex: 0,
		problems: undefined as unknown as ProblemList,
	};
	return {
		lists: state.lists,
		macros: state.macros,
		rules: state.rules,
		get engineVersion() {
			return state.requiredEngine;
		},
		pluginRequirements: state.pluginRequirements,
		defineList: (list) => defineList(state, list),
		appendList: (list) => appendList(state, list),
		defineMacro: (macro) => defineMacro(state, macro),
		appendMacro: (macro) => appendMacro(state, macro),
		defineRule: (rule) => defineRule(state, rule),
		appendRule: (update) => appendRule(state, update),
		replaceInRule: (update) => replaceInRule(state, update),
		enableRule: (toggle) => enableRule(state, toggle),
		requireEngine: (item) => requireEngine(state, item),
		requirePlugin: (item) => requirePlugin(state, item),
		report: (problems) => {
			state.problems = problems;
		},
	};
}

interface State extends CollectorOptions {
	readonly lists: Map<string, ListItem>;
	readonly macros: Map<string, MacroItem>;
	readonly rules: Map<string, RuleItem>;
	readonly pluginRequirements: PluginRequirement[];
	requiredEngine: Version | undefined;
	nextIndex: number;
	problems: ProblemList;
}

const refuse = (state: State, message: string, context: Context, hint?: string): undefined =>
	state.problems.error('LOAD_ERR_VALIDATE', message, context, {hint});

function defineList(state: State, list: ListDefinition): undefined {
	const previous = state.lists.get(list.name);
	const id = state.nextIndex++;
	const places = [...(previous?.places ?? []), ...list.places];
	state.lists.set(list.name, {...list, items: [...list.items], places, index: previous?.index ?? id, visibility: id});
}

function appendList(state: State, list: ListDefinition): undefined {
	const previous = state.lists.get(list.name);
	const message = "List uses 'append' or 'override.items: append' but no list by that name already exists";
	if (!previous) return refuse(state, message, list.context, missingHint('list', list.name, state.lists));
	previous.items.push(...list.items);
	previous.places.push(...list.places);
	previous.visibility = state.nextIndex++;
}

function defineMacro(state: State, macro: MacroDefinition): undefined {
	const previous = state.macros.get(macro.name);
	const id = state.nextIndex++;
	const places = [...(previous?.places ?? []), ...macro.places];
	const firstCondition = previous?.firstCondition ?? macro.condition;
	state.macros.set(macro.name, {...macro, firstCondition, places, index: previous?.index ?? id, visibility: id});
}

function appendMacro(state: State, macro: MacroDefinition): undefined {
	const previous = state.macros.get(macro.name);
	const message = "Macro uses 'append' or 'override.condition: append' but no macro by that name already exists";
	if (!previous) return refuse(state, message, macro.context, missingHint('macro', macro.name, state.macros));
	previous.condition = joinTraced([previous.condition, ' ', macro.condition]);
	previous.places.push(...macro.places);
	previous.visibility = state.nextIndex++;
}

function defineRule(state: State, rule: RuleDefinition): undefined {
	const previous = state.rules.get(rule.name);
	if (previous && previous.source !== rule.source) return refuseSource(state, previous, rule);
	const catalogue = state.catalogueOf(rule.source);
	if (!catalogue) {
		const hint = unknownSourceHint(rule.source);
		state.problems.warning('LOAD_UNKNOWN_SOURCE', `Unknown source ${rule.source}, skipping`, rule.context, {hint});
	}
	if (!checkExceptions(state, rule, catalogue)) return;
	const places = [...(previous?.places ?? []), ...rule.places];
	state.rules.set(rule.name, {...rule, places, unknownSource: !catalogue});
}

/** Says what is wrong with each exception of a rule; false when anything is. */
function checkExceptions(state: State, {exceptions}: RuleDefinition, catalogue: FieldCatalogue | undefined): boolean {
	const message = 'Rule exception item must have fields property with a list of fields';
	const faulty = exceptions.filter((exception) => {
		if (!exception.fields) refuse(state, message, exception.context);
		return !exception.fields || !checkException(exception, catalogue, state.problems);
	});
	return faulty.length === 0;
}

function refuseSource(
	state: State,
	previous: RuleItem,
	{context, source}: {readonly context: Context; readonly source?: string},
): undefined {
	const hint = `its source is '${previous.source}', here it is '${source}'`;
	return refuse(state, 'Rule has been re-defined with a different source', context, hint);
}

function appendRule(state: State, update: RuleUpdate): undefined {
	const rule = state.rules.get(update.name);
	const missing = "Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists";
	if (!rule) return refuse(state, missing, update.context, missingHint('rule', update.name, state.rules));
	if (update.source !== undefined && update.source !== rule.source) return refuseSource(state, rule, update);
	if (!hasValues(update)) return refuse(state, 'Appended rule must have exceptions or condition property', update.context);
	if (!appendExceptions(state, rule, update.exceptions ?? [])) return;
	if (update.condition) rule.condition = joinTraced([rule.condition, ' ', update.condition]);
	if (update.output) rule.output = joinTraced([rule.output, ' ', update.output]);
	if (update.desc !== undefined) rule.desc = `${rule.desc} ${update.desc}`;
	for (const tag of update.tags ?? []) rule.tags.add(tag);
	rule.places.push(placeAt(update.context));
}

/** Adds exceptions to a rule: values to those it has, others as a whole. False when one of them was refused. */
function appendExceptions(state: State, rule: RuleItem, added: readonly ExceptionItem[]): boolean {
	for (const exception of added) {
		const previous = rule.exceptions.find(({name}) => name === exception.name);
		if (previous) {
			for (const key of ['fields', 'comps'] as const) {
				const message = `Can not append exception ${key} to existing exception, only values`;
				if (exception[key]) return refuse(state, message, exception.context, `take '${key}' out`) ?? false;
			}
		} else {
			const fields = 'Rule exception must have fields property with a list of fields';
			if (!exception.fields) return refuse(state, fields, exception.context, noSuchException(rule, exception)) ?? false;
			const values = 'Rule exception must have values property with a list of values';
			if (exception.values.length === 0) return refuse(state, values, exception.context) ?? false;
			if (!checkException(exception, state.catalogueOf(rule.source), state.problems)) return false;
		}
	}
	for (const exception of added) {
		const previous = rule.exceptions.find(({name}) => name === exception.name);
		if (previous) previous.values = [...previous.values, ...exception.values];
		else rule.exceptions.push(exception);
	}
	return true;
}

const noSuchException = (rule: RuleItem, exception: ExceptionItem) =>
	`rule '${rule.name}' has no exception '${exception.name}'${rule.exceptions.length > 0 ? `; it has ${rule.exceptions.map(({name}) => `'${name}'`).join(', ')}` : ''}`;

function replaceInRule(state: State, update: RuleUpdate): undefined {
	const rule = state.rules.get(update.name);
	const missing = "An 'override.<key>: replace' to a rule was requested but no rule by that name already exists";
	if (!rule) return refuse(state, missing, update.context, missingHint('rule', update.name, state.rules));
	if (update.source !== undefined && update.source !== rule.source) return refuseSource(state, rule, update);
	if (!hasValues(update)) return refuse(state, 'The rule must have at least one field that can be replaced', update.context);
	rule.condition = update.condition ?? rule.condition;
	rule.conditionContext = update.conditionContext ?? rule.conditionContext;
	rule.output = update.output ?? rule.output;
	rule.outputContext = update.outputContext ?? rule.outputContext;
	rule.desc = update.desc ?? rule.desc;
	rule.tags = update.tags ? new Set(update.tags) : rule.tags;
	rule.exceptions = update.exceptions ?? rule.exceptions;
	rule.priority = update.priority ?? rule.priority;
	rule.enabled = update.enabled ?? rule.enabled;
	rule.capture = update.capture ?? rule.capture;
	rule.captureDurationMs = update.captureDurationMs ?? rule.captureDurationMs;
	rule.warnEvttypes = update.warnEvttypes ?? rule.warnEvttypes;
	rule.skipIfUnknownFilter = update.skipIfUnknownFilter ?? rule.skipIfUnknownFilter;
	rule.places.push(placeAt(update.context));
}

const CHANGES = [
	'condition',
	'output',
	'desc',
	'tags',
	'exceptions',
	'priority',
	'enabled',
	'capture',
	'captureDurationMs',
	'warnEvttypes',
	'skipIfUnknownFilter',
] as const;

const hasValues = (update: RuleUpdate) => CHANGES.some((key) => update[key] !== undefined);

function enableRule(state: State, {name, context, enabled}: {name: string; context: Context; enabled: boolean}): undefined {
	const rule = state.rules.get(name);
	const message = "Rule has 'enabled' key but no rule by that name already exists";
	if (!rule) return refuse(state, message, context, missingHint('rule', name, state.rules));
	rule.enabled = enabled;
	rule.places.push(placeAt(context));
}

function requireEngine(state: State, {version, context}: EngineVersionItem): undefined {
	if (!isCompatible(state.engineVersion, version)) {
		const message = `Rules require engine version ${printVersion(version)}, but engine version is ${printVersion(state.engineVersion)}`;
		return refuse(state, message, context, 'take an older release of these rules');
	}
	if (!state.requiredEngine || compareVersions(state.requiredEngine, version) < 0) state.requiredEngine = version;
}

function requirePlugin(state: State, requirement: PluginRequirement): undefined {
	const seen = new Set<string>();
	for (const {name, version} of requirement.alternatives) {
		if (!parseVersion(version)) return refuse(state, `Invalid required version '${version}' for plugin '${name}'`, requirement.context);
		const twice = `Defined multiple alternative version requirements for plugin '${name}'`;
		if (seen.has(name)) return refuse(state, twice, requirement.context);
		seen.add(name);
	}
	state.pluginRequirements.push(requirement);
}

function missingHint(kind: string, name: string, known: ReadonlyMap<string, unknown>): string {
	const [near] = nearNames(name, known.keys(), 1);
	return near === undefined ? `define ${kind} '${name}' before this item, in an earlier file or above` : `did you mean '${near}'?`;
}
