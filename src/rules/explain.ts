import {constantsOf} from '../filter/constants-of.ts';
import {eventNamesOf} from '../filter/event-types.ts';
import {fieldsOf} from '../filter/fields-of.ts';
import {parseCondition} from '../filter/parse.ts';
import {printCheck, printOperand} from '../filter/print.ts';
import type {Check, Expression} from '../filter/syntax.ts';
import {type StudiedRule, type Study, studyRules} from './check/study.ts';
import {withExceptions} from './exception-condition.ts';
import {neverMatches} from './hook-macros.ts';
import type {LoadOptions} from './options.ts';
import type {ParsedText} from './parse-traced.ts';
import {createProblemList} from './problem-list.ts';
import type {Place, Rule, RuleException, RulesFile} from './ruleset.ts';
import {placeAt} from './source-file.ts';
import {spotOf} from './traced-text.ts';

/** A rule unfolded, for a person to read. */
export interface Explanation {
	readonly rule: Rule;
	readonly tree: ExplainedPart;
	/** Names of the events it is evaluated for. */
	readonly events: readonly string[];
	readonly fields: readonly string[];
	readonly hooks: readonly ExplainedHook[];
	readonly exceptions: readonly RuleException[];
	/** Lists in the order of their first use, inner ones too. */
	readonly lists: readonly ExplainedList[];
}

export interface ExplainedPart {
	readonly kind: 'and' | 'or' | 'check' | 'macro';
	readonly negated: boolean;
	/** The check or the macro's name as it is written; '' for a group. */
	readonly text: string;
	/** Where it is written. */
	readonly place: Place;
	/** Where the macro is defined. */
	readonly definedAt?: Place;
	/** A macro that matches nothing as it stands. */
	readonly isNever?: boolean;
	/** The macro was unfolded further up already. */
	readonly isRepeated?: boolean;
	readonly parts: readonly ExplainedPart[];
}

export interface ExplainedHook {
	readonly name: string;
	readonly places: readonly Place[];
	readonly isNever: boolean;
}

export interface ExplainedList {
	readonly name: string;
	readonly items: readonly string[];
	readonly place: Place;
}

/** The rule of the name; undefined when the files load no such rule. */
export function explainRule(
	name: string,
	files: readonly RulesFile[],
	options: LoadOptions,
): {readonly explanation: Explanation | undefined; readonly names: readonly string[]} {
	const study = studyRules(files, options);
	const names = study.rules.map(({rule}) => rule.name);
	const studied =
		study.rules.find(({rule}) => rule.name === name) ?? study.rules.find(({rule}) => rule.name.toLowerCase() === name.toLowerCase());
	return {explanation: studied && explain(studied, study), names};
}

function explain({rule, item, parsed}: StudiedRule, study: Study): Explanation {
	const lists = new Map<string, ExplainedList>();
	const unfolding: Unfolding = {study, seen: new Set(), lists};
	const written = withExceptions(item.condition, item.exceptions, createProblemList({stopAtFirstError: false}));
	return {
		rule,
		tree: partOf(parsed.syntax, parsed, {unfolding, negated: false, raw: written && rawOf(written.text)}),
		events: eventNamesOf(rule.expanded),
		fields: fieldsOf(rule.expanded),
		hooks: rule.hookMacros.map((name) => hookOf(name, study)),
		exceptions: rule.exceptions,
		lists: [...lists.values()],
	};
}

function hookOf(name: string, {macros, macroItems}: Study): ExplainedHook {
	const macro = macros.get(name);
	return {name, places: macroItems.get(name)?.places ?? [], isNever: macro !== undefined && neverMatches(macro.expanded)};
}

interface Unfolding {
	readonly study: Study;
	readonly seen: Set<string>;
	readonly lists: Map<string, ExplainedList>;
}

interface Position {
	readonly unfolding: Unfolding;
	readonly negated: boolean;
	/** The same part before lists were substituted, where it could be found. */
	readonly raw: Expression | undefined;
}

function partOf(expression: Expression, parsed: ParsedText, at: Position): ExplainedPart {
	const {negated} = at;
	const place = placeAt(spotOf(parsed.text, expression.span.start));
	switch (expression.kind) {
		case 'not':
			return partOf(expression.item, parsed, {...at, negated: !negated, raw: at.raw?.kind === 'not' ? at.raw.item : undefined});
		case 'and':
		case 'or': {
			const {kind, items} = expression;
			const parts = items.map((item, i) => partOf(item, parsed, {...at, negated: false, raw: rawItem(at.raw, kind, items.length, i)}));
			return {kind, negated, text: '', place, parts: parts.flatMap((part) => (part.kind === kind && !part.negated ? part.parts : [part]))};
		}
		case 'macro':
			return macroPart(expression.name, place, at);
		case 'check':
			return {kind: 'check', negated, text: writtenCheck(expression, at), place, parts: []};
	}
}

function macroPart(name: string, place: Place, {unfolding, negated}: Omit<Position, 'raw'>): ExplainedPart {
	const {study, seen} = unfolding;
	const macro = study.macros.get(name);
	const definedAt = macro && placeAt(macro.item.context);
	const isNever = macro !== undefined && neverMatches(macro.expanded);
	const isRepeated = seen.has(name);
	seen.add(name);
	const parts =
		macro && !isNever && !isRepeated
			? [partOf(macro.parsed.syntax, macro.parsed, {unfolding, negated: false, raw: rawOf(macro.item.condition.text)})]
			: [];
	return {kind: 'macro', negated, text: name, place, definedAt, isNever, isRepeated: isRepeated && !isNever, parts};
}

/** The check with the names of lists instead of their items, where the text as written has the same shape. */
function writtenCheck(check: Check, {raw, unfolding}: Position): string {
	if (raw?.kind !== 'check' || printOperand(raw.left) !== printOperand(check.left) || raw.operator !== check.operator)
		return printCheck(check);
	for (const {text} of constantsOf(raw)) noteList(text, unfolding);
	return printCheck(raw);
}

function noteList(name: string, unfolding: Unfolding): void {
	const {study, lists} = unfolding;
	const item = study.lists.get(name);
	if (!item || lists.has(name)) return;
	lists.set(name, {name, items: item.items, place: placeAt(item.context)});
	for (const inner of study.compiledLists.get(name)?.lists ?? []) noteList(inner, unfolding);
}

const rawOf = (text: string): Expression | undefined => {
	const parsed = parseCondition(text);
	return parsed.ok ? parsed.expression : undefined;
};

const rawItem = (raw: Expression | undefined, kind: Expression['kind'], count: number, index: number): Expression | undefined =>
	raw?.kind === kind && (raw.kind === 'and' || raw.kind === 'or') && raw.items.length === count ? raw.items[index] : undefined;
