import type {ConditionProblem} from '../filter/problem.ts';
import type {Expression, Span} from '../filter/syntax.ts';
import {type Context, within} from './context.ts';
import type {LoadCache} from './load-cache.ts';
import type {ErrorCode, WarningCode} from './problem.ts';
import type {ProblemList} from './problem-list.ts';
import type {Spot} from './source-file.ts';
import {type CompiledList, MOST_TEXT, substituteLists} from './substitute-lists.ts';
import {spotOf, type TracedText} from './traced-text.ts';

/** A condition that parses: lists substituted, macros still names. */
export interface ParsedText {
	readonly text: TracedText;
	readonly syntax: Expression;
	/** The lists it names itself, in order of their definition. */
	readonly lists: readonly string[];
}

export interface Parsing {
	readonly lists: ReadonlyMap<string, CompiledList>;
	readonly cache: LoadCache;
	readonly problems: ProblemList;
}

/** Substitutes lists and parses; what is wrong is reported at its own spot. */
export function parseTraced(condition: TracedText, context: Context, {lists, cache, problems}: Parsing): ParsedText | undefined {
	const {text, used, tooLong} = substituteLists(condition, lists);
	if (tooLong)
		return problems.error('LOAD_ERR_COMPILE_CONDITION', `condition is longer than ${MOST_TEXT} characters with its lists`, context);
	const parsed = cache.condition(text.text);
	if (parsed.ok) return {text, syntax: parsed.expression, lists: used};
	const at = conditionSpot(text, parsed.problem.span, context);
	problems.error('LOAD_ERR_COMPILE_CONDITION', parsed.problem.message, at.context, {
		spot: at.spot,
		hint: listHint(at.spot, used) ?? parsed.problem.hint,
	});
	return undefined;
}

const WORD = /[^()"'\s=,]+/y;

/** `proc.name = shells`, `and shells`: a list that stands alone. */
function listHint({source, offset}: Spot, used: readonly string[]): string | undefined {
	WORD.lastIndex = offset;
	const word = WORD.exec(source.text)?.[0] ?? '';
	if (!used.includes(word)) return undefined;
	const before = source.text.slice(0, offset).trimEnd();
	if (/\s(?:in|intersects|pmatch)$/.test(before)) return `'${word}' is a list: write (${word})`;
	if (/(?:=|with|contains|glob|regex)$/.test(before)) return `'${word}' is a list: write in (${word})`;
	return /\b(?:and|or|not)$/.test(before) ? `'${word}' is a list, not a macro: write proc.name in (${word})` : undefined;
}

/** Reports what the filter room found in a condition. */
export function reportCondition(
	problems: ProblemList,
	found: ConditionProblem,
	where: {readonly text: TracedText; readonly context: Context; readonly code: ErrorCode | WarningCode; readonly span?: Span},
): void {
	const at = conditionSpot(where.text, where.span ?? found.span, where.context);
	const detail = {spot: at.spot, hint: found.hint};
	if (isErrorCode(where.code)) problems.error(where.code, found.message, at.context, detail);
	else problems.warning(where.code, found.message, at.context, detail);
}

const isErrorCode = (code: ErrorCode | WarningCode): code is ErrorCode => code.startsWith('LOAD_ERR_');

function conditionSpot(text: TracedText, span: Span, context: Context) {
	// What is missing at the end is shown behind the last word, not on the line after a folded text.
	const spot = spotOf(text, Math.min(span.start, text.text.trimEnd().length));
	return {spot, context: {...within(context, 'condition expression', '', spot.offset), source: spot.source}};
}
