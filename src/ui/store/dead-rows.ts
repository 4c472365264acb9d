import type {RuleSummary} from '../../engine/protocol.ts';
import {type DeadException, deadExceptions} from '../../tuning/dead-exceptions.ts';
import {listExceptions, removeException} from '../../tuning/exceptions.ts';

/** Nobody counts the hits of exceptions yet: nothing is called unused. */
const NEVER_UNUSED = {unusedDays: Number.MAX_SAFE_INTEGER};

/** The exceptions of the text that silence nothing, or nothing that another one would not. */
export function deadOf(text: string, rules: readonly RuleSummary[], nowNs: bigint): readonly DeadException[] {
	const hooks = new Set(rules.flatMap((rule) => rule.hookMacros));
	const listed = listExceptions(text, hooks);
	if (!listed.ok || rules.length === 0) return [];
	const rulesOf = (macro: string): string[] =>
		rules.filter((rule) => rule.enabled && (rule.macros.includes(macro) || rule.hookMacros.includes(macro))).map(({name}) => name);
	return deadExceptions(text, listed.exceptions, {rulesOf, nowNs, ...NEVER_UNUSED});
}

/** The text without them. Places move with every removal, so each is looked up anew. */
export function withoutDead(text: string, rules: readonly RuleSummary[], nowNs: bigint): {readonly text: string; readonly count: number} {
	let rest = text;
	for (let count = 0; ; count++) {
		const [first] = deadOf(rest, rules, nowNs);
		const removed = first && removeException(rest, first.exception);
		if (!removed?.ok) return {text: rest, count};
		rest = removed.text;
	}
}
