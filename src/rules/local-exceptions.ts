import {parseCondition} from '../filter/parse.ts';
import {printExpression} from '../filter/print.ts';
import type {Expression} from '../filter/syntax.ts';
import {unfoldMacros} from '../filter/unfold.ts';
import {alternativesOf} from './alternatives.ts';
import type {Step} from './check/history.ts';
import type {Collector} from './collector.ts';
import {expressionsOf} from './compile-macros.ts';
import type {RuleCompilation} from './compile-rules.ts';
import type {Context} from './context.ts';
import {type ExceptedNames, exceptedNames} from './excepted-names.ts';
import {withExceptions} from './exception-condition.ts';
import {conditionKey, type ExceptionKind, entryKey, exceptedBy, listKey, MOST_LIST_ITEMS, macroKey} from './exception-keys.ts';
import {neverMatches} from './hook-macros.ts';
import type {ExceptionEntry, ExceptionItem, RuleUpdate} from './items.ts';
import {parseTraced} from './parse-traced.ts';
import type {Rule} from './ruleset.ts';
import {placeAt} from './source-file.ts';
import type {TracedText} from './traced-text.ts';
import type {ExceptedItems} from './without-exceptions.ts';

/** One exception of the user's file: it keeps rules from matching that otherwise would. */
export interface LocalException {
	/** By what it says, not by where: see exception-keys. */
	readonly key: string;
	readonly kind: ExceptionKind;
	/** The macro, the list, the entry of `exceptions`, or the rule that a condition was appended to. */
	readonly name: string;
	/** Rules that it concerns. */
	readonly rules: readonly string[];
	/** What it excepts, as conditions are written. */
	readonly condition: string;
	/** The same with lists and macros unfolded. */
	readonly expanded: Expression;
	readonly file: string;
	/** Line of its item, from 1. */
	readonly line: number;
}

/** What the user's file excepts, and what its rules would be without that. */
export interface LocalRules {
	/** In the order of the files. */
	readonly exceptions: readonly LocalException[];
	/** Conditions, macros unfolded, by rule; only of rules that an exception concerns. */
	readonly bare: ReadonlyMap<string, Expression>;
}

/** More are not counted one by one. */
const MOST_EXCEPTIONS = 5000;

interface LocalLoad {
	/** What the user's file did, and the collector that all files went to. */
	readonly steps: readonly Step[];
	readonly collector: Collector;
	/** Lists, macros and a list of problems nobody reads. */
	readonly compilation: RuleCompilation;
	readonly rules: readonly Rule[];
	/** What lists hold without the user's file. */
	readonly shippedItems: (list: string) => readonly string[];
}

/** Which macros and lists of the user's file rules negate. */
export function exceptedItems(load: LocalLoad): ExceptedItems & {readonly names: ExceptedNames} {
	const {steps, collector, compilation, rules, shippedItems} = load;
	const namesOf = (type: Step['type']) => new Set(steps.filter((step) => step.type === type).map(({item}) => item.name));
	const localLists = new Set([...namesOf('list')].filter((name) => shippedItems(name).length > 0));
	const parsed = (text: string | undefined): Expression | undefined => {
		const result = text === undefined ? undefined : compilation.cache.condition(text);
		return result?.ok ? result.expression : undefined;
	};
	const names = exceptedNames(
		{
			rules: rules.map((rule) => [rule.name, parsed(rule.condition)] as const),
			macro: (name) => parsed(collector.macros.get(name)?.condition.text),
			list: (name) => collector.lists.get(name)?.items,
		},
		{macros: namesOf('macro'), lists: localLists},
	);
	const lists = new Map([...names.lists.keys()].map((name) => [name, new Set(shippedItems(name))]));
	return {names, macros: new Set(names.macros.keys()), lists};
}

/** The exceptions themselves, in the order of the file; each once. */
export function localExceptions(load: LocalLoad, {names, lists}: ReturnType<typeof exceptedItems>): LocalException[] {
	const found = new Map<string, LocalException>();
	const loaded = new Set(load.rules.map(({name}) => name));
	const add = ({text, context, ...exception}: Found): void => {
		if (found.has(exception.key) || found.size >= MOST_EXCEPTIONS) return;
		const expanded = unfolded(text ?? exception.condition, context, load.compilation);
		if (expanded !== undefined && !neverMatches(expanded))
			found.set(exception.key, {...exception, expanded, file: context.source.name, line: placeAt(context).line + 1});
	};
	for (const step of load.steps) {
		if (step.type === 'macro') for (const one of ofMacro(step.item, names)) add(one);
		else if (step.type === 'list') for (const one of ofList(step.item, names, lists)) add(one);
		else if (loaded.has(step.item.name)) for (const one of ofRule(step, load.collector, names)) add(one);
	}
	return [...found.values()];
}

interface Found extends Omit<LocalException, 'expanded' | 'file' | 'line'> {
	/** What is evaluated, where that is not `condition`. */
	readonly text?: string;
	readonly context: Context;
}

type MacroStep = Extract<Step, {type: 'macro'}>['item'];
type ListStep = Extract<Step, {type: 'list'}>['item'];
type RuleStep = Extract<Step, {type: 'rule'}>;

function ofMacro({name, condition, context}: MacroStep, names: ExceptedNames): Found[] {
	const rules = names.macros.get(name);
	if (rules === undefined) return [];
	return alternativesOf(condition.text).map(({expression}) => ({
		key: macroKey(name, expression),
		kind: 'macro',
		name,
		rules: [...rules],
		condition: printExpression(expression),
		context,
	}));
}

function ofList({name, items, context}: ListStep, names: ExceptedNames, lists: ExceptedItems['lists']): Found[] {
	const fields = names.lists.get(name);
	const shipped = lists.get(name);
	if (fields === undefined || shipped === undefined) return [];
	const added = [...new Set(items)].filter((item) => !shipped.has(item));
	const rules = [...new Set([...fields.values()].flatMap((of) => [...of]))];
	const checks = (operator: string, right: string): string =>
		[...fields.keys()].map((field) => `${field} ${operator} ${right}`).join(' or ');
	const base = {kind: 'list', name, rules, context} as const;
	if (added.length > MOST_LIST_ITEMS) {
		const condition = checks('in', `(${added[0]}, … ${added.length - 1} more)`);
		return [{...base, key: listKey(name, undefined), condition, text: checks('in', `(${added.map(asItem).join(', ')})`)}];
	}
	// One in parentheses, for an item may name a list.
	return added.map((item) => ({
		...base,
		key: listKey(name, item),
		condition: checks('=', asItem(item)),
		text: checks('in', `(${asItem(item)})`),
	}));
}

/** As lists put their items into conditions. */
const asItem = (item: string): string => (item.includes(' ') && !/^["']/.test(item) ? `"${item}"` : item);

function ofRule(step: RuleStep, collector: Collector, names: ExceptedNames): Found[] {
	const {item, kind} = step;
	const entries = (item.exceptions ?? []).flatMap((exception) => ofEntry(item.name, exception, collector));
	const appended = kind === 'append' ? (item as RuleUpdate).condition : undefined;
	const excepted = (appended === undefined ? undefined : exceptedBy(appended.text)) ?? [];
	const conditions = excepted.flatMap((expression): Found[] => {
		// What a macro of the same file excepts stands there.
		if (expression.kind === 'macro' && names.macros.has(expression.name)) return [];
		const condition = printExpression(expression);
		return [
			{key: conditionKey(item.name, expression), kind: 'condition', name: item.name, rules: [item.name], condition, context: item.context},
		];
	});
	return [...entries, ...conditions];
}

function ofEntry(rule: string, exception: ExceptionItem, collector: Collector): Found[] {
	const known = collector.rules.get(rule)?.exceptions.find(({name}) => name === exception.name);
	const fields = exception.fields ?? known?.fields;
	if (fields === undefined) return [];
	const comps = exception.fields ? exception.comps : known?.comps;
	return exception.values.flatMap((value): Found[] => {
		const expression = exceptedValue({...exception, fields, comps, values: [value]});
		if (expression === undefined) return [];
		const key = entryKey(rule, exception.name, plainEntry(value));
		const condition = printExpression(expression);
		return [{key, kind: 'entry', name: exception.name, rules: [rule], condition, context: exception.context}];
	});
}

/** The condition that one value of an exception stands for, names of lists still names. */
function exceptedValue(exception: ExceptionItem): Expression | undefined {
	const origin = {source: exception.context.source, start: exception.context.offset, end: exception.context.offset, value: ''};
	const base: TracedText = {text: 'evt.num >= 0', pieces: [{start: 0, origin, index: 0, fixed: true}]};
	const joined = withExceptions(base, [exception], NOBODY);
	const parsed = joined && parseCondition(joined.text);
	const last = parsed?.ok && parsed.expression.kind === 'and' ? parsed.expression.items.at(-1) : undefined;
	return last?.kind === 'not' ? last.item : undefined;
}

function plainEntry(entry: ExceptionEntry): unknown {
	return entry.kind === 'text' ? entry.text.text : entry.items.map(plainEntry);
}

/** With lists put in and macros unfolded, as rules have it; undefined where that does not load. */
function unfolded(text: string, context: Context, {lists, macros, cache}: RuleCompilation): Expression | undefined {
	const origin = {source: context.source, start: context.offset, end: context.offset, value: ''};
	const traced: TracedText = {text, pieces: [{start: 0, origin, index: 0, fixed: true}]};
	const parsed = parseTraced(traced, context, {lists, cache, problems: NOBODY});
	const result = parsed && unfoldMacros(parsed.syntax, expressionsOf(macros.macros));
	return result?.problems.length === 0 ? result.expression : undefined;
}

/** Takes problems that were reported already, when the rules were loaded. */
const NOBODY = {error: () => undefined, warning: () => undefined, problems: [], errors: 0, stopped: false} as const;
