import {printExpression} from '../filter/print.ts';
import type {Expression} from '../filter/syntax.ts';
import {disjunctsOf} from './alternatives.ts';
import {isFragment, parseFragment} from './fragment.ts';

/** Where a user's file excepts: in a macro that rules negate, in a list, in a rule's `exceptions`, or in what it appends to a rule. */
export type ExceptionKind = 'macro' | 'list' | 'entry' | 'condition';

// A key names one exception by what it says and not by its place: the same in every text that holds it.

export const macroKey = (macro: string, alternative: Expression): string => `macro\0${macro}\0${printExpression(alternative)}`;

/** `item` undefined: all that a long list adds, taken together. */
export const listKey = (list: string, item: string | undefined): string => `list\0${list}\0${item ?? '\0'}`;

export const entryKey = (rule: string, entry: string, value: unknown): string => `entry\0${rule}\0${entry}\0${JSON.stringify(value)}`;

export const conditionKey = (rule: string, excepted: Expression): string => `condition\0${rule}\0${printExpression(excepted)}`;

/** Items of one list beyond this count as one exception together. */
export const MOST_LIST_ITEMS = 100;

/**
 * What a condition appended to a rule excepts: `and not (a or b) and c` excepts a, b, and everything but c.
 * Undefined where it does not only narrow the rule down.
 */
export function exceptedBy(appended: string): readonly Expression[] | undefined {
	if (!isFragment(appended)) return undefined;
	const parsed = parseFragment(appended);
	if (!parsed.ok || parsed.expression.kind !== 'and') return undefined;
	return parsed.expression.items
		.slice(1)
		.flatMap((item) => (item.kind === 'not' ? disjunctsOf(item.item) : [{kind: 'not' as const, item, span: item.span}]));
}

/** The appended condition without the part that `exceptedBy` has at the index; undefined when nothing would be left. */
export function withoutExcepted(appended: string, index: number): string | undefined {
	const parsed = isFragment(appended) ? parseFragment(appended) : undefined;
	if (!parsed?.ok || parsed.expression.kind !== 'and') return undefined;
	let at = 0;
	const kept = parsed.expression.items.slice(1).flatMap((item) => {
		if (item.kind !== 'not') return at++ === index ? [] : [item];
		const parts = disjunctsOf(item.item).filter(() => at++ !== index);
		return parts.length === 0 ? [] : [negated(parts, item)];
	});
	return kept.length === 0 ? undefined : `and ${printExpression(kept.length === 1 ? kept[0] : {...parsed.expression, items: kept})}`;
}

function negated(parts: readonly Expression[], {span}: Expression): Expression {
	return {kind: 'not', item: parts.length === 1 ? parts[0] : {kind: 'or', items: parts, span}, span};
}
