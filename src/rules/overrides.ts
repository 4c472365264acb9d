import {within} from './context.ts';
import type {Decoder} from './decode.ts';
import {isMapNode, isTextNode, offsetOf, textOf, type YamlFile} from './yaml-file.ts';

/** What an item of a kind lets `override` do. */
export interface Overridable {
	readonly append: readonly string[];
	readonly replace: readonly string[];
}

export interface Overrides {
	readonly append: ReadonlySet<string>;
	readonly replace: ReadonlySet<string>;
}

export const RULE_OVERRIDABLE: Overridable = {
	append: ['condition', 'output', 'desc', 'tags', 'exceptions'],
	replace: [
		'condition',
		'output',
		'desc',
		'priority',
		'capture',
		'capture_duration',
		'tags',
		'exceptions',
		'enabled',
		'warn_evttypes',
		'skip-if-unknown-filter',
	],
};

/** Reads the `override` map of an item. */
export function readOverrides(file: YamlFile, item: Decoder, overridable: Overridable): Overrides {
	const append = new Set<string>();
	const replace = new Set<string>();
	const node = item.node('override');
	const context = within(item.context, 'overrides', '', item.context.offset);
	for (const pair of isMapNode(node) ? node.items : []) {
		const keyNode = file.resolve(pair.key);
		const valueNode = file.resolve(pair.value);
		const key = isTextNode(keyNode) ? textOf(keyNode) : '';
		const operation = isTextNode(valueNode) ? textOf(valueNode) : '';
		const keyContext = within(context, 'overrides', key, offsetOf(keyNode));
		if (operation === 'append') {
			if (overridable.append.includes(key)) append.add(key);
			else item.fail(`Key '${key}' cannot be appended to, use 'replace' instead`, keyContext, keysHint(overridable.append, 'append'));
		} else if (operation === 'replace') {
			if (overridable.replace.includes(key)) replace.add(key);
			else item.fail(`Key '${key}' cannot be replaced`, keyContext, keysHint(overridable.replace, 'replace'));
		} else {
			const allowed = [...(overridable.append.includes(key) ? ['append'] : []), ...(overridable.replace.includes(key) ? ['replace'] : [])];
			const message = `Invalid override operation for key '${key}': '${operation}'. Allowed values are: ${allowed.join(' ')}`;
			item.fail(message, within(context, 'value for', key, offsetOf(valueNode)));
		}
	}
	if (node !== null && !isMapNode(node))
		item.fail("Value of 'override' must be a mapping", context, 'write "override: {condition: append}"');
	checkBothWays(item, overridable, {append, replace});
	return {append, replace};
}

const keysHint = (keys: readonly string[], operation: string) => `'${operation}' takes: ${keys.join(', ')}`;

/** Each overridden key must be there, and each key that is there must be overridden. */
function checkBothWays(item: Decoder, overridable: Overridable, {append, replace}: Overrides): void {
	if (append.size + replace.size === 0) return;
	for (const [operation, keys] of [
		['append', append],
		['replace', replace],
	] as const) {
		for (const key of keys) {
			if (!item.has(key)) {
				const message = `An ${operation} override for '${key}' was specified but '${key}' is not defined`;
				item.fail(message, item.context, `add '${key}:' to the item, or take it out of 'override'`);
			}
		}
	}
	for (const key of new Set([...overridable.append, ...overridable.replace])) {
		if (!item.has(key) || append.has(key) || replace.has(key)) continue;
		const context = within(item.context, 'overrides', key, offsetOf(item.node(key)));
		item.fail(
			`Unexpected key '${key}': no corresponding entry under 'override' is defined.`,
			context,
			`add '${key}: replace' to 'override'`,
		);
	}
}
