import type {Checking} from './checking.ts';
import {type Finding, findingAt, relatedAt} from './finding.ts';
import type {Formula} from './formula.ts';
import {createImplies} from './implies.ts';
import {placeText} from './place-text.ts';
import type {StudiedRule} from './study.ts';

/**
 * Rules that an earlier rule always hides when only the first match counts, as in Falco by default. Certain only:
 * whatever fulfils the later condition must be shown to fulfil the earlier one.
 */
export function checkShadowed(checking: Checking): Finding[] {
	const enabled = checking.study.rules.filter(({rule}) => rule.enabled);
	const implies = createImplies(checking.factsFor('syscall'));
	return enabled.flatMap((later, i) => {
		const formula = checking.ruleFormula(later);
		if (later.rule.source !== 'syscall' || formula.kind === 'constant') return [];
		const earlier = enabled.slice(0, i).find((other) => hides(other, later) && implies(formula, checking.ruleFormula(other)));
		return earlier ? [finding(earlier, later, implies(checking.ruleFormula(earlier), formula))] : [];

		function hides(other: StudiedRule, {rule}: StudiedRule): boolean {
			return other.rule.source === rule.source && !isNever(checking.ruleFormula(other)) && covers(other.rule.eventTypes, rule.eventTypes);
		}
	});
}

const isNever = (formula: Formula) => formula.kind === 'constant' && !formula.value;

function covers(wide: ReadonlySet<number>, narrow: ReadonlySet<number>): boolean {
	if (wide.size < narrow.size) return false;
	for (const code of narrow) if (!wide.has(code)) return false;
	return true;
}

function finding(earlier: StudiedRule, later: StudiedRule, same: boolean): Finding {
	const what = same ? 'matches exactly when this rule does' : 'matches whenever this rule does';
	return findingAt(later.item.context, {
		severity: 'warning',
		code: 'CHECK_SHADOWED_RULE',
		message: `Rule '${earlier.rule.name}' (${placeText(earlier.item.context)}) comes first and ${what}: with 'rule_matching: first' this one never alerts`,
		hint: "put the narrower rule first, except it from the wider one, or set 'rule_matching: all'",
		item: {type: 'rule', name: later.rule.name},
		related: [relatedAt(earlier.item.context, 'the earlier rule')],
	});
}
