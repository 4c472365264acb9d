import type {EngineMessage} from '../engine/protocol.ts';
import {neverMatches} from '../rules/hook-macros.ts';
import type {RuleException, RuleSet} from '../rules/ruleset.ts';

/** What tuning must know of the loaded rules. */
export interface RulesInfo {
	readonly listNames: ReadonlySet<string>;
	/** Items as the files have them: names of other lists are names. */
	readonly lists: ReadonlyMap<string, readonly string[]>;
	readonly macros: ReadonlyMap<string, MacroInfo>;
	readonly rules: ReadonlyMap<string, RuleInfo>;
}

export interface MacroInfo {
	readonly condition: string;
	/** False for placeholders such as `never_true`: replacing them loses nothing. */
	readonly canMatch: boolean;
}

export interface RuleInfo {
	readonly condition: string;
	/** Macros the condition names itself, and those of them it negates for its users. */
	readonly macros: readonly string[];
	readonly hookMacros: readonly string[];
	readonly exceptions: readonly RuleException[];
	readonly output: string;
}

/** Of what the engine says of its rules. */
export function rulesInfoOfMessage({
	rules,
	definitions,
}: Pick<Extract<EngineMessage, {kind: 'rules'}>, 'rules' | 'definitions'>): RulesInfo {
	const {macros, lists} = definitions;
	const exceptions = new Map(definitions.exceptions.map(({rule, exceptions}) => [rule, exceptions]));
	return {
		listNames: new Set(lists.map(({name}) => name)),
		lists: new Map(lists.map(({name, items}) => [name, items])),
		macros: new Map(macros.map(({name, condition, canMatch}) => [name, {condition, canMatch}])),
		rules: new Map(
			rules.map(({name, condition, macros, hookMacros, output}) => [
				name,
				{condition, macros, hookMacros, exceptions: exceptions.get(name) ?? [], output},
			]),
		),
	};
}

/** Of rules that were loaded in this thread. */
export function rulesInfoOf(ruleSet: RuleSet): RulesInfo {
	return {
		listNames: new Set(ruleSet.lists.map((list) => list.name)),
		lists: new Map(ruleSet.lists.map((list) => [list.name, list.items])),
		macros: new Map(ruleSet.macros.map((macro) => [macro.name, {condition: macro.condition, canMatch: !neverMatches(macro.expanded)}])),
		rules: new Map(
			ruleSet.rules.map(({name, condition, macros, hookMacros, exceptions, output}) => [
				name,
				{condition, macros, hookMacros, exceptions, output},
			]),
		),
	};
}
