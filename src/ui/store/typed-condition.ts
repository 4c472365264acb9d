import {parseCondition} from '../../filter/parse.ts';
import type {ConditionProblem} from '../../filter/problem.ts';
import {LIST_OPERATORS, NUMERIC_OPERATORS, STRING_OPERATORS} from '../../filter/syntax.ts';
import type {Completions, PromptProblem} from '../frame/prompt.ts';

type Problem = Pick<ConditionProblem, 'message' | 'hint' | 'span'>;

/** Those that most filters are made of come first. */
const USUAL = ['=', '!=', 'in', 'startswith', 'contains', 'endswith', 'glob', 'exists'] as const;
const OPERATORS: readonly string[] = [
	...new Set<string>([...USUAL, ...NUMERIC_OPERATORS, ...STRING_OPERATORS, ...LIST_OPERATORS].filter((name) => name !== '==')),
];
const FIELD_THEN_WORD = /(?:^|[\s(])([a-z]\w*(?:\.\w+)+)(?:\[[^\]]*\])?\s+([a-z!=<>]*)$/i;
const LAST_WORD = /(?:^|[\s(])([a-z_][a-z0-9_.]*)$/i;
const UNFINISHED_FIELD = /(?:^|[\s(])[a-z]\w*\.[\w.]*$/i;

/** What completes a condition before the cursor: an operator behind a field, `and` or `or` behind a check, else the names. */
export function completeCondition(before: string, names: readonly string[]): Completions | undefined {
	const behindField = FIELD_THEN_WORD.exec(before);
	if (behindField !== null && names.includes(behindField[1])) return completing(behindField[2], OPERATORS, true);
	const word = LAST_WORD.exec(before)?.[1];
	if (word === undefined) return undefined;
	const isBehindCheck = parseCondition(before.slice(0, before.length - word.length)).ok;
	return completing(word, isBehindCheck ? ['and', 'or'] : ['not', ...names], false);
}

const completing = (word: string, names: readonly string[], isOfferedAtOnce: boolean): Completions => ({
	word,
	names: names.filter((name) => name.startsWith(word)),
	isOfferedAtOnce,
});

/** What is wrong with a condition as far as it is typed: that its end is missing is no fault. */
export function typedProblem(
	text: string,
	check: (text: string) => Problem | undefined,
	completions: (before: string) => Completions | undefined,
): PromptProblem | undefined {
	const problem = text.trim() === '' ? undefined : check(text);
	if (problem === undefined) return undefined;
	const end = text.trimEnd().length;
	const isAtEnd = problem.span.start >= end;
	const {word = '', names = []} = completions(text) ?? {};
	if (names.length > 0 && problem.span.end >= end)
		return {...promptProblem(problem), isUnfinished: true, hint: names.includes(word) ? whatFollows(text) : undefined};
	if (!isAtEnd) return promptProblem(problem);
	// No name begins so: whoever goes on typing would be told only at the next operator.
	const ofField = UNFINISHED_FIELD.test(text) ? check(`${text} exists`) : undefined;
	if (ofField !== undefined) return promptProblem(ofField);
	return {...promptProblem(problem), isUnfinished: true, hint: whatFollows(text) ?? problem.hint};
}

const promptProblem = ({message, hint, span}: Problem): PromptProblem => ({message, hint, start: span.start});

/** By what the text ends with. */
function whatFollows(text: string): string | undefined {
	if (/(?:[=<>]|\s(?:i?contains|bcontains|b?startswith|endswith|i?glob|regex))\s*$/.test(text)) return 'a value follows';
	if (/\s(?:in|intersects|pmatch)\s*$/.test(text)) return 'a list follows, such as (a, b)';
	if (/\[$/.test(text)) return 'an argument follows, such as [2] or [name]';
	return UNFINISHED_FIELD.test(text.trimEnd()) ? 'an operator follows, such as =' : undefined;
}
