import {fieldText} from '../filter/fields-of.ts';
import type {Check, Expression} from '../filter/syntax.ts';

/** What rules negate by name: macros, and lists with the field that is compared with them. */
export interface ExceptedNames {
	/** Rules by macro. */
	readonly macros: ReadonlyMap<string, ReadonlySet<string>>;
	/** Rules by list and field. */
	readonly lists: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
}

export interface NamedConditions {
	/** Conditions by rule and by macro, names of lists and macros still names; undefined where they do not parse. */
	readonly rules: Iterable<readonly [rule: string, condition: Expression | undefined]>;
	readonly macro: (name: string) => Expression | undefined;
	/** Items of a list, names of other lists among them. */
	readonly list: (name: string) => readonly string[] | undefined;
}

/** Looks for these macros and lists wherever rules negate something. What such a macro holds itself is not looked into. */
export function exceptedNames(
	{rules, macro, list}: NamedConditions,
	wanted: {readonly macros: ReadonlySet<string>; readonly lists: ReadonlySet<string>},
): ExceptedNames {
	const macros = new Map<string, Set<string>>();
	const lists = new Map<string, Map<string, Set<string>>>();
	for (const [rule, condition] of rules) {
		const unfolding = new Set<string>();
		const visit = (node: Expression, isNegated: boolean): void => {
			if (node.kind === 'not') visit(node.item, !isNegated);
			else if (node.kind === 'and' || node.kind === 'or') for (const item of node.items) visit(item, isNegated);
			else if (node.kind === 'check') {
				const field = isNegated && node.operator === 'in' && node.left.kind === 'field' ? fieldText(node.left) : undefined;
				if (field !== undefined) for (const name of namesIn(node)) visitList(name, field, new Set());
			} else if (isNegated && wanted.macros.has(node.name)) added(macros, node.name, () => new Set()).add(rule);
			else if (!unfolding.has(node.name)) {
				unfolding.add(node.name);
				const definition = macro(node.name);
				if (definition !== undefined) visit(definition, isNegated);
				unfolding.delete(node.name);
			}
		};
		const visitList = (name: string, field: string, seen: Set<string>): void => {
			const items = list(name);
			if (items === undefined || seen.has(name)) return;
			seen.add(name);
			if (wanted.lists.has(name))
				added(
					added(lists, name, () => new Map<string, Set<string>>()),
					field,
					() => new Set(),
				).add(rule);
			for (const item of items) visitList(item, field, seen);
		};
		if (condition !== undefined) visit(condition, false);
	}
	return {macros, lists};
}

function added<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
	let value = map.get(key);
	if (value === undefined) {
		value = make();
		map.set(key, value);
	}
	return value;
}

function namesIn({right}: Check): readonly string[] {
	if (right?.kind === 'identifier') return [right.name];
	if (right?.kind === 'value') return right.quoted ? [] : [right.text];
	return right?.kind === 'list' ? right.items.filter((item) => !item.quoted).map((item) => item.text) : [];
}
