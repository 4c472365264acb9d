import type {AppendOutput} from '../rules/options.ts';
import {isConfigMap} from './document.ts';
import type {ConfigNode} from './key.ts';
import type {ListResult} from './rule-selections.ts';
import {parseBool} from './scalar.ts';

/** Falco's `append_output` list. */
export function readAppendOutput(nodes: readonly ConfigNode[]): ListResult<AppendOutput> {
	const items: AppendOutput[] = [];
	const faults: {index: number; message: string}[] = [];
	nodes.forEach((node, index) => {
		if (!isConfigMap(node)) {
			faults.push({index, message: 'expected a map with extra_output, extra_fields or suggested_output'});
			return;
		}
		items.push({
			...(isConfigMap(node.match) && {match: readMatch(node.match)}),
			...(typeof node.extra_output === 'string' && {extraOutput: node.extra_output}),
			...(Array.isArray(node.extra_fields) && {extraFields: readExtraFields(node.extra_fields as readonly ConfigNode[])}),
			...(typeof node.suggested_output === 'string' && {suggestedOutput: parseBool(node.suggested_output) ?? false}),
		});
	});
	return {items, faults};
}

function readMatch(match: {readonly [key: string]: ConfigNode}): AppendOutput['match'] {
	const text = (key: string) => (typeof match[key] === 'string' && match[key] !== '' ? match[key] : undefined);
	const tags = Array.isArray(match.tags) ? match.tags.filter((tag): tag is string => typeof tag === 'string') : undefined;
	return {source: text('source'), rule: text('rule'), ...(tags && tags.length > 0 && {tags})};
}

/** A field by its name, or `{key: format}`. */
function readExtraFields(nodes: readonly ConfigNode[]): (string | Record<string, string>)[] {
	return nodes.flatMap((node): (string | Record<string, string>)[] => {
		if (typeof node === 'string') return [node];
		if (!isConfigMap(node)) return [];
		return Object.entries(node).flatMap(([name, format]) => (typeof format === 'string' ? [{[name]: format}] : []));
	});
}
