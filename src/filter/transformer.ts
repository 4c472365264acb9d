import {type ByteString, toByteString} from '../events/byte-string.ts';
import type {ParamType} from '../events/param-type.ts';
import type {Extractor, FieldValue} from '../fields/field.ts';
import type {CompiledOperand} from './operand.ts';
import {printOperand} from './print.ts';
import type {ConditionProblem} from './problem.ts';
import type {ListArgument, Operand, Span, TransformerArgument, TransformerOperand} from './syntax.ts';
import {basename, decodeBase64, optionTexts, parseOptions, selectOption, toLowerAscii, toUpperAscii, untilNul} from './transform.ts';
import {groupOf} from './type-group.ts';

/** What a transformer makes of its arguments. */
export type Transformed = Pick<CompiledOperand, 'type' | 'list' | 'extract' | 'cost'>;
type CompileInner = (operand: Operand) => CompiledOperand | ConditionProblem;
type Texts = readonly ByteString[];

/** Checks a transformer's arguments and gives its extractor; or the first problem. */
export function compileTransformer(operand: TransformerOperand, compileInner: CompileInner): Transformed | ConditionProblem {
	const args: Transformed[] = [];
	for (const argument of operand.arguments) {
		const compiled = compileArgument(operand, argument, compileInner);
		if ('code' in compiled) return compiled;
		args.push(compiled);
	}
	if (operand.argument !== undefined && operand.name !== 'getopt')
		return fault(operand, `'${operand.name}' transformer does not accept an argument in brackets`);
	if (operand.argument !== undefined && operand.argument.length !== 1)
		return fault(operand, 'getopt() takes a single option character in brackets');
	return wrongCount(operand, args.length) ?? build(operand, args);
}

function compileArgument(
	operand: TransformerOperand,
	argument: TransformerArgument,
	compileInner: CompileInner,
): Transformed | ConditionProblem {
	if (argument.kind === 'value') return constantText(toByteString(argument.text));
	if (argument.kind === 'list') return compileListArgument(operand, argument, compileInner);
	const inner = compileInner(argument);
	if ('code' in inner) return inner;
	if (inner.field !== undefined && !inner.field.definition.transformersAllowed) {
		return fault(operand, `can't add field transformer: field '${inner.text}' does not support transformers`, undefined, argument.span);
	}
	return inner;
}

const constantText = (text: ByteString): Transformed => ({type: 'CHARBUF', list: false, extract: () => text, cost: 0});

/** `(proc.name, "x")`: missing items make the whole list missing. */
function compileListArgument(
	operand: TransformerOperand,
	argument: ListArgument,
	compileInner: CompileInner,
): Transformed | ConditionProblem {
	const items: Transformed[] = [];
	for (const item of argument.items) {
		const compiled = compileArgument(operand, item, compileInner);
		if ('code' in compiled) return compiled;
		if (compiled.list || groupOf(compiled.type) !== 'string') return unsupported(operand, compiled, item);
		items.push(compiled);
	}
	const extractors = items.map((item) => item.extract);
	return {type: 'CHARBUF', list: true, cost: sumOfCosts(items), extract: (event) => extractAll(extractors, event)};
}

function extractAll(extractors: readonly Extractor[], event: Parameters<Extractor>[0]): Texts | undefined {
	const texts: ByteString[] = [];
	for (const extract of extractors) {
		const value = extract(event);
		if (value === undefined) return undefined;
		texts.push(value as ByteString);
	}
	return texts;
}

const sumOfCosts = (items: readonly Transformed[]): number => items.reduce((sum, item) => sum + item.cost, 2);

const COUNTS: Readonly<Record<TransformerOperand['name'], readonly [least: number, most: number]>> = {
	tolower: [1, 1],
	toupper: [1, 1],
	b64: [1, 1],
	basename: [1, 1],
	len: [1, 1],
	val: [1, 1],
	join: [2, 2],
	getopt: [2, 2],
	concat: [2, Number.POSITIVE_INFINITY],
};

function wrongCount(operand: TransformerOperand, count: number): ConditionProblem | undefined {
	const [least, most] = COUNTS[operand.name];
	if (count >= least && count <= most) return undefined;
	const wanted = most === least ? `exactly ${least}` : `at least ${least}`;
	return fault(
		operand,
		`'${operand.name}' transformer takes ${wanted} argument${least === 1 ? '' : 's'}, found ${count}`,
		USAGE[operand.name],
	);
}

const USAGE: Partial<Record<TransformerOperand['name'], string>> = {
	join: 'join(",", (proc.name, proc.pname))',
	getopt: 'getopt((proc.args[0], proc.args[1]), "t:n")[t]',
	concat: 'concat(proc.name, "-", proc.pname)',
};

function build(operand: TransformerOperand, args: readonly Transformed[]): Transformed | ConditionProblem {
	const [first, second] = args;
	switch (operand.name) {
		case 'tolower':
			return isText(first) ? mapTexts(first, toLowerAscii) : unsupported(operand, first);
		case 'toupper':
			return isText(first) ? mapTexts(first, toUpperAscii) : unsupported(operand, first);
		case 'basename':
			return isText(first) ? mapTexts(first, basename) : unsupported(operand, first);
		case 'b64':
			if (first.type === 'BYTEBUF') return mapTexts(first, decodeBase64);
			return first.type === 'CHARBUF' ? mapTexts(first, decodeText) : unsupported(operand, first);
		case 'len':
			return first.list || isText(first) || first.type === 'BYTEBUF' ? lengthOf(first) : unsupported(operand, first);
		case 'val':
			return first;
		case 'join':
			return isScalarText(first) && second.list && isText(second)
				? joinTexts(first, second)
				: unsupported(operand, isScalarText(first) ? second : first);
		case 'concat': {
			const wrong = args.find((arg) => !isScalarText(arg));
			return wrong === undefined ? concatTexts(args) : unsupported(operand, wrong);
		}
		case 'getopt':
			return first.list && isText(first) && isScalarText(second)
				? optionsOf(first, second, operand.argument)
				: unsupported(operand, first.list ? second : first);
	}
}

const isText = (arg: Transformed): boolean => groupOf(arg.type) === 'string';
const isScalarText = (arg: Transformed): boolean => isText(arg) && !arg.list;

const decodeText = (text: ByteString): ByteString | undefined => {
	const bytes = decodeBase64(text);
	return bytes === undefined ? undefined : untilNul(bytes);
};

function mapTexts(arg: Transformed, change: (text: ByteString) => ByteString | undefined): Transformed {
	const {extract} = arg;
	const changed: Extractor = arg.list
		? (event) => changeEach(extract(event) as Texts | undefined, change)
		: (event) => {
				const value = extract(event);
				return value === undefined ? undefined : change(value as ByteString);
			};
	return {type: arg.type, list: arg.list, cost: arg.cost + 3, extract: changed};
}

function changeEach(texts: Texts | undefined, change: (text: ByteString) => ByteString | undefined): FieldValue {
	if (texts === undefined) return undefined;
	const changed: ByteString[] = [];
	for (const text of texts) {
		const value = change(text);
		if (value === undefined) return undefined;
		changed.push(value);
	}
	return changed;
}

function lengthOf(arg: Transformed): Transformed {
	const {extract} = arg;
	const whole = arg.list || arg.type === 'BYTEBUF';
	return {
		type: 'UINT64' satisfies ParamType,
		list: false,
		cost: arg.cost + 1,
		extract: (event) => {
			const value = extract(event) as ByteString | Texts | undefined;
			if (value === undefined) return undefined;
			return whole ? value.length : untilNul(value as ByteString).length;
		},
	};
}

function joinTexts(separator: Transformed, list: Transformed): Transformed {
	return {
		type: 'CHARBUF',
		list: false,
		cost: separator.cost + list.cost + 4,
		extract: (event) => {
			const between = separator.extract(event) as ByteString | undefined;
			const texts = list.extract(event) as Texts | undefined;
			return between === undefined || texts === undefined ? undefined : texts.join(between);
		},
	};
}

function concatTexts(args: readonly Transformed[]): Transformed {
	const extractors = args.map((arg) => arg.extract);
	return {type: 'CHARBUF', list: false, cost: sumOfCosts(args), extract: (event) => extractAll(extractors, event)?.join('')};
}

/** All values of the options found, or the last one of the option in brackets. */
function optionsOf(words: Transformed, known: Transformed, option: string | undefined): Transformed {
	const wanted = option === undefined ? undefined : toByteString(option);
	return {
		type: 'CHARBUF',
		list: wanted === undefined,
		cost: words.cost + 10,
		extract: (event) => {
			const list = words.extract(event) as Texts | undefined;
			const optstring = known.extract(event) as ByteString | undefined;
			if (list === undefined || optstring === undefined) return undefined;
			const found = parseOptions(list, optstring);
			return wanted === undefined ? optionTexts(found) : selectOption(found, wanted);
		},
	};
}

function unsupported(operand: TransformerOperand, arg: Transformed, at?: TransformerArgument): ConditionProblem {
	const type = arg.list ? `list of ${arg.type}` : arg.type;
	const inner = operand.arguments.find((argument) => argument.kind === 'field' || argument.kind === 'transformer');
	const on = inner === undefined ? '' : ` applied on field '${printOperand(inner)}'`;
	return fault(
		operand,
		`can't add field transformer: type '${type}' is not supported by '${operand.name}' transformer${on}`,
		USAGE[operand.name],
		at?.span,
	);
}

const fault = (operand: TransformerOperand, message: string, hint?: string, span: Span = operand.span): ConditionProblem => ({
	code: 'transformer',
	message,
	...(hint === undefined ? {} : {hint}),
	span,
});
