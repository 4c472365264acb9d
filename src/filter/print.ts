import {quoteString} from './escape.ts';
import type {Check, Expression, Operand, RightSide, TransformerArgument, Value} from './syntax.ts';
import {BARE_STRING, FIELD_ARGUMENT, HEX, isToken, NUMBER} from './tokens.ts';

/** The text of a condition: parsing it gives the same tree back. Parentheses stand only where they are needed. */
export function printExpression(expression: Expression): string {
	switch (expression.kind) {
		case 'and':
			return printItems(expression.items, ' and ', (item) => item.kind === 'and' || item.kind === 'or');
		case 'or':
			return printItems(expression.items, ' or ', (item) => item.kind === 'or');
		case 'not':
			return `not ${printItem(expression.item, isCompound(expression.item))}`;
		case 'macro':
			return expression.name;
		case 'check':
			return printCheck(expression);
	}
}

// A `not` of a `not` needs parentheses: two in a row cancel out when parsed.
const isCompound = (expression: Expression): boolean => expression.kind === 'and' || expression.kind === 'or' || expression.kind === 'not';

function printItems(items: readonly Expression[], separator: string, inParentheses: (item: Expression) => boolean): string {
	return items.map((item) => printItem(item, inParentheses(item))).join(separator);
}

function printItem(item: Expression, inParentheses: boolean): string {
	return inParentheses ? `(${printExpression(item)})` : printExpression(item);
}

export function printCheck(check: Check): string {
	const words = [printOperand(check.left), check.operator];
	if (check.modifier !== undefined) words.push(check.modifier);
	if (check.right !== undefined) words.push(printRight(check.right));
	return words.join(' ');
}

function printRight(right: RightSide): string {
	switch (right.kind) {
		case 'value':
			return printValue(right);
		case 'list':
			return `(${right.items.map(printValue).join(', ')})`;
		case 'identifier':
			return right.name;
		default:
			return printOperand(right);
	}
}

export function printValue(value: Value): string {
	// A backspace is a blank where a value starts.
	return !value.quoted && isToken(BARE_STRING, value.text) && !value.text.startsWith('\b') ? value.text : quoteString(value.text);
}

/** `proc.aname[2]`, `toupper(proc.name)` */
export function printOperand(operand: Operand): string {
	const argument = operand.argument === undefined ? '' : `[${printArgument(operand.argument)}]`;
	if (operand.kind === 'field') return operand.name + argument;
	return `${operand.name}(${operand.arguments.map(printTransformerArgument).join(', ')})${argument}`;
}

const printArgument = (argument: string): string => (isToken(FIELD_ARGUMENT, argument) ? argument : quoteString(argument));

function printTransformerArgument(argument: TransformerArgument): string {
	switch (argument.kind) {
		case 'value':
			return !argument.quoted && isToken(NUMBER, argument.text) ? argument.text : quoteString(argument.text);
		case 'list':
			return `(${argument.items.map(printTransformerArgument).join(', ')})`;
		default:
			return printOperand(argument);
	}
}

/** Whether the text can stand right of a numeric operator. */
export const isNumberText = (text: string): boolean => isToken(HEX, text) || isToken(NUMBER, text);
