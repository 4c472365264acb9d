import {eventNamesOf} from '../../filter/event-types.ts';
import {parseCondition} from '../../filter/parse.ts';
import {printExpression} from '../../filter/print.ts';
import type {Expression} from '../../filter/syntax.ts';
import {unfoldMacros} from '../../filter/unfold.ts';
import {spotOf, type TracedText} from '../traced-text.ts';
import type {Checking} from './checking.ts';
import {type Finding, findingAt} from './finding.ts';
import type {Step} from './history.ts';
import type {Study} from './study.ts';

/** Appended conditions that `and` and `or` bind to something else than they seem to. */
export function checkAppendedOr({study}: Checking): Finding[] {
	const texts = new Map<string, string>();
	const found = new Map<string, Finding[]>();
	for (const step of study.steps) {
		const condition = step.type === 'list' ? undefined : step.item.condition;
		if (step.type === 'list' || !condition) continue;
		const key = `${step.type} ${step.item.name}`;
		const before = texts.get(key);
		if (step.kind !== 'append' || before === undefined) {
			texts.set(key, condition.text);
			found.delete(key);
			continue;
		}
		texts.set(key, `${before} ${condition.text}`);
		const reading = readAppend(before, condition.text, study);
		if (reading) found.set(key, [...(found.get(key) ?? []), finding(step, condition, reading)]);
	}
	return [...found.values()].flat();
}

interface Reading {
	readonly message: string;
	readonly is: string;
	readonly perhaps: string;
	readonly hint: string;
}

/** What the appended text makes of the whole, where a reader would expect something else. */
function readAppend(before: string, appended: string, study: Study): Reading | undefined {
	const operator = /^\s*(and|or)\b/.exec(appended)?.[1];
	const whole = parse(`${before} ${appended}`);
	if (!operator || !whole) return undefined;
	const rest = appended.replace(/^\s*(?:and|or)\b/, '');
	const apart = parse(`(${before}) ${operator} (${rest})`);
	if (!apart) return undefined;
	const is = withParentheses(whole);
	const perhaps = withParentheses(apart);
	if (is !== perhaps) {
		const hint =
			parse(rest)?.kind === 'or'
				? `write '${operator} (…)' around what is appended`
				: 'put the earlier condition in parentheses, or except with "exceptions"';
		return {message: `'${operator}' does not join the whole conditions`, is: abridged(whole), perhaps: abridged(apart), hint};
	}
	return operator === 'or' ? readWidening(before, rest, {is: abridged(whole), study}) : undefined;
}

/** `or` beside a whole `and`: what is appended is evaluated for events that the rest never sees. */
function readWidening(before: string, rest: string, {is, study}: {readonly is: string; readonly study: Study}): Reading | undefined {
	const first = parse(before);
	const second = parse(rest);
	if (first?.kind !== 'and' || !second) return undefined;
	const narrow = eventNamesOf(unfold(first, study)).length;
	const wide = eventNamesOf(unfold(second, study)).length;
	if (wide < MANY_EVENTS || narrow >= MANY_EVENTS) return undefined;
	const last = first.items[first.items.length - 1];
	const head = elided(first.items.slice(0, -1).map((item) => inParentheses(item, elided))).join(' and ');
	return {
		message: `the appended 'or' stands beside the whole condition: it holds for any of ${wide} event types, the rest for ${narrow}`,
		is,
		perhaps: `${head} and (${printExpression(last)} or ${inParentheses(second)})`,
		hint: 'add the event types to what is appended, or replace the condition as a whole',
	};
}

const MANY_EVENTS = 100;

function unfold(expression: Expression, {macros}: Study): Expression {
	return unfoldMacros(expression, new Map([...macros].map(([name, {expanded}]) => [name, expanded]))).expression;
}

function parse(text: string): Expression | undefined {
	const parsed = parseCondition(text);
	return parsed.ok ? parsed.expression : undefined;
}

/** The condition with parentheses around every group, so that readings can be compared by eye. */
function withParentheses(expression: Expression, choose: Choose = (parts) => parts): string {
	if (expression.kind !== 'and' && expression.kind !== 'or') return printExpression(expression);
	return choose(flat(expression).map((item) => inParentheses(item, choose))).join(` ${expression.kind} `);
}

type Choose = (parts: readonly string[]) => readonly string[];

function inParentheses(expression: Expression, choose: Choose = (parts) => parts): string {
	if (expression.kind === 'not') return `not ${inParentheses(expression.item, choose)}`;
	return expression.kind === 'and' || expression.kind === 'or' ? `(${withParentheses(expression, choose)})` : printExpression(expression);
}

/** The same with `…` for what lies in between: readings differ at the ends. */
const abridged = (expression: Expression): string => withParentheses(expression, elided);

const MOST_PARTS = 3;

function elided(parts: readonly string[]): readonly string[] {
	return parts.length > MOST_PARTS ? [parts[0], '…', ...parts.slice(-1)] : parts;
}

/** `(a and b) and c` and `a and b and c` read the same. */
function flat(expression: Extract<Expression, {kind: 'and' | 'or'}>): Expression[] {
	return expression.items.flatMap((item) => (item.kind === expression.kind ? flat(item) : [item]));
}

function finding(step: Step, condition: TracedText, {message, is, perhaps, hint}: Reading): Finding {
	const type = step.type === 'rule' ? 'rule' : 'macro';
	return findingAt(spotOf(condition, 0), {
		severity: 'warning',
		code: 'CHECK_APPEND_PRECEDENCE',
		message: `${message[0].toUpperCase()}${message.slice(1)}\n  it means:   ${is}\n  not:        ${perhaps}`,
		hint,
		item: {type, name: step.item.name},
	});
}
