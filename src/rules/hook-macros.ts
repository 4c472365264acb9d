import type {Check, Expression} from '../filter/syntax.ts';

/**
 * Macros that a rule negates for its users to fill in: `and not user_known_…`. By shape first: the macro was written as one that
 * can never match; else by its name, `user_…`, which stays when somebody has filled it in.
 */
export function hookMacrosOf(syntax: Expression, isPlaceholder: (macro: string) => boolean): string[] {
	const found = new Set<string>();
	for (const item of conjuncts(syntax)) {
		if (item.kind !== 'not') continue;
		for (const name of disjuncts(item.item)) if (name.startsWith('user_') || isPlaceholder(name)) found.add(name);
	}
	return [...found];
}

function conjuncts(expression: Expression): Expression[] {
	return expression.kind === 'and' ? expression.items.flatMap(conjuncts) : [expression];
}

/** The macros of `m` and of `(m or n)`. */
function disjuncts(expression: Expression): string[] {
	if (expression.kind === 'or') return expression.items.flatMap(disjuncts);
	return expression.kind === 'macro' ? [expression.name] : [];
}

/** Whether an unfolded condition can match no event at all. Event numbers start at 1. */
export function neverMatches(expression: Expression): boolean {
	switch (expression.kind) {
		case 'and':
			return expression.items.some(neverMatches);
		case 'or':
			return expression.items.every(neverMatches);
		case 'not':
			return alwaysMatches(expression.item);
		case 'macro':
			return false;
		case 'check':
			return (
				eventNumber(expression, {'=': (n) => n <= 0, '==': (n) => n <= 0, '<': (n) => n <= 1, '<=': (n) => n <= 0}) ||
				isEmptySet(expression)
			);
	}
}

/** Whether an unfolded condition matches every event. */
export function alwaysMatches(expression: Expression): boolean {
	switch (expression.kind) {
		case 'and':
			return expression.items.every(alwaysMatches);
		case 'or':
			return expression.items.some(alwaysMatches);
		case 'not':
			return neverMatches(expression.item);
		case 'macro':
			return false;
		case 'check':
			return eventNumber(expression, {'!=': (n) => n <= 0, '>': (n) => n <= 0, '>=': (n) => n <= 1});
	}
}

type Decide = Readonly<Record<string, (value: number) => boolean>>;

function eventNumber({left, operator, right}: Check, decide: Decide): boolean {
	if (left.kind !== 'field' || left.name !== 'evt.num' || right?.kind !== 'value' || !/^-?\d+$/.test(right.text)) return false;
	return decide[operator]?.(Number(right.text)) ?? false;
}

const isEmptySet = ({operator, right}: Check) =>
	(operator === 'in' || operator === 'intersects') && right?.kind === 'list' && right.items.length === 0;
