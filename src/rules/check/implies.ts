import type {Check} from '../../filter/syntax.ts';
import type {Formula, Leaf} from './formula.ts';
import type {FactsOf} from './leaf-facts.ts';

/** Whether one formula holds whenever another does: `true` is certain, `false` is "not known to". */
export type Implies = (given: Formula, wanted: Formula) => boolean;

/** Answers are remembered for each pair of formulas, so that shared macros are compared once. */
export function createImplies(facts: FactsOf): Implies {
	const known = new WeakMap<Formula, WeakMap<Formula, boolean>>();

	function implies(given: Formula, wanted: Formula): boolean {
		if (given === wanted) return true;
		if (given.kind === 'check' && wanted.kind === 'check') return leafImplies(given, wanted, facts);
		let answers = known.get(given);
		if (!answers) {
			answers = new WeakMap();
			known.set(given, answers);
		}
		let answer = answers.get(wanted);
		if (answer === undefined) {
			answer = compare(given, wanted);
			answers.set(wanted, answer);
		}
		return answer;
	}

	function compare(given: Formula, wanted: Formula): boolean {
		if (wanted.kind === 'constant') return wanted.value;
		if (given.kind === 'constant') return !given.value;
		if (wanted.kind === 'and') return wanted.items.every((item) => implies(given, item));
		if (given.kind === 'or') return given.items.every((item) => implies(item, wanted));
		if (wanted.kind === 'or' && wanted.items.some((item) => implies(given, item))) return true;
		return given.kind === 'and' && given.items.some((item) => implies(item, wanted));
	}

	return implies;
}

function leafImplies(given: Leaf, wanted: Leaf, factsOf: FactsOf): boolean {
	if (given.negated && !wanted.negated) return false;
	if (given.negated) return checkImplies(wanted, given, factsOf);
	const [a, b] = [factsOf(given.check), factsOf(wanted.check)];
	if (!a || !b || a.operand !== b.operand) return false;
	if (!wanted.negated) return checkImplies(given, wanted, factsOf);
	// `f = x` excludes `f = y`.
	return a.values !== undefined && a.values.length > 0 && a.values.every(({value}) => b.holds(value) === false);
}

/** Both checks as if not negated. */
function checkImplies(given: Leaf, wanted: Leaf, factsOf: FactsOf): boolean {
	const [a, b] = [factsOf(given.check), factsOf(wanted.check)];
	if (!a || !b || a.operand !== b.operand) return false;
	if (a.key === b.key) return true;
	if (wanted.check.operator === 'exists' || textImplies(given.check, wanted.check)) return true;
	return a.values !== undefined && a.values.length > 0 && a.values.every(({value}) => b.holds(value) === true);
}

/** `startswith /etc/ssh` is more than `startswith /etc`; of any value of the field that fulfils one, the other is true. */
function textImplies(given: Check, wanted: Check): boolean {
	if (given.modifier !== undefined || wanted.modifier !== undefined) return false;
	if (given.right?.kind !== 'value' || wanted.right?.kind !== 'value') return false;
	const [a, b] = [given.right.text, wanted.right.text];
	switch (given.operator) {
		case 'startswith':
			return (wanted.operator === 'startswith' && a.startsWith(b)) || (wanted.operator === 'contains' && a.includes(b));
		case 'endswith':
			return (wanted.operator === 'endswith' && a.endsWith(b)) || (wanted.operator === 'contains' && a.includes(b));
		case 'contains':
			return wanted.operator === 'contains' && a.includes(b);
		default:
			return false;
	}
}
