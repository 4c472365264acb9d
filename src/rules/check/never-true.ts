import type {Checking} from './checking.ts';
import {ANYWHERE, type Contradiction, type Surroundings, surroundingsIn, whyNever} from './contradiction.ts';
import type {Finding, FindingItem} from './finding.ts';
import type {Formula} from './formula.ts';
import type {FactsOf} from './leaf-facts.ts';
import {findingOfContradiction} from './never-matches.ts';

/**
 * Alternatives of an `or` that can never hold. Those of a macro are judged by the macro alone: other rules use it too;
 * those of a rule together with all that surrounds them.
 */
export function checkNeverTrue(checking: Checking): Finding[] {
	const {study} = checking;
	const ofRules = study.rules.flatMap((studied) => {
		const facts = checking.factsFor(studied.rule.source);
		const dead = deadAlternatives(checking.ruleFormula(studied), facts, ANYWHERE);
		return dead
			.filter(({leaf}) => leaf.text === studied.parsed.text)
			.map((found) => finding(found, {type: 'rule', name: studied.rule.name}));
	});
	const facts = checking.factsFor('syscall');
	const ofMacros = [...study.macros.values()].flatMap(({item, parsed}) =>
		deadAlternatives(checking.formulaOf(parsed.syntax, parsed.text), facts, ANYWHERE)
			.filter(({leaf}) => leaf.text === parsed.text)
			.map((found) => finding(found, {type: 'macro', name: item.name})),
	);
	return [...ofRules, ...ofMacros];
}

const finding = (found: Contradiction, item: FindingItem): Finding =>
	findingOfContradiction(found, {
		severity: 'warning',
		code: 'CHECK_NEVER_TRUE',
		message: `This alternative can never hold: ${found.why}`,
		item,
	});

function deadAlternatives(formula: Formula, facts: FactsOf, around: Surroundings): Contradiction[] {
	switch (formula.kind) {
		case 'constant':
		case 'check':
			return [];
		case 'and': {
			const inner = surroundingsIn(formula.items, around);
			return formula.items.flatMap((item) => deadAlternatives(item, facts, inner));
		}
		case 'or':
			return formula.items.flatMap((item) => {
				if (isBelowNot(item)) return [];
				const found = whyNever(item, facts, around);
				return found ? [found] : deadAlternatives(item, facts, around);
			});
	}
}

function isBelowNot(formula: Formula): boolean {
	switch (formula.kind) {
		case 'constant':
			return false;
		case 'check':
			return formula.belowNot;
		default:
			return formula.items.some(isBelowNot);
	}
}
