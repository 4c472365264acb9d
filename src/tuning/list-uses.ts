import {fieldText} from '../filter/fields-of.ts';
import {parseCondition} from '../filter/parse.ts';
import type {Check, Expression} from '../filter/syntax.ts';
import type {RulesInfo} from './rules-info.ts';

/** A list in the condition of a rule. */
export interface ListUse {
	readonly list: string;
	readonly rule: string;
	/** The field of `not FIELD in (list)`, where more items silence the rule; undefined where they do anything else. */
	readonly excepts: string | undefined;
	/** False where the rule names it through another list. */
	readonly direct: boolean;
}

const known = new WeakMap<RulesInfo, readonly ListUse[]>();

/** Every use of a list by a rule, its macros unfolded. Worked out once for a set of rules. */
export function listUsesOf(info: RulesInfo): readonly ListUse[] {
	let uses = known.get(info);
	if (!uses) {
		uses = findUses(info);
		known.set(info, uses);
	}
	return uses;
}

/** Where an expression stands: what it must be for the rule to alert. */
type Role = 'required' | 'excepted' | 'mixed';

function findUses(info: RulesInfo): ListUse[] {
	const parsedMacros = new Map<string, Expression | undefined>();
	const macro = (name: string): Expression | undefined => {
		if (!parsedMacros.has(name)) parsedMacros.set(name, parsed(info.macros.get(name)?.condition ?? ''));
		return parsedMacros.get(name);
	};
	const uses: ListUse[] = [];
	for (const [rule, {condition}] of info.rules) {
		const expression = parsed(condition);
		if (!expression) continue;
		const visit = (item: Expression, role: Role, within: readonly string[]): void => {
			if (item.kind === 'macro') {
				const unfolded = within.includes(item.name) ? undefined : macro(item.name);
				if (unfolded) visit(unfolded, role, [...within, item.name]);
			} else if (item.kind === 'check') uses.push(...usesOfCheck(item, {rule, role, info}));
			else if (item.kind === 'not') visit(item.item, role === 'required' ? 'excepted' : role === 'excepted' ? 'required' : 'mixed', within);
			else for (const inner of item.items) visit(inner, keepsRole(item.kind, role) ? role : 'mixed', within);
		};
		visit(expression, 'required', []);
	}
	return uses;
}

/** Each part of an `and` that must hold must hold; each part of an `or` that must not hold must not. */
const keepsRole = (kind: 'and' | 'or', role: Role): boolean => (kind === 'and' ? role === 'required' : role === 'excepted');

function usesOfCheck(check: Check, {rule, role, info}: {readonly rule: string; readonly role: Role; readonly info: RulesInfo}): ListUse[] {
	const field = check.left.kind === 'field' && check.operator === 'in' && role === 'excepted' ? fieldText(check.left) : undefined;
	return namesIn(check).flatMap((list) => [
		...(info.listNames.has(list) ? [{list, rule, excepts: field, direct: true}] : []),
		...nested(list, info).map((inner) => ({list: inner, rule, excepts: field, direct: false})),
	]);
}

function namesIn({right}: Check): string[] {
	if (right?.kind === 'identifier') return [right.name];
	if (right?.kind === 'value') return right.quoted ? [] : [right.text];
	return right?.kind === 'list' ? right.items.filter((item) => !item.quoted).map((item) => item.text) : [];
}

function nested(list: string, info: RulesInfo, seen: Set<string> = new Set()): string[] {
	for (const item of info.lists.get(list) ?? []) {
		if (!info.listNames.has(item) || seen.has(item)) continue;
		seen.add(item);
		nested(item, info, seen);
	}
	return [...seen];
}

function parsed(condition: string): Expression | undefined {
	const result = parseCondition(condition);
	return result.ok ? result.expression : undefined;
}
