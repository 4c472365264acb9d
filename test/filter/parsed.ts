import {parseCondition} from '../../src/filter/parse.ts';
import type {Expression} from '../../src/filter/syntax.ts';

/** The tree of a condition that must parse. */
export function parsed(text: string): Expression {
	const result = parseCondition(text);
	if (!result.ok) throw new Error(`${result.problem.message} in ${text}`);
	return result.expression;
}
