import {type ByteString, toByteString} from '../events/byte-string.ts';
import {parseCondition, parseOperand} from '../filter/parse.ts';
import {printOperand} from '../filter/print.ts';
import {type QuoteOptions, quoteBytes, whyUnquotableBytes} from '../filter/quote.ts';
import type {Check, Expression, Value} from '../filter/syntax.ts';
import {TERM_OPERATORS, type Term, type TermOperator} from './draft.ts';
import type {TuningProblem} from './problem.ts';
import {matchesEverything} from './term-width.ts';

export type WrittenCondition =
	| {readonly ok: true; readonly condition: string}
	| {readonly ok: false; readonly problems: readonly TuningProblem[]};

/** Operators that take a list in parentheses; the others take one value. */
export function takesList(operator: TermOperator): boolean {
	return operator === 'in' || operator === 'pmatch';
}

/**
 * The condition of a draft's terms, joined by `and`, without parentheses around it. Parsing it gives the terms back
 * whatever the values are; a value that the language cannot express is a problem, not a guess.
 */
export function writeCondition(terms: readonly Term[], options: QuoteOptions = {}): WrittenCondition {
	const problems: TuningProblem[] = terms.flatMap((term) => checkTerm(term, options));
	if (terms.length === 0) problems.push({code: 'no-terms', message: 'an exception needs at least one term', hint: 'switch a term on'});
	else if (problems.length === 0 && terms.every(matchesEverything)) {
		problems.push({
			code: 'tautology',
			message: 'these terms match everything: the rule would never alert again',
			hint: 'add a term that names the program or the file, or disable the rule',
		});
	}
	const keyword = terms.length > 1 ? 'and' : '(';
	if (options.listNames?.has(keyword)) problems.push(collision(keyword));
	if (problems.length > 0) return {ok: false, problems};
	return {ok: true, condition: terms.map((term) => writeTerm(term, options)).join(' and ')};
}

/** `proc.name = backup-agent`; only for terms that `checkTerm` finds nothing wrong with. */
export function writeTerm(term: Term, options: QuoteOptions = {}): string {
	const values = term.values.map((value) => quoteBytes(value, options) ?? '');
	return `${term.field} ${term.operator} ${takesList(term.operator) ? `(${values.join(', ')})` : values[0]}`;
}

export function checkTerm(term: Term, options: QuoteOptions = {}): TuningProblem[] {
	const {field, operator, values} = term;
	const problems: TuningProblem[] = [];
	const operand = parseOperand(field);
	if (!operand.ok || operand.operand.kind !== 'field' || printOperand(operand.operand) !== field) {
		problems.push({code: 'bad-field', message: `'${field}' is not a field`, field});
	}
	if (values.length === 0) problems.push({code: 'no-values', message: `${field} ${operator} has no value`, field});
	else if (values.length > 1 && !takesList(operator)) {
		problems.push({
			code: 'no-values',
			message: `${operator} takes one value, ${field} has ${values.length}`,
			hint: 'use in, or one term each',
			field,
		});
	}
	for (const word of [field, operator]) if (options.listNames?.has(word)) problems.push({...collision(word), field});
	return [...problems, ...values.flatMap((value) => checkValue(field, value, options))];
}

function checkValue(field: string, value: ByteString, options: QuoteOptions): TuningProblem[] {
	const reason = whyUnquotableBytes(value, options);
	if (reason === undefined) return [];
	return [
		{
			code: 'value-not-expressible',
			message: `the value of ${field} cannot be written in a rules file: ${reason}`,
			hint: 'use another field, or a part of the value with startswith, endswith or contains',
			field,
		},
	];
}

function collision(word: string): TuningProblem {
	return {
		code: 'list-collision',
		message: `a list is named '${word}': rules files would put its items into the condition`,
		hint: 'rename the list',
	};
}

/** The terms of a condition that is a conjunction of simple checks; undefined where it is anything else. */
export function termsOfCondition(expression: Expression): Term[] | undefined {
	if (expression.kind === 'check') {
		const term = termOfCheck(expression);
		return term && [term];
	}
	if (expression.kind !== 'and') return undefined;
	const terms: Term[] = [];
	for (const item of expression.items) {
		const found = termsOfCondition(item);
		if (!found) return undefined;
		terms.push(...found);
	}
	return terms;
}

export function termsOfText(condition: string): Term[] | undefined {
	const parsed = parseCondition(condition);
	return parsed.ok ? termsOfCondition(parsed.expression) : undefined;
}

function termOfCheck(check: Check): Term | undefined {
	const operator = check.operator === '==' ? '=' : check.operator;
	if (check.left.kind !== 'field' || check.modifier !== undefined || !isTermOperator(operator)) return undefined;
	const values = valuesOf(check.right);
	return values && {field: printOperand(check.left), operator, values: values.map((value) => toByteString(value.text))};
}

function isTermOperator(operator: string): operator is TermOperator {
	return (TERM_OPERATORS as readonly string[]).includes(operator);
}

function valuesOf(right: Check['right']): readonly Value[] | undefined {
	if (right?.kind === 'value') return [right];
	return right?.kind === 'list' ? right.items : undefined;
}
