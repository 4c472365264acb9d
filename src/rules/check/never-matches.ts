import type {Checking} from './checking.ts';
import {spotOfLeaf} from './checking.ts';
import {type Contradiction, whyNever} from './contradiction.ts';
import {type Finding, type FindingText, findingAt, relatedAt} from './finding.ts';
import type {StudiedRule, Study} from './study.ts';

/** Rules whose condition no event can fulfil. */
export function checkNeverMatches(checking: Checking): Finding[] {
	return checking.study.rules.flatMap((studied) => {
		const {rule} = studied;
		const formula = checking.ruleFormula(studied);
		if (formula.kind === 'constant') return formula.value ? [] : [constantlyNever(studied, checking.study)];
		const found = whyNever(formula, checking.factsFor(rule.source));
		if (!found) return [];
		return [
			findingOfContradiction(found, {
				severity: 'warning',
				code: 'CHECK_NEVER_MATCHES',
				message: `Rule can never match: ${found.why}`,
				item: {type: 'rule', name: rule.name},
			}),
		];
	});
}

function constantlyNever({rule, item, parsed}: StudiedRule, study: Study): Finding {
	const names = new Set([...parsed.lists, ...rule.macros.flatMap((name) => study.macros.get(name)?.parsed.lists ?? [])]);
	const empty = [...names].find((name) => study.compiledLists.get(name)?.items.length === 0);
	return findingAt(item.conditionContext, {
		severity: 'warning',
		code: 'CHECK_NEVER_MATCHES',
		message: 'Rule can never match: its condition is false whatever happens',
		hint:
			empty === undefined
				? "a rule is switched off with 'enabled: false'"
				: `list '${empty}' has no items, and nothing is in an empty list`,
		item: {type: 'rule', name: rule.name},
	});
}

/** A finding at the check that cannot hold, with the one it stands against. */
export function findingOfContradiction(found: Contradiction, text: FindingText): Finding {
	const hint = text.hint ?? found.hint;
	return findingAt(spotOfLeaf(found.leaf), {
		...text,
		...(hint === undefined ? {} : {hint}),
		related: [...(text.related ?? []), ...(found.against ? [relatedAt(spotOfLeaf(found.against), 'against this')] : [])],
	});
}
