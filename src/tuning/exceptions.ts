import {printExpression} from '../filter/print.ts';
import type {Expression} from '../filter/syntax.ts';
import {alternativesOf, withoutAlternative} from '../rules/alternatives.ts';
import {conditionKey, type ExceptionKind, entryKey, exceptedBy, listKey, macroKey, withoutExcepted} from '../rules/exception-keys.ts';
import {parseFragment} from '../rules/fragment.ts';
import {neverMatches} from '../rules/hook-macros.ts';
import {readCommentAbove} from './comment-above.ts';
import {termsOfCondition} from './condition.ts';
import type {Term} from './draft.ts';
import {type LocalFile, type LocalItem, parseLocalFile} from './local-file.ts';
import {negates} from './local-rules.ts';
import type {TuningProblem} from './problem.ts';
import {applyRemoval, type Removal} from './remove-edit.ts';

/** An exception that the local rules hold. */
export interface SavedException {
	/** Stable while the text is: which item, which part of it. */
	readonly id: string;
	/** What it says, wherever it stands; the engine counts by it. */
	readonly key: string;
	readonly kind: ExceptionKind;
	/** The macro, the list, the entry of `exceptions`, or the rule that a condition was appended to. */
	readonly name: string;
	/** What it excepts, as text; show it escaped. */
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

/** What loading the rules tells of the exceptions of a text: conditions by key. */
export type KnownExceptions = ReadonlyMap<string, {readonly condition: string}>;

/**
 * The exceptions of a local rules text, ours and those written by hand; `hookMacros`: names that loaded rules negate.
 * Of lists, `exceptions` entries and appended conditions only those that are `known`; `all`: everything that may be one.
 */
export function listExceptions(
	text: string,
	hookMacros: ReadonlySet<string> = new Set(),
	known: KnownExceptions | 'all' = new Map(),
): ListedExceptions {
	const parsed = parseLocalFile(text);
	if (!parsed.ok) return parsed;
	const {file} = parsed;
	const exceptions = file.items.flatMap((item, index) => {
		const isException = item.kind === 'macro' && isExceptionMacro(file, item, hookMacros);
		const parts = partsOf(item).filter(
			({key, kind, at}) => (kind === 'macro' && isException) || (known === 'all' ? at !== 'all' : known.has(key)),
		);
		const [comment, line] = parts.length === 0 ? ['', 0] : [readCommentAbove(file, item), lineOf(file, item)];
		return parts.map((part): SavedException => {
			const condition = (known === 'all' ? undefined : known.get(part.key)?.condition) ?? part.condition ?? '';
			return {
				id: `${index}/${part.at}`,
				key: part.key,
				kind: part.kind,
				name: part.name,
				condition,
				terms: termsOf(part, condition),
				comment,
				line,
			};
		});
	});
	return {ok: true, exceptions};
}

/** Something in an item that may be an exception. */
interface Part {
	/** Its place in the item. */
	readonly at: string;
	readonly key: string;
	readonly kind: ExceptionKind;
	readonly name: string;
	readonly condition?: string;
	readonly expression?: Expression;
}

function partsOf(item: LocalItem): Part[] {
	switch (item.kind) {
		case 'macro':
			return alternativesOf(item.condition ?? '').flatMap(({expression}, at) =>
				isPlaceholder(expression)
					? []
					: [
							{
								at: String(at),
								key: macroKey(item.name, expression),
								kind: 'macro',
								name: item.name,
								condition: printExpression(expression),
								expression,
							},
						],
			);
		case 'list':
			return [
				{at: 'all', key: listKey(item.name, undefined), kind: 'list', name: item.name},
				...texts(item.value.items).map(
					(text, at): Part => ({
						at: `i${at}`,
						key: listKey(item.name, text),
						kind: 'list',
						name: item.name,
						condition: `${text} in ${item.name}`,
					}),
				),
			];
		case 'rule':
			return [...entryParts(item), ...conditionParts(item)];
		case 'other':
			return [];
	}
}

function entryParts({name: rule, value}: LocalItem): Part[] {
	return sequence(value.exceptions).flatMap((entry, at) => {
		const {name, values} = (typeof entry === 'object' && entry !== null ? entry : {}) as Readonly<Record<string, unknown>>;
		if (typeof name !== 'string') return [];
		return sequence(values).map(
			(one, part): Part => ({
				at: `e${at}.${part}`,
				key: entryKey(rule, name, one),
				kind: 'entry',
				name,
				condition: `${JSON.stringify(one)} in ${name} of ${rule}`,
			}),
		);
	});
}

function conditionParts({name, condition, mode}: LocalItem): Part[] {
	if (mode !== 'append') return [];
	return (exceptedBy(condition ?? '') ?? []).map((expression, at) => ({
		at: `c${at}`,
		key: conditionKey(name, expression),
		kind: 'condition',
		name,
		condition: printExpression(expression),
		expression,
	}));
}

const sequence = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown): readonly string[] => sequence(value).filter((item) => typeof item === 'string');

function termsOf({expression}: Part, condition: string): readonly Term[] | undefined {
	if (expression !== undefined) return termsOfCondition(expression);
	const parsed = parseFragment(condition);
	return parsed.ok ? termsOfCondition(parsed.expression) : undefined;
}

const lineOf = (file: LocalFile, item: LocalItem): number => file.text.slice(0, item.dash).split('\n').length;

/** A macro that takes the place of another one, that is named as those of users are, or that a rule of this file negates. */
function isExceptionMacro(file: LocalFile, item: LocalItem, hookMacros: ReadonlySet<string>): boolean {
	if (item.condition === undefined) return false;
	if (item.mode !== 'define' || item.name.startsWith('user_') || hookMacros.has(item.name)) return true;
	return file.items.some((rule) => rule.kind === 'rule' && isNegatedBy(rule, item.name));
}

function isNegatedBy(rule: LocalItem, macro: string): boolean {
	const parsed = parseFragment(rule.condition ?? '');
	return parsed.ok && negates(parsed.expression, macro);
}

/** Macros of other files are not unfolded here; `never_true` is the name that Falco's rules give to the placeholder. */
function isPlaceholder(expression: Expression): boolean {
	return neverMatches(expression) || (expression.kind === 'macro' && expression.name === 'never_true');
}

export type RemovedException = {readonly ok: true; readonly text: string} | {readonly ok: false; readonly problem: TuningProblem};

/**
 * The text without one exception. Its last alternative takes the whole macro along, with the comment lines above it and
 * the rule items of this file that only negate it; a macro that something else still names stays as a placeholder.
 * So does the last value of a list, of an `exceptions` entry or of an appended condition with its item.
 */
export function removeException(text: string, exception: Pick<SavedException, 'id' | 'key'>): RemovedException {
	const parsed = parseLocalFile(text);
	if (!parsed.ok) return parsed;
	const {file} = parsed;
	const [index, at] = exception.id.split('/');
	const item = file.items[Number(index)];
	const part = item && partsOf(item).find((candidate) => candidate.at === at && candidate.key === exception.key);
	if (!item || !part) {
		return {
			ok: false,
			problem: {code: 'not-found', message: 'this exception is not in the file any more', hint: 'list the exceptions again'},
		};
	}
	return applyRemoval(file, removalOf(file, item, part));
}

function removalOf(file: LocalFile, item: LocalItem, {kind, at}: Part): Removal {
	if (kind === 'macro') {
		const others = partsOf(item).filter((other) => other.at !== at);
		return others.length > 0 ? shorten(item, Number(at)) : removeMacro(file, item);
	}
	const isLast = partsOf(item).filter((other) => other.at !== 'all').length === 1;
	const isAlone = Object.keys(item.value).every((key) => ITEM_KEYS.has(key));
	if (at === 'all' || (isLast && isAlone)) return {kind: 'items', items: [item]};
	if (kind === 'condition') return {kind: 'shorten', item, keep: (condition) => withoutExcepted(condition, Number(at.slice(1)))};
	const [entry, value] = at.slice(1).split('.').map(Number);
	if (kind === 'list') return {kind: 'value', item, path: ['items', entry]};
	// An entry that is appended must have values; one that a rule is defined with may wait for some.
	const siblings = partsOf(item).filter((other) => other.at.startsWith(`e${entry}.`));
	const isWhole = siblings.length === 1 && !('desc' in item.value);
	return {kind: 'value', item, path: isWhole ? ['exceptions', entry] : ['exceptions', entry, 'values', value]};
}

/** Keys that say nothing where the values of an item are gone. */
const ITEM_KEYS: ReadonlySet<string> = new Set(['list', 'items', 'rule', 'exceptions', 'condition', 'override', 'append']);

function shorten(item: LocalItem, alternative: number): Removal {
	return {kind: 'shorten', item, keep: (condition) => withoutAlternative(condition, alternative)};
}

function removeMacro(file: LocalFile, item: LocalItem): Removal {
	if (item.mode !== 'define') return {kind: 'items', items: [item]};
	const isAppendedTo = file.items.some((other) => other.kind === 'macro' && other.name === item.name && other.mode === 'append');
	if (isAppendedTo) return {kind: 'shorten', item, keep: () => 'evt.num = 0'};
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
