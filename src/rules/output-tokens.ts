import {type FieldCatalogue, isFieldProblem} from '../fields/field.ts';
import {pluginFieldHint} from '../filter/field-problem.ts';
import {parseOperand} from '../filter/parse.ts';
import type {ConditionProblem} from '../filter/problem.ts';
import type {Operand, Span} from '../filter/syntax.ts';

// The language of outputs:
//
//   Output := { Literal | "%" [ Width ] Token }
//   Token  := Field [ "[" Argument "]" ]  |  Transformer
//
// The longest field name that fits is taken (`%proc.name.` is the field and a full stop). There is no `%%`.

/** A piece of an output: text, or something to fill in. */
export type OutputToken =
	| {readonly kind: 'literal'; readonly text: string}
	| {
			readonly kind: 'operand';
			readonly operand: Operand;
			/** As written, without `%` and width: the key of output_fields. */
			readonly text: string;
			/** Padded with blanks and cut to so many bytes; 0 for as it is. */
			readonly width: number;
			readonly span: Span;
	  };

export type ParsedOutput =
	| {readonly ok: true; readonly tokens: readonly OutputToken[]}
	| {readonly ok: false; readonly problem: ConditionProblem};

const WIDTH = /[0-9]*/y;
/** More would be no column, but memory for each alert. */
const WIDEST = 65_535;
const TRANSFORMER = /(?:tolower|toupper|b64|basename|len|join|concat|getopt)\(/y;
const WORD = /[a-zA-Z][a-zA-Z0-9_]*(?:\.[a-zA-Z0-9_]+)*/y;
const ARGUMENT = /\[([^\]]*)\]/y;

/** Splits an output into text and tokens. A leading `*` (print the line even when fields are missing) is always on, as in Falco. */
export function parseOutput(format: string, catalogue: FieldCatalogue): ParsedOutput {
	const tokens: OutputToken[] = [];
	let literal = '';
	let at = format.startsWith('*') ? 1 : 0;
	while (at < format.length) {
		if (format[at] !== '%') {
			const next = format.indexOf('%', at);
			const end = next === -1 ? format.length : next;
			literal += format.slice(at, end);
			at = end;
			continue;
		}
		const found = takeToken(format, at, catalogue);
		if ('code' in found) return {ok: false, problem: found};
		if (literal !== '') tokens.push({kind: 'literal', text: literal});
		literal = '';
		tokens.push(found);
		at = found.span.end;
	}
	if (literal !== '') tokens.push({kind: 'literal', text: literal});
	return {ok: true, tokens};
}

type FoundToken = Extract<OutputToken, {kind: 'operand'}>;

function takeToken(format: string, percent: number, catalogue: FieldCatalogue): FoundToken | ConditionProblem {
	const digits = matchAt(WIDTH, format, percent + 1)?.[0] ?? '';
	const start = percent + 1 + digits.length;
	const span = {start: percent, end: format.length};
	if (start >= format.length) {
		const message = 'invalid formatting syntax: formatting cannot end with a %';
		return {code: 'output-token', message, hint: "there is no '%%': write 'percent'", span: {start: percent, end: start}};
	}
	if (Number(digits) > WIDEST) {
		const message = `invalid formatting syntax: a field is padded to ${WIDEST} bytes at most`;
		return {code: 'output-token', message, hint: `write %${format.slice(start)} without a width`, span: {start: percent, end: start}};
	}
	const end = matchAt(TRANSFORMER, format, start) ? endOfTransformer(format, start) : endOfField(format, start, catalogue);
	if (typeof end !== 'number') return {...end, span: {start: percent, end: Math.max(end.span.end, start)}};
	const parsed = parseOperand(format.slice(start, end));
	if (!parsed.ok) return invalidToken(format, start, parsed.problem.message, span);
	return {kind: 'operand', operand: parsed.operand, text: format.slice(start, end), width: Number(digits), span: {start: percent, end}};
}

function invalidToken(format: string, start: number, hint: string, span: Span): ConditionProblem {
	return {code: 'output-token', message: `invalid formatting token ${format.slice(start)}`, hint, span};
}

/** Past the closing parenthesis and an argument; quotes hide parentheses. */
function endOfTransformer(format: string, start: number): number | ConditionProblem {
	let depth = 0;
	let quote = '';
	for (let at = start; at < format.length; at++) {
		const c = format[at];
		if (quote !== '') {
			if (c === '\\') at++;
			else if (c === quote) quote = '';
		} else if (c === '"' || c === "'") quote = c;
		else if (c === '(') depth++;
		else if (c === ')' && --depth === 0) return at + 1 + (matchAt(ARGUMENT, format, at + 1)?.[0].length ?? 0);
	}
	return invalidToken(format, start, "a ')' is missing", {start, end: format.length});
}

/** Past the longest name that is a field, and its argument. */
function endOfField(format: string, start: number, catalogue: FieldCatalogue): number | ConditionProblem {
	const word = matchAt(WORD, format, start)?.[0] ?? '';
	let first: ConditionProblem | undefined;
	for (let length = word.length; length > 0; length--) {
		const name = word.slice(0, length);
		const bracket = length === word.length ? matchAt(ARGUMENT, format, start + length) : null;
		const found = catalogue.resolve(name, bracket ? unquoted(bracket[1]) : undefined);
		if (!isFieldProblem(found)) return start + length + (bracket ? bracket[0].length : 0);
		if (found.kind === 'argument-not-allowed' && bracket && !isFieldProblem(catalogue.resolve(name))) return start + length;
		first ??= invalidToken(format, start, hintFor(found), {start, end: start + word.length});
	}
	return (
		first ??
		invalidToken(format, start, "after '%' comes a field, such as %proc.name; a % alone cannot be written in an output", {
			start,
			end: start + 1,
		})
	);
}

function hintFor(problem: Parameters<typeof isFieldProblem>[0]): string {
	if (!isFieldProblem(problem)) return '';
	const near = 'suggestions' in problem && problem.suggestions.length > 0 ? `, did you mean %${problem.suggestions.join(' or %')}?` : '';
	switch (problem.kind) {
		case 'unknown-field':
			return pluginFieldHint(problem.name) ?? `there is no field '${problem.name}'${near}`;
		case 'argument-required':
			return `field '${problem.name}' needs an argument: %${problem.name}[…]`;
		case 'argument-not-allowed':
			return `field '${problem.name}' takes no argument`;
		case 'bad-argument':
			return `'${problem.argument}' is no argument of '${problem.name}': expected ${problem.expected}${near}`;
	}
}

const unquoted = (text: string) => (/^(["']).*\1$/.test(text) ? text.slice(1, -1) : text);

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
	pattern.lastIndex = at;
	return pattern.exec(text);
}
