// The grammar of conditions, with Falco's quirks (files depend on them):
//
//   Expr        := Or
//   Or          := And  { "or"  ( blank And  | "(" Expr ")" ) }
//   And         := Not  { "and" ( blank Not  | "(" Expr ")" ) }
//   Not         := { "not" blank } ( "not(" Expr ")" | Check )        an even number of "not" cancels
//   Check       := "(" Expr ")" | Field Cond | Transformer Cond | Identifier (a macro)
//   Cond        := "exists" | NumOp ( RightOperand | Hex | Number )
//                | StrOp ( [ Modifier List ] | RightOperand | Quoted | Bare )
//                | ListOp ( List | RightOperand | Identifier )
//   Field       := FieldName [ "[" ( Quoted | ArgBare ) "]" ]
//   Transformer := TName "(" TArg { "," TArg } ")" [ "[" ( Quoted | ArgBare ) "]" ]
//   TArg        := Number | Quoted | "(" [ TArg { "," TArg } ] ")" | Transformer | Field
//   RightOperand:= "val(" Field ")" | Transformer
//   List        := "(" [ ( Quoted | Bare ) { "," ( Quoted | Bare ) } ] ")"
//
// After `or(…)` and `and(…)` without a blank the parenthesis is the whole operand: `a or(b) and c` is an error, in Falco too.
import {takeCheck} from './parse-check.ts';
import {afterCondition, checkHint} from './parse-hints.ts';
import {takeOperand} from './parse-operand.ts';
import type {ConditionProblem} from './problem.ts';
import {ParseFailure, Scanner} from './scanner.ts';
import type {Expression, Operand} from './syntax.ts';
import {IDENTIFIER, NOT_AND_BLANK} from './tokens.ts';

export interface ParseOptions {
	/** Nested parentheses, negations and transformers; Falco's own limit is 1000. */
	readonly maxDepth?: number;
}

export type ParsedCondition =
	| {readonly ok: true; readonly expression: Expression}
	| {readonly ok: false; readonly problem: ConditionProblem};
export type ParsedOperand = {readonly ok: true; readonly operand: Operand} | {readonly ok: false; readonly problem: ConditionProblem};

/** The syntax tree of a condition; lists must be substituted before, macros stay references. */
export function parseCondition(text: string, options: ParseOptions = {}): ParsedCondition {
	const scanner = new Scanner(text, options.maxDepth ?? 1000);
	try {
		if (text.length === 0) scanner.fail({message: 'filter input string is empty', hint: 'evt.num >= 0 is always true'});
		refuseNul(scanner);
		const expression = takeOr(scanner);
		if (!scanner.atEnd())
			scanner.fail({message: `unexpected token after '${scanner.lastToken}', expecting 'or', 'and'`, hint: afterCondition(scanner)});
		return {ok: true, expression};
	} catch (failure) {
		return {ok: false, problem: problemOf(failure)};
	}
}

/** A field or a transformer that fills the whole text, as in outputs and in the `fields` of exceptions. */
export function parseOperand(text: string): ParsedOperand {
	const scanner = new Scanner(text, 1000);
	try {
		const operand = takeOperand(scanner) ?? scanner.expected('a field or a transformer');
		if (!scanner.atEnd()) scanner.fail({message: `unexpected token after '${scanner.lastToken}'`});
		return {ok: true, operand};
	} catch (failure) {
		return {ok: false, problem: problemOf(failure)};
	}
}

/** The field or transformer that starts at `position` of an output format, and where it ends; undefined where none starts. */
export function parseOperandAt(text: string, position: number): (ParsedOperand & {readonly end: number}) | undefined {
	const scanner = new Scanner(text, 1000);
	scanner.position = position;
	try {
		const operand = takeOperand(scanner);
		return operand && {ok: true, operand, end: scanner.position};
	} catch (failure) {
		return {ok: false, problem: problemOf(failure), end: scanner.position};
	}
}

function refuseNul(scanner: Scanner): void {
	const at = scanner.text.indexOf('\0');
	if (at < 0) return;
	const span = {start: at, end: at + 1};
	scanner.fail({code: 'bad-value', message: 'a condition cannot hold a NUL byte', hint: 'no name or path of a system holds one', span});
}

function problemOf(failure: unknown): ConditionProblem {
	if (failure instanceof ParseFailure) return failure.problem;
	throw failure;
}

function takeOr(scanner: Scanner): Expression {
	scanner.skipBlank();
	const start = scanner.position;
	const items = takeOperands(scanner, 'or', takeAnd);
	return items.length === 1 ? items[0] : {kind: 'or', items, span: {start, end: items[items.length - 1].span.end}};
}

function takeAnd(scanner: Scanner): Expression {
	scanner.skipBlank();
	const start = scanner.position;
	const items = takeOperands(scanner, 'and', takeNot);
	return items.length === 1 ? items[0] : {kind: 'and', items, span: {start, end: items[items.length - 1].span.end}};
}

function takeOperands(scanner: Scanner, keyword: 'and' | 'or', takeNext: (scanner: Scanner) => Expression): Expression[] {
	const items = [takeNext(scanner)];
	scanner.skipBlank();
	while (scanner.take(keyword)) {
		if (scanner.skipBlank()) items.push(takeNext(scanner));
		else if (scanner.take('(')) items.push(takeParenthesised(scanner));
		else scanner.expected(`blank or '(' after '${keyword}'`, checkHint(scanner));
		scanner.skipBlank();
	}
	return items;
}

function takeNot(scanner: Scanner): Expression {
	scanner.skipBlank();
	const start = scanner.position;
	let negated = false;
	while (scanner.takePattern(NOT_AND_BLANK) !== undefined) negated = !negated;
	let item: Expression;
	if (scanner.take('not(')) {
		negated = !negated;
		item = takeParenthesised(scanner);
	} else {
		item = takePrimary(scanner);
	}
	return negated ? {kind: 'not', item, span: {start, end: item.span.end}} : item;
}

/** The rest of a parenthesis that was opened. */
function takeParenthesised(scanner: Scanner): Expression {
	const opened = scanner.position - 1;
	scanner.enter();
	const expression = takeOr(scanner);
	scanner.skipBlank();
	if (!scanner.take(')')) {
		scanner.expected(
			"a ')' token",
			scanner.atEnd() ? `the parenthesis opened at column ${opened + 1} is never closed` : afterCondition(scanner),
		);
	}
	scanner.leave();
	return expression;
}

function takePrimary(scanner: Scanner): Expression {
	scanner.skipBlank();
	if (scanner.take('(')) return takeParenthesised(scanner);
	const check = takeCheck(scanner);
	if (check !== undefined) return check;
	const start = scanner.position;
	const name = scanner.takePattern(IDENTIFIER);
	if (name !== undefined) return {kind: 'macro', name, span: scanner.spanFrom(start)};
	scanner.expected("a '(' token, a field check, or an identifier", checkHint(scanner));
}
