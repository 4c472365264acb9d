import type {Expression, MacroReference} from '../../filter/syntax.ts';
import type {Checking} from './checking.ts';
import {spotOfLeaf, spotOfSpan} from './checking.ts';
import {ANYWHERE, type Contradiction, type Surroundings, surroundingsIn, whyNever} from './contradiction.ts';
import {type Finding, type FindingItem, findingAt, relatedAt} from './finding.ts';
import type {Formula} from './formula.ts';
import type {FactsOf} from './leaf-facts.ts';
import {findingOfContradiction} from './never-matches.ts';
import type {StudiedRule} from './study.ts';

/**
 * Alternatives of an `or` that can never hold. Those of a macro are judged by the macro alone: other rules use it too;
 * those of a rule together with all that surrounds them, a macro among them as a whole.
 */
export function checkNeverTrue(checking: Checking): Finding[] {
	const {study} = checking;
	const ofRules = study.rules.flatMap((studied) => [...inRule(checking, studied), ...deadReferences(checking, studied)]);
	const facts = checking.factsFor('syscall');
	const ofMacros = [...study.macros.values()].flatMap(({item, parsed}) => {
		const formula = checking.formulaOf(parsed.syntax, parsed.text);
		const dead = whyNever(formula, facts) ? [] : deadAlternatives(formula, facts, ANYWHERE);
		return dead.filter(({leaf}) => leaf.text === parsed.text).map((found) => finding(found, {type: 'macro', name: item.name}));
	});
	return [...ofRules, ...ofMacros];
}

/** Macros that contradict themselves as a whole: wherever they are used, they hold for nothing. */
export function checkDeadMacros(checking: Checking): Finding[] {
	const facts = checking.factsFor('syscall');
	return [...checking.study.macros.values()].flatMap(({item, parsed}) => {
		const whole = whyNever(checking.formulaOf(parsed.syntax, parsed.text), facts);
		return whole ? [finding(whole, {type: 'macro', name: item.name}, 'This macro can never hold')] : [];
	});
}

function inRule(checking: Checking, studied: StudiedRule): Finding[] {
	const {rule, parsed} = studied;
	return deadAlternatives(checking.ruleFormula(studied), checking.factsFor(rule.source), ANYWHERE)
		.filter(({leaf}) => leaf.text === parsed.text)
		.map((found) => finding(found, {type: 'rule', name: rule.name}));
}

const finding = (found: Contradiction, item: FindingItem, what = 'This alternative can never hold'): Finding =>
	findingOfContradiction(found, {severity: 'warning', code: 'CHECK_NEVER_TRUE', message: `${what}: ${found.why}`, item});

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

/** Macros that are an alternative of the rule and cannot hold beside the rest of it, though they may elsewhere. */
function deadReferences(checking: Checking, {rule, parsed}: StudiedRule): Finding[] {
	const facts = checking.factsFor(rule.source);
	const formulaOf = (expression: Expression) => checking.formulaOf(expression, parsed.text);
	return walk(parsed.syntax, ANYWHERE);

	function walk(expression: Expression, around: Surroundings): Finding[] {
		if (expression.kind === 'and') {
			const formula = formulaOf(expression);
			const inner = formula.kind === 'and' ? surroundingsIn(formula.items, around) : around;
			return expression.items.flatMap((item) => walk(item, inner));
		}
		if (expression.kind !== 'or') return [];
		return expression.items.flatMap((item) => (item.kind === 'macro' ? deadReference(item, around) : walk(item, around)));
	}

	function deadReference(reference: MacroReference, around: Surroundings): Finding[] {
		const formula = formulaOf(reference);
		const found = isBelowNot(formula) ? undefined : whyNever(formula, facts, around);
		if (!found || found.leaf.text === parsed.text || whyNever(formula, facts)) return [];
		return [
			findingAt(spotOfSpan(parsed.text, reference.span), {
				severity: 'warning',
				code: 'CHECK_NEVER_TRUE',
				message: `Macro '${reference.name}' can never hold here: ${found.why}`,
				item: {type: 'rule', name: rule.name},
				...(found.hint === undefined ? {} : {hint: found.hint}),
				related: [relatedAt(spotOfLeaf(found.leaf), 'because of this')],
			}),
		];
	}
}
