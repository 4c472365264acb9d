import {type ParsedCondition, parseCondition} from '../filter/parse.ts';
import {printExpression} from '../filter/print.ts';
import type {Expression} from '../filter/syntax.ts';

/** A fragment means something only behind what it is appended to: this stands for it. */
const STAND_IN = 'evt.num >= 0 ';

/** The tree of a condition, or of a fragment that starts with `and` or `or`. */
export function parseFragment(condition: string): ParsedCondition {
	const text = condition.trim();
	return parseCondition(isFragment(text) ? STAND_IN + text : text);
}

/** Whether a condition only says how an earlier one goes on, as in `override: {condition: append}`. */
export function isFragment(condition: string): boolean {
	return /^(?:and|or)[\s(]/.test(condition.trim());
}

/** Equal as trees; texts that do not parse must be equal as texts. */
export function sameCondition(a: string | undefined, b: string | undefined): boolean {
	if (a === undefined || b === undefined) return a === b;
	const left = parseFragment(a);
	const right = parseFragment(b);
	if (!left.ok || !right.ok) return a.trim() === b.trim();
	return isFragment(a) === isFragment(b) && canonical(left.expression) === canonical(right.expression);
}

/** A text that equal trees share. */
export function canonical(expression: Expression): string {
	return printExpression(expression);
}
