import type {Scalar} from '../../fields/field.ts';
import {printExpression} from '../../filter/print.ts';
import type {Check, Expression} from '../../filter/syntax.ts';
import {type Checking, spotOfSpan} from './checking.ts';
import {conditionsOf} from './conditions.ts';
import {type Finding, findingAt, relatedAt} from './finding.ts';
import type {FactsOf, LeafFacts} from './leaf-facts.ts';

/** `a != x or a != y`: whatever `a` is, one of both holds. Meant was `and`, or `not a in (x, y)`. */
export function checkAlwaysTrue(checking: Checking): Finding[] {
	return conditionsOf(checking.study).flatMap(({parsed, item, source}) => {
		const facts = checking.factsFor(source);
		return pairsIn(parsed.syntax, facts).map(([first, second]) =>
			findingAt(spotOfSpan(parsed.text, second.expression.span), {
				severity: 'warning',
				code: 'CHECK_ALWAYS_TRUE',
				message: `One of these always holds: what '${shown(first)}' leaves out passes '${shown(second)}'`,
				hint: "join them with 'and' where neither is meant, or write 'not … in (…)'; 'a and b or c' is '(a and b) or c'",
				item,
				related: [relatedAt(spotOfSpan(parsed.text, first.expression.span), 'together with this')],
			}),
		);
	});
}

/** A check, or one behind `not`. */
interface Part {
	readonly expression: Expression;
	readonly check: Check;
	readonly negated: boolean;
}

const MOST_SHOWN = 60;

function shown({expression}: Part): string {
	const text = printExpression(expression);
	return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** The first such pair of each `or`. */
function pairsIn(expression: Expression, facts: FactsOf): (readonly [Part, Part])[] {
	switch (expression.kind) {
		case 'check':
		case 'macro':
			return [];
		case 'not':
			return pairsIn(expression.item, facts);
		default: {
			const inner = expression.items.flatMap((item) => pairsIn(item, facts));
			const pair = expression.kind === 'or' ? pairOf(expression.items.flatMap(partsOf), facts) : undefined;
			return pair ? [pair, ...inner] : inner;
		}
	}
}

function partsOf(expression: Expression): Part[] {
	if (expression.kind === 'check') return [{expression, check: expression, negated: false}];
	return expression.kind === 'not' && expression.item.kind === 'check' ? [{expression, check: expression.item, negated: true}] : [];
}

function pairOf(parts: readonly Part[], factsOf: FactsOf): readonly [Part, Part] | undefined {
	const known = parts.flatMap((part) => {
		const facts = factsOf(part.check);
		return facts?.scalar ? [{part, facts, left: valuesLeftOut(part, facts)}] : [];
	});
	for (const {part, facts, left} of known) {
		if (left.length === 0) continue;
		const other = known.find(
			(one) =>
				one.part !== part && one.facts.operand === facts.operand && left.every((value) => one.facts.holds(value) === !one.part.negated),
		);
		if (other) return part.expression.span.start < other.part.expression.span.start ? [part, other.part] : [other.part, part];
	}
	return undefined;
}

/** The values that a check leaves out, where it leaves out nothing else: `a != x`, `not a in (x, y)`. */
function valuesLeftOut({negated}: Part, {values, compiled}: LeafFacts): readonly Scalar[] {
	if (negated) return (values ?? []).map(({value}) => value);
	return compiled.test.kind === 'compare' && compiled.test.operator === '!==' ? [compiled.test.constant] : [];
}
