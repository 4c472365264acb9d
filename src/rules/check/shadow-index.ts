import type {Check} from '../../filter/syntax.ts';
import type {Formula, Leaf} from './formula.ts';
import type {FactsOf} from './leaf-facts.ts';

/**
 * Finds, among thousands of rules, those that a condition could imply. Each is filed under one check that all its matches
 * pass (its anchor): what implies the rule must have a check of the same field, and for an anchor that names values one of them.
 * An anchor without values (`contains`) is implied by values, by itself or, where it is an `exists`, by any check of the field;
 * a beginning or an end also by a longer one.
 */
export interface ShadowIndex<T> {
	add(formula: Formula, item: T): void;
	/** In the order of `add`. */
	candidatesFor(formula: Formula): readonly T[];
}

export function createShadowIndex<T>(facts: FactsOf): ShadowIndex<T> {
	const filed = new Map<string, {readonly order: number; readonly item: T}[]>();
	let order = 0;
	const file = (key: string, entry: {order: number; item: T}) => {
		const there = filed.get(key);
		if (there) there.push(entry);
		else filed.set(key, [entry]);
	};
	return {
		add(formula, item) {
			for (const key of anchorKeys(formula, facts)) file(key, {order, item});
			order++;
		},
		candidatesFor(formula) {
			const found = new Map<number, T>();
			for (const key of ['*', ...searchKeys(formula, facts)]) {
				for (const entry of filed.get(key) ?? []) found.set(entry.order, entry.item);
			}
			return [...found].sort(([a], [b]) => a - b).map(([, item]) => item);
		},
	};
}

/** The keys of the anchor: for each value it names, or its field; `*` for a rule without a check that all matches pass. */
function anchorKeys(formula: Formula, facts: FactsOf): readonly string[] {
	const leaves = (formula.kind === 'and' ? formula.items : [formula]).filter(
		(item): item is Leaf => item.kind === 'check' && !item.negated,
	);
	let best: readonly string[] | undefined;
	for (const {check} of leaves) {
		const known = facts(check);
		// Half of all rules share their event types.
		if (!known || known.operand === 'evt.type') continue;
		const keys = known.values?.map(({text}) => `${known.operand}\0${text}`) ?? [
			`${known.operand}\0`,
			check.operator === 'exists' ? `${known.operand}\0!` : (partKey(known, check) ?? `${known.operand}\0#${known.key}`),
		];
		const isBetter = best === undefined || (known.values !== undefined && (keys.length < best.length || best[0].endsWith('\0')));
		if (isBetter && keys.length > 0) best = keys;
	}
	return best ?? ['*'];
}

type Known = NonNullable<ReturnType<FactsOf>>;

/** The key of `startswith` and `endswith` with a text. */
function partKey({operand}: Known, {operator, modifier, right}: Check): string | undefined {
	if (modifier !== undefined || right?.kind !== 'value') return undefined;
	return operator === 'startswith' ? `${operand}\0^${right.text}` : operator === 'endswith' ? `${operand}\0$${right.text}` : undefined;
}

/** Texts longer than this are not taken apart. */
const LONGEST_PART = 256;

/** The keys of all beginnings and ends that the check implies. */
function* partKeys({operand}: Known, {operator, modifier, right}: Check): Generator<string> {
	if (modifier !== undefined || right?.kind !== 'value' || right.text.length > LONGEST_PART) return;
	for (let i = 0; i <= right.text.length; i++) {
		if (operator === 'startswith') yield `${operand}\0^${right.text.slice(0, i)}`;
		else if (operator === 'endswith') yield `${operand}\0$${right.text.slice(i)}`;
	}
}

function searchKeys(formula: Formula, facts: FactsOf): ReadonlySet<string> {
	const keys = new Set<string>();
	const visit = (part: Formula): void => {
		if (part.kind === 'constant') return;
		if (part.kind !== 'check') {
			for (const item of part.items) visit(item);
			return;
		}
		const known = part.negated ? undefined : facts(part.check);
		if (!known) return;
		if (known.values === undefined) {
			keys.add(`${known.operand}\0!`).add(`${known.operand}\0#${known.key}`);
			for (const key of partKeys(known, part.check)) keys.add(key);
		} else {
			keys.add(`${known.operand}\0`);
			for (const {text} of known.values) keys.add(`${known.operand}\0${text}`);
		}
	};
	visit(formula);
	return keys;
}
