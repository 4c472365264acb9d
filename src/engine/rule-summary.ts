import {fieldsOf} from '../filter/fields-of.ts';
import {printExpression} from '../filter/print.ts';
import type {Rule} from '../rules/ruleset.ts';
import type {RuleSummary} from './protocol.ts';

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
		line: place?.line ?? 0,
		fields: fieldsOf(rule.expanded),
	};
}
