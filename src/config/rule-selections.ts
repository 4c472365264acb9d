import type {RuleSelection} from '../rules/options.ts';
import {isConfigMap} from './document.ts';
import type {ConfigNode} from './key.ts';

export interface ListResult<Item> {
	readonly items: readonly Item[];
	/** What is wrong with which entry. */
	readonly faults: readonly {readonly index: number; readonly message: string}[];
}

/** Falco's `rules:` list: `{enable|disable: {rule: NAME}}` or `{enable|disable: {tag: TAG}}`, in order. */
export function readRuleSelections(nodes: readonly ConfigNode[]): ListResult<RuleSelection> {
	const items: RuleSelection[] = [];
	const faults: {index: number; message: string}[] = [];
	nodes.forEach((node, index) => {
		const selections = selectionsOf(node);
		if (selections.length > 0) items.push(...selections);
		else faults.push({index, message: 'expected enable or disable with a rule or a tag, such as {disable: {tag: network}}'});
	});
	return {items, faults};
}

function selectionsOf(node: ConfigNode): RuleSelection[] {
	if (!isConfigMap(node)) return [];
	return (['enable', 'disable'] as const).flatMap((action) => {
		const what = node[action];
		if (what === undefined || !isConfigMap(what)) return [];
		const found: RuleSelection[] = [];
		if (typeof what.rule === 'string') found.push({action, rule: what.rule});
		if (typeof what.tag === 'string') found.push({action, tag: what.tag});
		return found;
	});
}
