import type {FieldCatalogue} from '../fields/field.ts';
import {isHint} from '../filter/check.ts';
import {eventTypesOf} from '../filter/event-types.ts';
import {macrosOf} from '../filter/fields-of.ts';
import type {ConditionProblem} from '../filter/problem.ts';
import type {Check, Expression} from '../filter/syntax.ts';
import {unfoldMacros} from '../filter/unfold.ts';
import {checksOf, leavesOf} from '../filter/walk.ts';
import {appendedOutput} from './append-output.ts';
import {expressionsOf, type MacroSet} from './compile-macros.ts';
import {warnOfDeprecatedFields, warnOfUnsafeChecks} from './doubtful-checks.ts';
import {entryTexts} from './exception-check.ts';
import {withExceptions} from './exception-condition.ts';
import {hookMacrosOf} from './hook-macros.ts';
import type {ExceptionEntry, ExceptionItem, RuleItem} from './items.ts';
import {leafCount, MOST_CHECKS} from './leaf-count.ts';
import type {LoadCache} from './load-cache.ts';
import type {AppendOutput, RuleSelection} from './options.ts';
import {checkRuleOutput} from './output-check.ts';
import {type ParsedText, parseTraced, reportCondition} from './parse-traced.ts';
import type {Priority} from './priority.ts';
import type {ErrorCode, WarningCode} from './problem.ts';
import type {ProblemList} from './problem-list.ts';
import type {Rule, RuleException} from './ruleset.ts';
import {selectRule} from './selections.ts';
import type {CompiledList} from './substitute-lists.ts';
import type {TracedText} from './traced-text.ts';

export interface RuleCompilation {
	readonly lists: ReadonlyMap<string, CompiledList>;
	readonly macros: MacroSet;
	readonly problems: ProblemList;
	readonly cache: LoadCache;
	readonly catalogueOf: (source: string) => FieldCatalogue | undefined;
	/** Whether a macro was written as one that never matches. */
	readonly isPlaceholder: (macro: string) => boolean;
	readonly appendOutput: readonly AppendOutput[];
	readonly ruleSelections: readonly RuleSelection[];
	readonly minimumPriority: Priority;
}

/** Rules that match more event types than this wake up for nearly every event. */
const MANY_EVENT_TYPES = 100;

/** Compiles one rule. Undefined when it does not load, which is reported, or when its source is unknown. */
export function compileRule(item: RuleItem, compilation: RuleCompilation): Rule | undefined {
	const catalogue = compilation.catalogueOf(item.source);
	if (item.unknownSource || !catalogue) return undefined;
	const {problems, cache} = compilation;
	const condition = withExceptions(item.condition, item.exceptions, problems);
	if (!condition) return undefined;
	const appended = appendedOutput({...item, output: item.output.text}, compilation.appendOutput, catalogue);
	const errorsBefore = problems.errors;
	const output = checkRuleOutput(item, appended, {catalogue, problems, cache});
	// A wrong output does not hide what is wrong with the condition; a rule that is skipped for its output is not looked at further.
	if (output === undefined && (problems.stopped || problems.errors === errorsBefore)) return undefined;
	const parsed = parseTraced(condition, item.conditionContext, compilation);
	const expanded = parsed && expandRule(item, parsed, compilation);
	if (!parsed || !expanded) return undefined;
	warnOfUnsafeChecks(expanded, item, problems);
	warnOfDeprecatedFields(parsed, expanded, {item, problems});
	if (!checkExpanded(item, parsed, {expanded, catalogue, compilation}) || output === undefined) return undefined;
	const eventTypes = eventTypesOf(expanded);
	if (item.source === 'syscall' && item.warnEvttypes && eventTypes.size > MANY_EVENT_TYPES) warnOfManyEventTypes(item, problems);
	return {
		name: item.name,
		desc: item.desc,
		condition: condition.text,
		syntax: parsed.syntax,
		expanded,
		output,
		extraFields: appended.extraFields,
		priority: item.priority,
		source: item.source,
		tags: [...item.tags].sort(byBytes),
		enabled: item.priority <= compilation.minimumPriority && selectRule(item, compilation.ruleSelections),
		exceptions: item.exceptions.map(plainException),
		capture: item.capture,
		captureDurationMs: item.captureDurationMs,
		eventTypes,
		macros: macrosOf(parsed.syntax),
		lists: parsed.lists,
		hookMacros: hookMacrosOf(parsed.syntax, compilation.isPlaceholder),
		places: item.places,
	};
}

const byBytes = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function expandRule(item: RuleItem, parsed: ParsedText, {macros, problems}: RuleCompilation): Expression | undefined {
	const broken = macrosOf(parsed.syntax).find((name) => macros.broken.has(name));
	if (broken !== undefined) {
		const hint = 'see what is said about the macro';
		return problems.error('LOAD_ERR_VALIDATE', `Macro '${broken}' used in filter does not load.`, item.context, {hint});
	}
	const {expression, problems: found} = unfoldMacros(parsed.syntax, expressionsOf(macros.macros));
	for (const problem of found) {
		reportCondition(problems, problem, {text: parsed.text, context: item.context, code: 'LOAD_ERR_VALIDATE'});
	}
	if (found.length > 0) return undefined;
	if (leafCount(expression) > MOST_CHECKS) {
		return problems.error('LOAD_ERR_VALIDATE', `Condition unfolds to more than ${MOST_CHECKS} checks.`, item.context);
	}
	for (const name of macrosOf(parsed.syntax)) macros.macros.get(name)!.used = true;
	return expression;
}

interface Expanded {
	readonly expanded: Expression;
	readonly catalogue: FieldCatalogue;
	readonly compilation: RuleCompilation;
}

/** Fields, operators, values. False when the rule does not load. */
function checkExpanded(item: RuleItem, parsed: ParsedText, {expanded, catalogue, compilation}: Expanded): boolean {
	const {problems, cache} = compilation;
	const found: Found[] = [];
	for (const leaf of checksOf(expanded)) for (const problem of cache.checked.problemsOf(leaf, catalogue)) found.push({leaf, problem});
	if (found.length === 0) return true;
	const errors = found.filter(({problem}) => !isHint(problem));
	const report = ({leaf, problem}: Found, code: ErrorCode | WarningCode) => {
		const text = textOfCheck(leaf, parsed, compilation.macros);
		reportCondition(problems, problem, {text, context: item.conditionContext, code});
	};
	if (errors.length === 0) for (const hint of found) report(hint, 'LOAD_COMPILE_CONDITION');
	else if (item.skipIfUnknownFilter && isUnknown(errors[0].problem)) report(errors[0], 'LOAD_UNKNOWN_FILTER');
	else for (const error of errors) report(error, 'LOAD_ERR_COMPILE_CONDITION');
	return errors.length === 0;
}

interface Found {
	readonly leaf: Check;
	readonly problem: ConditionProblem;
}

/** The text that a check of an unfolded condition was parsed from: the rule's own, or that of a macro. */
function textOfCheck(check: Check, own: ParsedText, {macros}: MacroSet): TracedText {
	for (const parsed of [own, ...[...macros.values()].map((macro) => macro.parsed)]) {
		for (const leaf of leavesOf(parsed.syntax)) if (leaf === check) return parsed.text;
	}
	return own.text;
}

/** Whether `skip-if-unknown-filter` covers a problem. */
const isUnknown = (problem: ConditionProblem) => problem.code === 'unknown-field' || problem.code === 'unknown-event-type';

function warnOfManyEventTypes(item: RuleItem, problems: ProblemList): void {
	const message = 'Rule matches too many evt.type values. This has a significant performance penalty.';
	const hint = "add a check of evt.type, such as 'evt.type in (open, openat, openat2) and …', or set 'warn_evttypes: false'";
	const spot = {source: item.conditionContext.source, offset: item.conditionContext.offset};
	problems.warning('LOAD_NO_EVTTYPE', message, item.context, {spot, hint});
}

function plainException(exception: ExceptionItem): RuleException {
	const plain = (entry: ExceptionEntry | undefined) => entry && (entry.kind === 'text' ? entry.text.text : entryTexts(entry));
	return {
		name: exception.name,
		fields: plain(exception.fields) ?? [],
		comps: plain(exception.comps),
		values: exception.values.map(plainValue),
	};
}

function plainValue(entry: ExceptionEntry): unknown {
	return entry.kind === 'text' ? entry.text.text : entry.items.map(plainValue);
}
