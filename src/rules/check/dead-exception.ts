import type {Expression} from '../../filter/syntax.ts';
import {withExceptions} from '../exception-condition.ts';
import type {ExceptionItem} from '../items.ts';
import {createLoadCache} from '../load-cache.ts';
import {type ParsedText, parseTraced} from '../parse-traced.ts';
import {createProblemList} from '../problem-list.ts';
import {type Checking, conjuncts} from './checking.ts';
import {ANYWHERE, type Contradiction, type Surroundings, surroundingsIn, whyNever} from './contradiction.ts';
import type {Finding, FindingItem} from './finding.ts';
import type {Formula} from './formula.ts';
import {findingOfContradiction} from './never-matches.ts';
import type {StudiedRule} from './study.ts';

/** Exceptions, and alternatives of filled-in hook macros, that can never apply to what their rules match. */
export function checkDeadExceptions(checking: Checking): Finding[] {
	return [...checking.study.rules.flatMap((rule) => deadExceptions(rule, checking)), ...deadHooks(checking)];
}

function deadExceptions(studied: StudiedRule, checking: Checking): Finding[] {
	const {item, rule} = studied;
	const base = item.exceptions.length > 0 ? parse(studied, [], checking) : undefined;
	if (!base) return [];
	const around = surroundingsIn([checking.formulaOf(base.syntax, base.text)].flatMap(itemsOf), ANYWHERE);
	return item.exceptions.flatMap((exception) => {
		const parsed = exception.values.length > 0 ? parse(studied, [exception], checking) : undefined;
		const negated = parsed?.syntax.kind === 'and' ? parsed.syntax.items[1] : undefined;
		if (!parsed || negated?.kind !== 'not') return [];
		const dead = alternatives(negated.item).flatMap((tuple) =>
			whyDead(checking.formulaOf(tuple, parsed.text), rule.source, around, checking),
		);
		return dead.map((found) =>
			finding(found, `Exception '${exception.name}' of rule '${rule.name}' never applies with these values`, {
				type: 'rule',
				name: rule.name,
			}),
		);
	});
}

function parse({item}: StudiedRule, exceptions: readonly ExceptionItem[], {study}: Checking): ParsedText | undefined {
	const problems = createProblemList({stopAtFirstError: false});
	const condition = withExceptions(item.condition, exceptions, problems);
	return condition && parseTraced(condition, item.conditionContext, {lists: study.compiledLists, cache: createLoadCache(), problems});
}

const alternatives = (expression: Expression): readonly Expression[] =>
	expression.kind === 'or' ? expression.items.flatMap(alternatives) : [expression];

const itemsOf = (formula: Formula): readonly Formula[] => (formula.kind === 'and' ? formula.items : [formula]);

function whyDead(formula: Formula, source: string, around: Surroundings, checking: Checking): Contradiction[] {
	const found = whyNever(formula, checking.factsFor(source), around);
	return found ? [found] : [];
}

/** Alternatives of hook macros that apply to none of the rules that use the hook. */
function deadHooks(checking: Checking): Finding[] {
	const users = new Map<string, StudiedRule[]>();
	for (const studied of checking.study.rules) {
		for (const hook of studied.rule.hookMacros) users.set(hook, [...(users.get(hook) ?? []), studied]);
	}
	return [...users].flatMap(([hook, rules]) => {
		const macro = checking.study.macros.get(hook);
		return macro ? alternatives(macro.parsed.syntax).flatMap((part) => deadPart(hook, {part, text: macro.parsed}, {rules, checking})) : [];
	});
}

interface Users {
	readonly rules: readonly StudiedRule[];
	readonly checking: Checking;
}

function deadPart(hook: string, {part, text}: {readonly part: Expression; readonly text: ParsedText}, {rules, checking}: Users): Finding[] {
	const formula = checking.formulaOf(part, text.text);
	const reasons = rules.map((rule) => whyDead(formula, rule.rule.source, aroundHook(hook, rule, checking), checking)[0]);
	const [first] = reasons;
	// Elsewhere the hook has its own text: what stands in a macro further in is reported there.
	if (!first || reasons.includes(undefined as never) || first.leaf.text !== text.text) return [];
	const names = rules.map(({rule}) => `'${rule.name}'`).join(', ');
	return [finding(first, `What hook macro '${hook}' excepts never happens in ${names}`, {type: 'macro', name: hook})];
}

/** All that a rule wants beside its hook. */
function aroundHook(hook: string, {parsed}: StudiedRule, checking: Checking): Surroundings {
	const others = conjuncts(parsed.syntax).filter(
		(item) => !(item.kind === 'not' && alternatives(item.item).some((macro) => macro.kind === 'macro' && macro.name === hook)),
	);
	const formulas = others.map((item) => checking.formulaOf(item, parsed.text)).flatMap(itemsOf);
	return surroundingsIn(formulas, ANYWHERE);
}

const finding = (found: Contradiction, what: string, item: FindingItem): Finding =>
	findingOfContradiction(found, {severity: 'warning', code: 'CHECK_DEAD_EXCEPTION', message: `${what}: ${found.why}`, item});
