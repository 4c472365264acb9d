import type {Collector, ListDefinition, MacroDefinition, RuleDefinition} from '../collector.ts';
import type {RuleUpdate} from '../items.ts';

/** What happened to the items of rules files, in load order. */
export type Step =
	| {readonly kind: 'define'; readonly type: 'list'; readonly item: ListDefinition}
	| {readonly kind: 'define'; readonly type: 'macro'; readonly item: MacroDefinition}
	| {readonly kind: 'define'; readonly type: 'rule'; readonly item: RuleDefinition}
	| {readonly kind: 'append'; readonly type: 'list'; readonly item: ListDefinition}
	| {readonly kind: 'append'; readonly type: 'macro'; readonly item: MacroDefinition}
	| {readonly kind: 'append' | 'replace'; readonly type: 'rule'; readonly item: RuleUpdate};

/** The collector, with a note of each step in `steps`. Items are noted as they were written: the collector changes its own. */
export function recordSteps(collector: Collector, steps: Step[]): Collector {
	return {
		lists: collector.lists,
		macros: collector.macros,
		rules: collector.rules,
		pluginRequirements: collector.pluginRequirements,
		get engineVersion() {
			return collector.engineVersion;
		},
		defineList(item) {
			steps.push({kind: 'define', type: 'list', item: {...item, items: [...item.items]}});
			collector.defineList(item);
		},
		appendList(item) {
			steps.push({kind: 'append', type: 'list', item});
			collector.appendList(item);
		},
		defineMacro(item) {
			steps.push({kind: 'define', type: 'macro', item: {...item}});
			collector.defineMacro(item);
		},
		appendMacro(item) {
			steps.push({kind: 'append', type: 'macro', item});
			collector.appendMacro(item);
		},
		defineRule(item) {
			steps.push({kind: 'define', type: 'rule', item: {...item}});
			collector.defineRule(item);
		},
		appendRule(item) {
			steps.push({kind: 'append', type: 'rule', item});
			collector.appendRule(item);
		},
		replaceInRule(item) {
			steps.push({kind: 'replace', type: 'rule', item});
			collector.replaceInRule(item);
		},
		enableRule: (toggle) => collector.enableRule(toggle),
		requireEngine: (item) => collector.requireEngine(item),
		requirePlugin: (item) => collector.requirePlugin(item),
		report: (problems) => collector.report(problems),
	};
}
