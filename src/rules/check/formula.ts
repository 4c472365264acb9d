import type {Check, Expression} from '../../filter/syntax.ts';
import type {CompiledMacro} from '../compile-macros.ts';
import {alwaysMatches, neverMatches} from '../hook-macros.ts';
import type {TracedText} from '../traced-text.ts';

/** A condition with its macros unfolded and its negations at the checks; each check knows the text it stands in. */
export type Formula = Group | Leaf | Constant;

export interface Group {
	readonly kind: 'and' | 'or';
	readonly items: readonly Formula[];
}
export interface Leaf {
	readonly kind: 'check';
	readonly check: Check;
	readonly negated: boolean;
	/** It stands below a `not`: where it cannot hold, something is not excluded, and no harm is done. */
	readonly belowNot: boolean;
	readonly text: TracedText;
}
/** `evt.num=0`, `evt.num>=0` and their like, meant as such. */
export interface Constant {
	readonly kind: 'constant';
	readonly value: boolean;
}

export type FormulaMaker = (expression: Expression, text: TracedText) => Formula;

interface Position {
	readonly text: TracedText;
	readonly negated: boolean;
	readonly belowNot: boolean;
}

/** Makes formulas; a macro's is one object wherever it is used, so that what is found out about it is found out once. */
export function formulaMaker(macros: ReadonlyMap<string, CompiledMacro>, isListCheck: (check: Check) => boolean): FormulaMaker {
	const ofMacros = new Map<string, Formula>();

	function make(expression: Expression, at: Position): Formula {
		switch (expression.kind) {
			case 'and':
			case 'or':
				return group(
					(expression.kind === 'and') === at.negated ? 'or' : 'and',
					expression.items.map((item) => make(item, at)),
				);
			case 'not':
				return make(expression.item, {...at, negated: !at.negated, belowNot: true});
			case 'macro':
				return ofMacro(expression.name, at);
			case 'check':
				// A list without values is in the empty set.
				if (neverMatches(expression) && !isListCheck(expression)) return {kind: 'constant', value: at.negated};
				if (alwaysMatches(expression)) return {kind: 'constant', value: !at.negated};
				return {kind: 'check', check: expression, ...at};
		}
	}

	function ofMacro(name: string, {negated, belowNot}: Position): Formula {
		const key = `${Number(negated)}${Number(belowNot)}${name}`;
		let found = ofMacros.get(key);
		if (!found) {
			const parsed = macros.get(name)?.parsed;
			found = parsed ? make(parsed.syntax, {text: parsed.text, negated, belowNot}) : {kind: 'constant', value: true};
			ofMacros.set(key, found);
		}
		return found;
	}

	return (expression, text) => make(expression, {text, negated: false, belowNot: false});
}

/** Constants decide or vanish; groups of a kind become one. */
function group(kind: 'and' | 'or', given: readonly Formula[]): Formula {
	const neutral = kind === 'and';
	const items: Formula[] = [];
	for (const item of given) {
		if (item.kind === 'constant') {
			if (item.value !== neutral) return item;
		} else if (item.kind === kind) items.push(...item.items);
		else items.push(item);
	}
	if (items.length === 0) return {kind: 'constant', value: neutral};
	return items.length === 1 ? items[0] : {kind, items};
}
