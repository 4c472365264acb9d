import type {RuleSelection} from './options.ts';

/** Whether a rule is enabled after all selections, the last that names it wins. */
export function selectRule(
	rule: {readonly name: string; readonly tags: ReadonlySet<string>; readonly enabled: boolean},
	selections: readonly RuleSelection[],
): boolean {
	let {enabled} = rule;
	for (const selection of selections) {
		const named = selection.rule !== undefined && matchesWildcard(selection.rule, rule.name);
		const tagged = selection.tag !== undefined && rule.tags.has(selection.tag);
		if (named || tagged) enabled = selection.action === 'enable';
	}
	return enabled;
}

/** `*` stands for any text, also none. */
export function matchesWildcard(pattern: string, text: string): boolean {
	const [head, ...rest] = pattern.split('*');
	if (rest.length === 0) return pattern === text;
	const tail = rest.pop()!;
	if (!text.startsWith(head) || text.length < head.length + tail.length || !text.endsWith(tail)) return false;
	let at = head.length;
	for (const part of rest) {
		const found = text.indexOf(part, at);
		if (found === -1 || found + part.length > text.length - tail.length) return false;
		at = found + part.length;
	}
	return true;
}
