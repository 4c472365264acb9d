import {fieldsOf} from '../filter/fields-of.ts';
import {printExpression} from '../filter/print.ts';
import {neverMatches} from '../rules/hook-macros.ts';
import type {LocalException} from '../rules/local-exceptions.ts';
import type {Rule, RuleSet} from '../rules/ruleset.ts';
import type {ExceptionSummary, RuleDefinitions, RuleSummary} from './rule-facts.ts';

/** A rule as the dashboard lists it. */
export function summarizeRule(rule: Rule): RuleSummary {
	const place = rule.places[0];
	return {
		name: rule.name,
		desc: rule.desc,
		priority: rule.priority,
		enabled: rule.enabled,
		source: rule.source,
		tags: rule.tags,
		condition: rule.condition,
		expanded: printExpression(rule.expanded),
		output: rule.output,
		macros: rule.macros,
		hookMacros: rule.hookMacros,
		file: place?.file ?? '',
		line: place === undefined ? 0 : place.line + 1,
		fields: fieldsOf(rule.expanded),
	};
}

/** An exception of the user's file without what is evaluated. */
export function summarizeException({key, kind, name, rules, condition, file, line}: LocalException): ExceptionSummary {
	return {key, kind, name, rules, condition, file, line};
}

/** What whoever changes the rules must know beside the rules themselves. */
export function definitionsOf({rules, macros, lists}: RuleSet): RuleDefinitions {
	return {
		macros: macros.map(({name, condition, expanded}) => ({name, condition, canMatch: !neverMatches(expanded)})),
		lists: lists.map(({name, items}) => ({name, items})),
		exceptions: rules.filter(({exceptions}) => exceptions.length > 0).map(({name, exceptions}) => ({rule: name, exceptions})),
	};
}
