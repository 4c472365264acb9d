import type {ExceptionSummary, RuleSummary} from '../../engine/rule-facts.ts';
import {type DeadException, deadExceptions, type ExceptionHits} from '../../tuning/dead-exceptions.ts';
import {listExceptions, removeException} from '../../tuning/exceptions.ts';
import {knownOf, rulesOfException} from './exceptions.ts';

/** An exception without a hit for so long may go. */
export const UNUSED_DAYS = 14;

/** What decides whether an exception is dead. */
export interface DeadFacts {
	readonly rules: readonly RuleSummary[];
	readonly exceptions: readonly ExceptionSummary[] | undefined;
	/** By key; undefined where nobody watched. */
	readonly hitsOf: (key: string) => ExceptionHits | undefined;
	readonly nowMs: number;
}

/** The exceptions of the text that silence nothing, or nothing that another one would not. */
export function deadOf(text: string, {rules, exceptions = [], hitsOf, nowMs}: DeadFacts): readonly DeadException[] {
	const hooks = new Set(rules.flatMap((rule) => rule.hookMacros));
	const listed = listExceptions(text, hooks, knownOf(exceptions));
	if (!listed.ok || rules.length === 0) return [];
	const enabled = new Set(rules.filter((rule) => rule.enabled).map(({name}) => name));
	return deadExceptions(text, listed.exceptions, {
		rulesOf: (exception) => rulesOfException(exception, {rules, present: exceptions}).filter((rule) => enabled.has(rule)),
		hitsOf: ({key}) => hitsOf(key),
		nowMs,
		unusedDays: UNUSED_DAYS,
	});
}

/** The text without them. Places move with every removal, so each is looked up anew. */
export function withoutDead(text: string, facts: DeadFacts): {readonly text: string; readonly count: number} {
	let rest = text;
	const stuck = new Set<string>();
	for (let count = 0; ; ) {
		const first = deadOf(rest, facts).find(({exception}) => !stuck.has(exception.key));
		if (first === undefined) return {text: rest, count};
		const removed = removeException(rest, first.exception);
		if (removed.ok) {
			rest = removed.text;
			count++;
		} else stuck.add(first.exception.key);
	}
}
