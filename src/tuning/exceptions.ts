import {printExpression} from '../filter/print.ts';
import type {Expression} from '../filter/syntax.ts';
import {alternativesOf, withoutAlternative} from '../rules/alternatives.ts';
import {parseFragment} from '../rules/fragment.ts';
import {neverMatches} from '../rules/hook-macros.ts';
import {termsOfCondition} from './condition.ts';
import type {Term} from './draft.ts';
import {type LocalFile, type LocalItem, parseLocalFile} from './local-file.ts';
import {negates} from './local-rules.ts';
import type {TuningProblem} from './problem.ts';
import {applyRemoval, type Removal} from './remove-edit.ts';

/** An exception that the local rules hold: one alternative of a macro that rules negate. */
export interface SavedException {
	/** Stable while the text is: which item, which of its alternatives. */
	readonly id: string;
	readonly macro: string;
	/** The alternative as text; show it escaped. */
	readonly condition: string;
	/** Where it is made of simple checks. */
	readonly terms: readonly Term[] | undefined;
	/** Comment lines directly above the item, without `#`. */
	readonly comment: string;
	/** Line of the item in the file, from 1. */
	readonly line: number;
}

export type ListedExceptions =
	| {readonly ok: true; readonly exceptions: readonly SavedException[]}
	| {readonly ok: false; readonly problem: TuningProblem};

/** The exceptions of a local rules text, ours and those written by hand; `hookMacros`: names that loaded rules negate. */
export function listExceptions(text: string, hookMacros: ReadonlySet<string> = new Set()): ListedExceptions {
	const parsed = parseLocalFile(text);
	if (!parsed.ok) return parsed;
	const {file} = parsed;
	const exceptions = file.items.flatMap((item, index) => (isExceptionMacro(file, item, hookMacros) ? exceptionsOf(file, item, index) : []));
	return {ok: true, exceptions};
}

/** A macro that takes the place of another one, that is named as those of users are, or that a rule of this file negates. */
function isExceptionMacro(file: LocalFile, item: LocalItem, hookMacros: ReadonlySet<string>): boolean {
	if (item.kind !== 'macro' || item.condition === undefined) return false;
	if (item.mode !== 'define' || item.name.startsWith('user_') || hookMacros.has(item.name)) return true;
	return file.items.some((rule) => rule.kind === 'rule' && isNegatedBy(rule, item.name));
}

function isNegatedBy(rule: LocalItem, macro: string): boolean {
	const parsed = parseFragment(rule.condition ?? '');
	return parsed.ok && negates(parsed.expression, macro);
}

function exceptionsOf(file: LocalFile, item: LocalItem, index: number): SavedException[] {
	return alternativesOf(item.condition!).flatMap(({expression}, alternative) => {
		if (isPlaceholder(expression)) return [];
		return {
			id: `${index}/${alternative}`,
			macro: item.name,
			condition: printExpression(expression),
			terms: termsOfCondition(expression),
			comment: commentAbove(file, item),
			line: file.text.slice(0, item.dash).split('\n').length,
		};
	});
}

/** Macros of other files are not unfolded here; `never_true` is the name that Falco's rules give to the placeholder. */
function isPlaceholder(expression: Expression): boolean {
	return neverMatches(expression) || (expression.kind === 'macro' && expression.name === 'never_true');
}

function commentAbove(file: LocalFile, item: LocalItem): string {
	const lines = file.text.slice(0, item.lineStart).split(/\r?\n/).slice(0, -1);
	const first = lines.findLastIndex((line) => !/^[ \t]*#/.test(line)) + 1;
	return lines
		.slice(first)
		.map((line) => line.replace(/^[ \t]*#[ \t]?/, ''))
		.join('\n');
}

export type RemovedException = {readonly ok: true; readonly text: string} | {readonly ok: false; readonly problem: TuningProblem};

/**
 * The text without one exception. Its last alternative takes the whole macro along, with the comment lines above it and
 * the rule items of this file that only negate it; a macro that something else still names stays as a placeholder.
 */
export function removeException(text: string, exception: Pick<SavedException, 'id' | 'condition'>): RemovedException {
	const parsed = parseLocalFile(text);
	if (!parsed.ok) return parsed;
	const {file} = parsed;
	const [index, alternative] = exception.id.split('/').map(Number);
	const item = file.items[index];
	const alternatives = item?.condition === undefined ? [] : alternativesOf(item.condition);
	const found = alternatives[alternative];
	if (!item || !found || printExpression(found.expression) !== exception.condition) {
		return {
			ok: false,
			problem: {code: 'not-found', message: 'this exception is not in the file any more', hint: 'list the exceptions again'},
		};
	}
	const others = alternatives.filter((other) => other !== found && !isPlaceholder(other.expression));
	return applyRemoval(file, others.length > 0 ? shorten(item, alternative) : removeMacro(file, item));
}

function shorten(item: LocalItem, alternative: number): Removal {
	return {kind: 'shorten', item, keep: (condition) => withoutAlternative(condition, alternative)};
}

function removeMacro(file: LocalFile, item: LocalItem): Removal {
	if (item.mode !== 'define') return {kind: 'items', items: [item]};
	const onlyNegate = file.items.filter((rule) => rule.kind === 'rule' && rule.mode === 'append' && isOnlyNegation(rule, item.name));
	const named = new RegExp(`\\b${item.name}\\b`);
	const stillNamed = file.items.some((other) => other !== item && !onlyNegate.includes(other) && named.test(other.condition ?? ''));
	const placeholder = stillNamed || (onlyNegate.length === 0 && !file.items.some((other) => other !== item && other.name === item.name));
	return placeholder ? {kind: 'shorten', item, keep: () => 'evt.num = 0'} : {kind: 'items', items: [item, ...onlyNegate]};
}

function isOnlyNegation(rule: LocalItem, macro: string): boolean {
	const keys = Object.keys(rule.value).filter((key) => !['rule', 'condition', 'override', 'append'].includes(key));
	return keys.length === 0 && rule.condition?.replace(/\s+/g, ' ').trim() === `and not ${macro}`;
}
