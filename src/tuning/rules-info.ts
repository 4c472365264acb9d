import type {Expression} from '../filter/syntax.ts';
import type {RuleSet} from '../rules/ruleset.ts';

/** What tuning must know of the loaded rules. */
export interface RulesInfo {
	readonly listNames: ReadonlySet<string>;
	readonly macros: ReadonlyMap<string, MacroInfo>;
	readonly rules: ReadonlyMap<string, RuleInfo>;
}

export interface MacroInfo {
	readonly condition: string;
	/** False for placeholders such as `never_true`: replacing them loses nothing. */
	readonly canMatch: boolean;
}

export interface RuleInfo {
	readonly condition: string;
	/** Macros the condition names itself, and those of them it negates for its users. */
	readonly macros: readonly string[];
	readonly hookMacros: readonly string[];
}

export function rulesInfoOf(ruleSet: RuleSet): RulesInfo {
	return {
		listNames: new Set(ruleSet.lists.map((list) => list.name)),
		macros: new Map(ruleSet.macros.map((macro) => [macro.name, {condition: macro.condition, canMatch: !neverMatches(macro.expanded)}])),
		rules: new Map(ruleSet.rules.map(({name, condition, macros, hookMacros}) => [name, {condition, macros, hookMacros}])),
	};
}

/** Whether a condition with its macros unfolded says that it is false: Falco's placeholder is `evt.num=0`, events count from 1. */
export function neverMatches(expression: Expression): boolean {
	switch (expression.kind) {
		case 'and':
			return expression.items.some(neverMatches);
		case 'or':
			return expression.items.every(neverMatches);
		case 'not':
			return alwaysMatches(expression.item);
		case 'macro':
			return expression.name === 'never_true';
		case 'check':
			if (expression.right?.kind === 'list') return expression.right.items.length === 0;
			return isEventNumber(expression, ['=', '=='], '0');
	}
}

function alwaysMatches(expression: Expression): boolean {
	switch (expression.kind) {
		case 'and':
			return expression.items.every(alwaysMatches);
		case 'or':
			return expression.items.some(alwaysMatches);
		case 'not':
			return neverMatches(expression.item);
		case 'macro':
			return expression.name === 'always_true';
		case 'check':
			return isEventNumber(expression, ['>='], '0');
	}
}

function isEventNumber(check: Extract<Expression, {kind: 'check'}>, operators: readonly string[], text: string): boolean {
	const {left, operator, right} = check;
	return left.kind === 'field' && left.name === 'evt.num' && operators.includes(operator) && right?.kind === 'value' && right.text === text;
}
