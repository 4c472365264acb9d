import fc from 'fast-check';
import type {Expression, FieldOperand, Operand, RightSide, TransformerArgument, Value} from '../../src/filter/syntax.ts';
import {LIST_OPERATORS, MODIFIERS, NUMERIC_OPERATORS, STRING_OPERATORS, TRANSFORMERS} from '../../src/filter/syntax.ts';
import {BARE_UNITS, HOSTILE_UNITS, LETTERS, SYNTAX, WORD_ENDS} from './hostile-words.ts';

const span = {start: 0, end: 0};
const word = fc
	.tuple(fc.constantFrom(...LETTERS), fc.string({unit: fc.constantFrom(...WORD_ENDS), maxLength: 5}))
	.map(([first, rest]) => first + rest);

/** Text that no condition may take for syntax. */
export const hostileText = fc.oneof(
	fc.string({unit: fc.constantFrom(...HOSTILE_UNITS), maxLength: 12}),
	fc.string({unit: 'binary', maxLength: 8}).map((text) => text.replaceAll('\0', '')),
	fc.constantFrom(...SYNTAX),
);

const bareText = fc.string({unit: fc.constantFrom(...BARE_UNITS), minLength: 1, maxLength: 8});
export const value: fc.Arbitrary<Value> = fc.oneof(
	hostileText.map((text): Value => ({kind: 'value', text, quoted: true, span})),
	bareText.map((text): Value => ({kind: 'value', text, quoted: false, span})),
);
const number = fc
	.oneof(fc.integer().map(String), fc.constantFrom('0x1F', '1.5', '-2.', '1e+3', '+7'))
	.map((text): Value => ({kind: 'value', text, quoted: false, span}));
const argument = fc.option(
	hostileText.filter((text) => text !== ''),
	{nil: undefined},
);

const field: fc.Arbitrary<FieldOperand> = fc
	.tuple(fc.array(word, {minLength: 2, maxLength: 3}), argument)
	.map(([words, text]) => ({kind: 'field', name: words.join('.'), ...(text === undefined ? {} : {argument: text}), span}));

const {operand} = fc.letrec<{operand: Operand; scalar: TransformerArgument; argument: TransformerArgument}>((tie) => ({
	operand: fc.oneof({maxDepth: 3, withCrossShrink: true}, field, transformer(tie('argument') as fc.Arbitrary<TransformerArgument>)),
	scalar: fc.oneof(
		{maxDepth: 3},
		hostileText.map((text): Value => ({kind: 'value', text, quoted: true, span})),
		fc.nat().map((n): Value => ({kind: 'value', text: String(n), quoted: false, span})),
		tie('operand'),
	),
	argument: fc.oneof(
		{maxDepth: 3},
		tie('scalar'),
		fc
			.array(tie('scalar') as fc.Arbitrary<TransformerArgument>, {maxLength: 3})
			.map((items): TransformerArgument => ({kind: 'list', items: items as never, span})),
	),
}));

function transformer(args: fc.Arbitrary<TransformerArgument>): fc.Arbitrary<Operand> {
	const name = fc.constantFrom(...TRANSFORMERS.filter((candidate) => candidate !== 'val'));
	return fc.tuple(name, fc.array(args, {minLength: 1, maxLength: 3}), argument).map(
		([transformerName, list, text]): Operand => ({
			kind: 'transformer',
			name: transformerName,
			arguments: list,
			...(text === undefined ? {} : {argument: text}),
			span,
		}),
	);
}

const val = field.map((inner): Operand => ({kind: 'transformer', name: 'val', arguments: [inner], span}));
const rightOperand = fc.oneof(
	operand.filter((found) => found.kind === 'transformer'),
	val,
);
const valueList = fc.array(value, {maxLength: 4}).map((items): RightSide => ({kind: 'list', items, span}));
const listName = word.filter((name) => !/^(and|or|not)$/.test(name)).map((name): RightSide => ({kind: 'identifier', name, span}));

const check: fc.Arbitrary<Expression> = fc.oneof(
	operand.map((left): Expression => ({kind: 'check', left, operator: 'exists', operatorSpan: span, span})),
	rightOf(NUMERIC_OPERATORS, fc.oneof(number, rightOperand)),
	rightOf(STRING_OPERATORS, fc.oneof(value, rightOperand)),
	rightOf(LIST_OPERATORS, fc.oneof(valueList, listName, rightOperand)),
	fc
		.tuple(operand, fc.constantFrom(...STRING_OPERATORS), fc.constantFrom(...MODIFIERS), fc.oneof(valueList, listName))
		.map(([left, operator, modifier, right]): Expression => ({kind: 'check', left, operator, operatorSpan: span, modifier, right, span})),
);

function rightOf(
	operators: readonly (typeof NUMERIC_OPERATORS | typeof STRING_OPERATORS | typeof LIST_OPERATORS)[number][],
	right: fc.Arbitrary<RightSide>,
): fc.Arbitrary<Expression> {
	return fc
		.tuple(operand, fc.constantFrom(...operators), right)
		.map(([left, operator, side]): Expression => ({kind: 'check', left, operator, operatorSpan: span, right: side, span}));
}

const macro = word.filter((name) => !/^(and|or|not)$/.test(name)).map((name): Expression => ({kind: 'macro', name, span}));

/** Any syntax tree that a condition can have. */
export const expression: fc.Arbitrary<Expression> = fc.letrec<{node: Expression}>((tie) => ({
	node: fc.oneof(
		{maxDepth: 5, withCrossShrink: true},
		check,
		macro,
		fc
			.tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('node'), {minLength: 2, maxLength: 3}))
			.map(([kind, items]): Expression => ({kind, items, span})),
		tie('node').map((item): Expression => ({kind: 'not', item, span})),
	),
})).node;
