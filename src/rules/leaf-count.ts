import type {Expression} from '../filter/syntax.ts';

/** Checks of one unfolded condition. Macros that use macros twice, forty times over, would fill any memory. */
export const MOST_CHECKS = 1_000_000;

const known = new WeakMap<Expression, number>();

/** How many checks an unfolded condition has; macros that are used twice count twice, but are counted once. */
export function leafCount(expression: Expression): number {
	if (expression.kind === 'check' || expression.kind === 'macro') return 1;
	if (expression.kind === 'not') return leafCount(expression.item);
	let count = known.get(expression);
	if (count === undefined) {
		count = expression.items.reduce((sum, item) => sum + leafCount(item), 0);
		known.set(expression, count);
	}
	return count;
}
