import type {Check, Expression, FieldOperand, MacroReference, Operand, TransformerArgument} from './syntax.ts';

// Arrays, not generators: loading walks through every condition several times, and nested generators cost most of that.

/** Every check and macro reference of a condition, left to right. */
export function leavesOf(expression: Expression): (Check | MacroReference)[] {
	const leaves: (Check | MacroReference)[] = [];
	addLeaves(expression, leaves);
	return leaves;
}

/** Every check of a condition, left to right. */
export const checksOf = (expression: Expression): Check[] => leavesOf(expression).filter((leaf) => leaf.kind === 'check');

function addLeaves(expression: Expression, leaves: (Check | MacroReference)[]): void {
	switch (expression.kind) {
		case 'and':
		case 'or':
			for (const item of expression.items) addLeaves(item, leaves);
			return;
		case 'not':
			addLeaves(expression.item, leaves);
			return;
		default:
			leaves.push(expression);
	}
}

/** Every field of an operand: itself, or those inside a transformer. */
export function fieldsOfOperand(operand: Operand): readonly FieldOperand[] {
	if (operand.kind === 'field') return [operand];
	return operand.arguments.flatMap(fieldsOfArgument);
}

function fieldsOfArgument(argument: TransformerArgument): readonly FieldOperand[] {
	if (argument.kind === 'list') return argument.items.flatMap(fieldsOfArgument);
	return argument.kind === 'value' ? [] : fieldsOfOperand(argument);
}

/** The operands of a check: its left side, and its right side where that is a field. */
export function operandsOf({left, right}: Check): readonly Operand[] {
	return right?.kind === 'field' || right?.kind === 'transformer' ? [left, right] : [left];
}
