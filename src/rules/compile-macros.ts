import {macrosOf} from '../filter/fields-of.ts';
import type {Expression} from '../filter/syntax.ts';
import {unfoldMacros} from '../filter/unfold.ts';
import type {MacroItem} from './items.ts';
import {leafCount, MOST_CHECKS} from './leaf-count.ts';
import {type ParsedText, type Parsing, parseTraced, reportCondition} from './parse-traced.ts';
import type {ProblemList} from './problem-list.ts';

/** A macro that loads. */
export interface CompiledMacro {
	readonly item: MacroItem;
	readonly parsed: ParsedText;
	readonly expanded: Expression;
	/** The macros it names itself. */
	readonly names: readonly string[];
	used: boolean;
}

export interface MacroSet {
	/** The macros that load, in order of definition. */
	readonly macros: ReadonlyMap<string, CompiledMacro>;
	/** Names of those that do not; why is reported. */
	readonly broken: ReadonlySet<string>;
}

/** Parses all macros and unfolds them. A macro sees those whose first definition precedes its own last change. */
export function compileMacros(items: ReadonlyMap<string, MacroItem>, parsing: Parsing): MacroSet {
	const {problems} = parsing;
	const parsed = new Map<string, ParsedText>();
	const broken = new Set<string>();
	for (const item of items.values()) {
		const text = parseTraced(item.condition, item.conditionContext, parsing);
		if (text) parsed.set(item.name, text);
		else broken.add(item.name);
		if (problems.stopped) return {macros: new Map(), broken};
	}
	const state: State = {items, parsed, broken, problems, expanded: new Map(), used: new Set(), expanding: new Set()};
	for (const item of items.values()) {
		expand(state, item);
		if (problems.stopped) break;
	}
	const macros = new Map<string, CompiledMacro>();
	for (const item of items.values()) {
		const expanded = state.expanded.get(item.name);
		if (!expanded) continue;
		const text = parsed.get(item.name)!;
		macros.set(item.name, {item, parsed: text, expanded, names: macrosOf(text.syntax), used: state.used.has(item.name)});
	}
	return {macros, broken};
}

interface State {
	readonly items: ReadonlyMap<string, MacroItem>;
	readonly parsed: ReadonlyMap<string, ParsedText>;
	readonly broken: Set<string>;
	readonly problems: ProblemList;
	readonly expanded: Map<string, Expression>;
	readonly used: Set<string>;
	readonly expanding: Set<string>;
}

function expand(state: State, item: MacroItem): Expression | undefined {
	const done = state.expanded.get(item.name);
	const parsed = state.parsed.get(item.name);
	if (done || !parsed || state.broken.has(item.name)) return done;
	const names = macrosOf(parsed.syntax);
	const isOpen = (name: string) => {
		const other = state.items.get(name);
		return other === undefined || other.index >= item.visibility || name === item.name || state.expanding.has(name);
	};
	if (names.some(isOpen)) return refuse(state, item, parsed);
	state.expanding.add(item.name);
	const failed = names.filter((name) => !expand(state, state.items.get(name)!));
	state.expanding.delete(item.name);
	if (failed.length > 0) return refuseUser(state, item, failed[0]);
	for (const name of names) state.used.add(name);
	const {expression} = unfoldMacros(parsed.syntax, state.expanded);
	if (leafCount(expression) > MOST_CHECKS) {
		state.broken.add(item.name);
		const message = `Macro '${item.name}' unfolds to more than ${MOST_CHECKS} checks.`;
		return state.problems.error('LOAD_ERR_VALIDATE', message, item.context, {hint: 'macros that use a macro twice double it each time'});
	}
	state.expanded.set(item.name, expression);
	return expression;
}

/** Lets the filter room say what is wrong: an undefined macro, or a loop. */
function refuse(state: State, item: MacroItem, parsed: ParsedText): undefined {
	state.broken.add(item.name);
	const visible = new Map<string, Expression>();
	for (const other of state.items.values()) {
		const text = state.parsed.get(other.name);
		const isInLoop = state.expanding.has(other.name) || (other === item && state.expanding.size > 0);
		if (text && (other.index < item.visibility || isInLoop)) visible.set(other.name, text.syntax);
	}
	const [found] = unfoldMacros(parsed.syntax, visible).problems;
	const later = found?.code === 'undefined-macro' ? (usesItself(item, parsed) ?? definedLater(state, item, parsed)) : undefined;
	const problem = found && later ? {...found, hint: later} : found;
	if (problem) reportCondition(state.problems, problem, {text: parsed.text, context: item.context, code: 'LOAD_ERR_VALIDATE'});
	return undefined;
}

function usesItself(item: MacroItem, parsed: ParsedText): string | undefined {
	if (!macrosOf(parsed.syntax).includes(item.name)) return undefined;
	return "a macro cannot use itself: to add to an earlier one, write 'override: {condition: append}' and begin with 'or' or 'and'";
}

function definedLater(state: State, item: MacroItem, parsed: ParsedText): string | undefined {
	const name = macrosOf(parsed.syntax).find((other) => (state.items.get(other)?.index ?? -1) >= item.visibility);
	const place = name === undefined ? undefined : state.items.get(name)?.places[0];
	return place && `'${name}' is defined later, in ${place.file} line ${place.line + 1}: a macro must come before those that use it`;
}

function refuseUser(state: State, item: MacroItem, failed: string): undefined {
	state.broken.add(item.name);
	return state.problems.error('LOAD_ERR_VALIDATE', `Macro '${failed}' used in filter does not load.`, item.context);
}

const expressions = new WeakMap<ReadonlyMap<string, CompiledMacro>, ReadonlyMap<string, Expression>>();

/** The unfolded conditions by name. */
export function expressionsOf(macros: ReadonlyMap<string, CompiledMacro>): ReadonlyMap<string, Expression> {
	let found = expressions.get(macros);
	if (!found) {
		found = new Map([...macros].map(([name, macro]) => [name, macro.expanded]));
		expressions.set(macros, found);
	}
	return found;
}
