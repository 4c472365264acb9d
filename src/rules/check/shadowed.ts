import type {Checking} from './checking.ts';
import {type Finding, findingAt, relatedAt} from './finding.ts';
import type {Formula} from './formula.ts';
import {createImplies} from './implies.ts';
import {placeText} from './place-text.ts';
import {createShadowIndex} from './shadow-index.ts';
import type {StudiedRule} from './study.ts';

/**
 * Rules that an earlier rule always hides when only the first match counts, as in Falco by default. Certain only:
 * whatever fulfils the later condition must be shown to fulfil the earlier one.
 */
export function checkShadowed(checking: Checking): Finding[] {
	const facts = checking.factsFor('syscall');
	const earlier = createShadowIndex<StudiedRule>(facts);
	const found: Finding[] = [];
	for (const studied of checking.study.rules) {
		const {rule} = studied;
		const formula = checking.ruleFormula(studied);
		if (!rule.enabled || rule.source !== 'syscall' || isNever(formula)) continue;
		// One for each rule: what it remembers of ten thousand of them would fill the memory.
		const implies = createImplies(facts);
		const hides = (other: StudiedRule) => covers(other.rule.eventTypes, rule.eventTypes) && implies(formula, checking.ruleFormula(other));
		const first = earlier.candidatesFor(formula).find(hides);
		if (first) found.push(finding(first, studied, implies(checking.ruleFormula(first), formula)));
		earlier.add(formula, studied);
	}
	return found;
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
