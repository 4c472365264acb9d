// Whether a condition can hold for any event at all. The answer "no" is certain, "perhaps" is not: what is looked at is
// each conjunction with everything around it, pairs of checks of one field, and the events that have the field.

import {constantsOf} from '../../filter/constants-of.ts';
import {fieldText} from '../../filter/fields-of.ts';
import {printCheck, printOperand} from '../../filter/print.ts';
import type {Check} from '../../filter/syntax.ts';
import {fieldsOfOperand, operandsOf} from '../../filter/walk.ts';
import {ALL_EVENTS, ENTER_EVENTS, type EventNames, eventsOfCheck, eventsText, eventsWithField, intersect} from './field-events.ts';
import {impossibleValue} from './field-values.ts';
import type {Formula, Leaf} from './formula.ts';
import type {FactsOf, LeafFacts, Value} from './leaf-facts.ts';

/** Why no event can match, and the checks that stand against each other. */
export interface Contradiction {
	readonly why: string;
	readonly hint?: string;
	readonly leaf: Leaf;
	readonly against?: Leaf;
}

/** What holds where a part of a condition is evaluated. */
export interface Surroundings {
	readonly leaves: readonly Leaf[];
	readonly events: EventNames;
}

export const ANYWHERE: Surroundings = {leaves: [], events: ALL_EVENTS};

/** The events for which the formula can hold, by the checks of the event's type. */
export function eventsOf(formula: Formula): EventNames {
	switch (formula.kind) {
		case 'constant':
			return formula.value ? ALL_EVENTS : new Set();
		case 'check':
			return eventsOfCheck(formula.check, formula.negated);
		case 'and':
			return formula.items.map(eventsOf).reduce(intersect, ALL_EVENTS);
		case 'or': {
			const sets = formula.items.map(eventsOf);
			return sets.includes(ALL_EVENTS) ? ALL_EVENTS : new Set(sets.flatMap((set) => [...set]));
		}
	}
}

/** Why the formula never holds there; undefined when it may. Constants were put in on purpose and are no reason. */
export function whyNever(formula: Formula, facts: FactsOf, around: Surroundings = ANYWHERE): Contradiction | undefined {
	switch (formula.kind) {
		case 'constant':
			return undefined;
		case 'check':
			return conflictIn([formula], facts, {...around, events: intersect(around.events, eventsOf(formula))});
		case 'and':
			return whyNeverAll(formula.items, facts, around);
		case 'or': {
			const reasons = formula.items.map((item) => whyNever(item, facts, around));
			return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
		}
	}
}

function whyNeverAll(items: readonly Formula[], facts: FactsOf, around: Surroundings): Contradiction | undefined {
	const inner = surroundingsIn(items, around);
	const own = items.filter((item) => item.kind === 'check');
	const found = conflictIn(own, facts, {leaves: around.leaves, events: inner.events});
	if (found) return found;
	for (const item of items) {
		const reason = item.kind === 'or' ? whyNever(item, facts, inner) : undefined;
		if (reason) return reason;
	}
	return undefined;
}

/** What holds for each item of a conjunction, thanks to the others. */
export function surroundingsIn(items: readonly Formula[], around: Surroundings): Surroundings {
	const own = items.filter((item) => item.kind === 'check');
	return {leaves: [...around.leaves, ...own], events: items.map(eventsOf).reduce(intersect, around.events)};
}

/** A conflict that one of `own` is in: alone, with another of them, or with what is around. */
function conflictIn(own: readonly Leaf[], factsOf: FactsOf, around: Surroundings): Contradiction | undefined {
	for (const leaf of own) {
		const alone = impossibleAlone(leaf, around.events);
		if (alone) return alone;
	}
	const type = around.events.size === 0 ? own.find(({check}) => eventsOfCheck(check, false) !== ALL_EVENTS) : undefined;
	if (type) return {why: 'no event is of all these types at once', leaf: type};
	const all = [...new Set([...around.leaves, ...own])];
	const byOperand = new Map<string, {leaf: Leaf; facts: LeafFacts}[]>();
	for (const leaf of all) {
		const facts = factsOf(leaf.check);
		if (!facts) continue;
		const same = byOperand.get(facts.operand) ?? [];
		same.push({leaf, facts});
		byOperand.set(facts.operand, same);
	}
	for (const same of byOperand.values()) {
		const found = same.length > 1 && same.some(({leaf}) => own.includes(leaf)) ? conflictOf(same) : undefined;
		if (found) return found;
	}
	return undefined;
}

const isEnter = ({left, operator, right}: Check) =>
	left.kind === 'field' &&
	left.name === 'evt.dir' &&
	(operator === '=' || operator === '==') &&
	right?.kind === 'value' &&
	right.text === '>';

/** A check that never holds by itself, or not for the events it is evaluated for. */
function impossibleAlone(leaf: Leaf, events: EventNames): Contradiction | undefined {
	const {check, negated} = leaf;
	if (negated) return undefined;
	const constants = constantsOf(check);
	if (constants.length > 0 && check.operator !== '!=' && check.modifier === undefined) {
		const faults = constants.map(({text}) => impossibleValue(check, text));
		const [first] = faults;
		if (first && faults.every((fault) => fault !== undefined)) return {...first, leaf};
	}
	if (events.size === 0) return undefined;
	if (isEnter(check) && intersect(ENTER_EVENTS, events).size === 0) {
		return {why: `the start of a call is not sent any more: evt.dir is < for ${eventsText(events)}`, hint: 'take the check out', leaf};
	}
	for (const operand of operandsOf(check)) {
		for (const field of fieldsOfOperand(operand)) {
			const having = eventsWithField(field);
			if (!having || intersect(having, events).size > 0) continue;
			if (/^evt\.is_open_/.test(field.name) && constants[0]?.text !== 'true') continue;
			const why = `${fieldText(field)} has no value for ${eventsText(events)}`;
			return {why, hint: `events that have it: ${eventsText(having)}`, leaf};
		}
	}
	return undefined;
}

interface Known {
	readonly leaf: Leaf;
	readonly facts: LeafFacts;
}

/** A conflict among checks of one operand. */
function conflictOf(same: readonly Known[]): Contradiction | undefined {
	const wanted = same.filter(({leaf}) => !leaf.negated);
	for (const {leaf, facts} of wanted) {
		const opposite = same.find((other) => other.leaf.negated && other.facts.key === facts.key);
		if (opposite) return {why: `'${printCheck(leaf.check)}' is wanted and excluded`, leaf, against: opposite.leaf};
	}
	return noValueLeft(wanted, same) ?? disjointTexts(wanted) ?? emptyRange(wanted);
}

/** Of the values that one check names, the others leave none. */
function noValueLeft(wanted: readonly Known[], same: readonly Known[]): Contradiction | undefined {
	const named = wanted.find(({facts}) => facts.values !== undefined && facts.values.length > 0);
	if (!named) return undefined;
	const others = same.filter((other) => other !== named);
	const isRefused = ({value}: Value, {leaf, facts}: Known) => facts.holds(value) === leaf.negated;
	const values = named.facts.values!;
	if (!values.every((value) => others.some((other) => isRefused(value, other)))) return undefined;
	const against =
		others.find((other) => values.every((value) => isRefused(value, other))) ?? others.find((other) => isRefused(values[0], other))!;
	const left = printOperand(named.leaf.check.left);
	const why = `${left} cannot be ${shortList(values)} and pass '${against.leaf.negated ? 'not ' : ''}${shortCheck(against)}'`;
	return {why, leaf: against.leaf, against: named.leaf};
}

const shortList = (values: readonly Value[]) =>
	values.length > 3 ? `one of ${values.length} values` : values.map(({text}) => `'${text}'`).join(' or ');

const MOST_SHOWN = 70;

function shortCheck({leaf}: Known): string {
	const text = printCheck(leaf.check);
	return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** Two beginnings, or two ends, that no text has both. */
function disjointTexts(wanted: readonly Known[]): Contradiction | undefined {
	for (const [i, a] of wanted.entries()) {
		for (const b of wanted.slice(i + 1)) {
			const [x, y] = [a.facts.compiled.test, b.facts.compiled.test];
			if (x.kind === 'startsWith' && y.kind === 'startsWith') {
				if (x.constant.startsWith(y.constant) || y.constant.startsWith(x.constant)) continue;
			} else if (x.kind === 'endsWith' && y.kind === 'endsWith') {
				if (x.constant.endsWith(y.constant) || y.constant.endsWith(x.constant)) continue;
			} else continue;
			return {why: `no text passes both '${shortCheck(a)}' and '${shortCheck(b)}'`, leaf: b.leaf, against: a.leaf};
		}
	}
	return undefined;
}

/** `a > 5 and a < 3` */
function emptyRange(wanted: readonly Known[]): Contradiction | undefined {
	for (const low of wanted) {
		const above = low.facts.compiled.test;
		if (above.kind !== 'compare' || (above.operator !== '>' && above.operator !== '>=')) continue;
		for (const high of wanted) {
			const below = high.facts.compiled.test;
			if (below.kind !== 'compare' || (below.operator !== '<' && below.operator !== '<=')) continue;
			const isOpen =
				above.operator === '>=' && below.operator === '<=' ? above.constant <= below.constant : above.constant < below.constant;
			if (isOpen || !low.facts.scalar) continue;
			return {why: `no number passes both '${shortCheck(low)}' and '${shortCheck(high)}'`, leaf: high.leaf, against: low.leaf};
		}
	}
	return undefined;
}
