import {nearNames} from '../fields/near-names.ts';
import {takeQuoted} from './parse-value.ts';
import type {Scanner} from './scanner.ts';
import {
	type FieldOperand,
	type ListArgument,
	type Operand,
	TRANSFORMERS,
	type TransformerArgument,
	type TransformerName,
	type TransformerOperand,
} from './syntax.ts';
import {FIELD_ARGUMENT, FIELD_NAME, IDENTIFIER, NUMBER} from './tokens.ts';

/** What may stand left of an operator: `val` only marks a field on the right. */
const LEFT_TRANSFORMERS = TRANSFORMERS.filter((name) => name !== 'val');
/** As Falco lists them in its messages. */
export const TRANSFORMER_NAMES = ['val', ...LEFT_TRANSFORMERS].map((name) => `'${name}'`).join(', ');

export function takeField(scanner: Scanner): FieldOperand | undefined {
	const start = scanner.position;
	const name = scanner.takePattern(FIELD_NAME);
	if (name === undefined) return undefined;
	const argument = takeArgument(scanner);
	const span = scanner.spanFrom(start);
	return argument === undefined ? {kind: 'field', name, span} : {kind: 'field', name, argument, span};
}

/** `[2]`, `["a b"]` */
function takeArgument(scanner: Scanner): string | undefined {
	if (!scanner.take('[')) return undefined;
	const argument = takeQuoted(scanner) ?? scanner.takePattern(FIELD_ARGUMENT);
	if (argument === undefined) scanner.expected('a valid field argument: a quoted string or a bare string');
	if (!scanner.take(']')) scanner.expected("a ']' token", 'an argument with blanks, brackets or quotes needs quotes');
	return argument;
}

/** `tolower(…)` and its like; `val(…)` only where `right` says so. */
export function takeTransformer(scanner: Scanner, right = false): TransformerOperand | undefined {
	const start = scanner.position;
	if (right && scanner.take('val(')) return takeVal(scanner, start);
	const name = LEFT_TRANSFORMERS.find((candidate) => scanner.take(`${candidate}(`));
	return name === undefined ? undefined : takeTransformerRest(scanner, name, start);
}

function takeVal(scanner: Scanner, start: number): TransformerOperand {
	scanner.skipBlank();
	const field = takeField(scanner) ?? scanner.expected("a field within 'val' transformer", 'val() takes one field: val(proc.pname)');
	closeTransformer(scanner);
	return {kind: 'transformer', name: 'val', arguments: [field], span: scanner.spanFrom(start)};
}

function takeTransformerRest(scanner: Scanner, name: TransformerName, start: number): TransformerOperand {
	scanner.enter();
	const args: TransformerArgument[] = [];
	do {
		scanner.skipBlank();
		args.push(takeTransformerArgument(scanner));
		scanner.skipBlank();
	} while (scanner.take(','));
	closeTransformer(scanner);
	scanner.leave();
	const argument = takeArgument(scanner);
	const span = scanner.spanFrom(start);
	return argument === undefined
		? {kind: 'transformer', name, arguments: args, span}
		: {kind: 'transformer', name, arguments: args, argument, span};
}

function closeTransformer(scanner: Scanner): void {
	scanner.skipBlank();
	if (!scanner.take(')')) scanner.expected("a ')' token closing the transformer");
}

function takeTransformerArgument(scanner: Scanner): TransformerArgument {
	return (
		takeListArgument(scanner) ??
		takeScalarArgument(scanner) ??
		scanner.expected(`a field or a nested valid transformer: ${TRANSFORMER_NAMES}`, argumentHint(scanner))
	);
}

function takeScalarArgument(scanner: Scanner): TransformerArgument | undefined {
	const start = scanner.position;
	const quoted = takeQuoted(scanner);
	const text = quoted ?? scanner.takePattern(NUMBER);
	if (text !== undefined) return {kind: 'value', text, quoted: quoted !== undefined, span: scanner.spanFrom(start)};
	return takeTransformer(scanner) ?? takeField(scanner);
}

function takeListArgument(scanner: Scanner): ListArgument | undefined {
	const start = scanner.position;
	if (!scanner.take('(')) return undefined;
	const items: TransformerArgument[] = [];
	scanner.skipBlank();
	while (!scanner.startsWith(')')) {
		if (items.length > 0 && !scanner.take(',')) scanner.expected("a ')' token");
		scanner.skipBlank();
		items.push(takeScalarArgument(scanner) ?? scanner.expected('a field, a quoted string or a number', argumentHint(scanner)));
		scanner.skipBlank();
	}
	scanner.take(')');
	return {kind: 'list', items, span: scanner.spanFrom(start)};
}

function argumentHint(scanner: Scanner): string | undefined {
	const word = scanner.peekWord();
	const name = new RegExp(IDENTIFIER.source, 'y').exec(word)?.[0];
	if (name === undefined || name !== word) return undefined;
	const [guess] = nearNames(name, TRANSFORMERS);
	return guess === undefined ? `text needs quotes: "${name}"` : `did you mean ${guess}?`;
}

/** The operand alone, as outputs use it: `toupper(proc.name)`, `proc.aname[2]`. Undefined where none starts. */
export function takeOperand(scanner: Scanner): Operand | undefined {
	return takeTransformer(scanner) ?? takeField(scanner);
}
