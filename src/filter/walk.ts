import type {Check, Expression, FieldOperand, MacroReference, Operand, TransformerArgument} from './syntax.ts';

/** Every check and macro reference of a condition, left to right. */
export function* leavesOf(expression: Expression): Generator<Check | MacroReference> {
	switch (expression.kind) {
		case 'and':
		case 'or':
			for (const item of expression.items) yield* leavesOf(item);
			return;
		case 'not':
			yield* leavesOf(expression.item);
			return;
		default:
			yield expression;
	}
}

/** Every field of an operand: itself, or those inside a transformer. */
export function* fieldsOfOperand(operand: Operand): Generator<FieldOperand> {
	if (operand.kind === 'field') yield operand;
	else for (const argument of operand.arguments) yield* fieldsOfArgument(argument);
}

function* fieldsOfArgument(argument: TransformerArgument): Generator<FieldOperand> {
	if (argument.kind === 'list') for (const item of argument.items) yield* fieldsOfArgument(item);
	else if (argument.kind !== 'value') yield* fieldsOfOperand(argument);
}

/** The operands of a check: its left side, and its right side where that is a field. */
export function* operandsOf(check: Check): Generator<Operand> {
	yield check.left;
	if (check.right?.kind === 'field' || check.right?.kind === 'transformer') yield check.right;
}
