import type {ByteString} from '../events/byte-string.ts';
import {toByteString} from '../events/byte-string.ts';
import type {FieldCatalogue, FieldDefinition, FieldValue, ResolvedField, Scalar} from '../fields/field.ts';
import {type JsonValue, outputJson, outputText} from '../fields/print.ts';
import {type CompiledOperand, compileOperand, isProblem} from '../filter/operand.ts';
import type {ConditionProblem} from '../filter/problem.ts';
import {fieldsOfOperand} from '../filter/walk.ts';
import type {EventContext} from '../system/context.ts';
import type {ExtraField} from './append-output.ts';
import {type OutputToken, parseOutput} from './output-tokens.ts';

export interface OutputOptions {
	/** Falco's `buffer_format_base64`. */
	readonly bufferBase64?: boolean;
}

/** An output ready to be filled in. */
export interface OutputFormat {
	/** The plain fields, in order; those inside transformers are not among them. */
	readonly fields: readonly ResolvedField[];
	/** The text of those among them that are floating-point numbers. */
	readonly doubles?: readonly string[];
	/** The text with its values; `<NA>` where there is none. */
	render(event: EventContext): ByteString;
	/** The plain fields' values by their text, typed as JSON shows them (text as byte strings); null where there is none. */
	values(event: EventContext): Record<string, FieldValue | null>;
}

export type CompiledOutput =
	| {readonly ok: true; readonly format: OutputFormat}
	| {readonly ok: false; readonly problems: readonly ConditionProblem[]};

/** Compiles an output: `%field`, `%field[argument]`, `%20field`, `%transformer(field)`. */
export function compileOutput(format: string, catalogue: FieldCatalogue, options: OutputOptions = {}): CompiledOutput {
	const parsed = parseOutput(format, catalogue);
	if (!parsed.ok) return {ok: false, problems: [parsed.problem]};
	const parts: Part[] = [];
	const problems: ConditionProblem[] = [];
	for (const token of parsed.tokens) {
		const part = compileToken(token, catalogue);
		if ('code' in part) problems.push({...part, span: token.kind === 'operand' ? token.span : part.span});
		else parts.push(part);
	}
	return problems.length > 0 ? {ok: false, problems} : {ok: true, format: formatOf(parts, options)};
}

/** What compiling a rule's output needs of the rule. */
export interface OutputOfRule {
	readonly output: string;
	readonly extraFields: readonly ExtraField[];
}

/** A loaded rule's output with its extra fields among the values. */
export function compileRuleOutput(rule: OutputOfRule, catalogue: FieldCatalogue, options: OutputOptions = {}): OutputFormat {
	const output = compiled(rule.output, catalogue, options);
	if (rule.extraFields.length === 0) return output;
	const extras = rule.extraFields.map((extra) => ({...extra, output: compiled(extra.format, catalogue, options)}));
	const fields = [...output.fields, ...extras.filter(({formatted}) => !formatted).flatMap((extra) => extra.output.fields)];
	return {
		fields,
		doubles: doublesOf(fields),
		render: output.render,
		values: (event) => {
			const values = output.values(event);
			for (const extra of extras) {
				if (extra.formatted) values[extra.name] = extra.output.render(event);
				else Object.assign(values, extra.output.values(event));
			}
			return values;
		},
	};
}

/** Loading has checked the format: what does not compile here is a bug. */
function compiled(format: string, catalogue: FieldCatalogue, options: OutputOptions): OutputFormat {
	const found = compileOutput(format, catalogue, options);
	if (!found.ok) throw new Error(`output format was not checked: ${found.problems[0].message}`);
	return found.format;
}

type Part =
	| {readonly kind: 'literal'; readonly bytes: ByteString}
	| {readonly kind: 'value'; readonly field: ResolvedField; readonly isPlain: boolean; readonly width: number};

function compileToken(token: OutputToken, catalogue: FieldCatalogue): Part | ConditionProblem {
	if (token.kind === 'literal') return {kind: 'literal', bytes: toByteString(token.text)};
	const operand = compileOperand(token.operand, catalogue);
	if (isProblem(operand)) return operand;
	const field = operand.field ? {...operand.field, text: token.text} : fieldOfTransformer(operand, token, catalogue);
	return {kind: 'value', field, isPlain: operand.field !== undefined, width: token.width};
}

/** A transformed value prints as a field of the type it has become. */
function fieldOfTransformer(operand: CompiledOperand, token: OutputToken & {kind: 'operand'}, catalogue: FieldCatalogue): ResolvedField {
	const [inner] = fieldsOfOperand(token.operand);
	const resolved = inner && catalogue.resolve(inner.name, inner.argument);
	const definition = (resolved && 'definition' in resolved ? resolved.definition : catalogue.definitions[0]) as FieldDefinition;
	const {type, list, matching, extract} = operand;
	return {definition, text: token.text, argument: undefined, type, list, matching, print: 'DEC', extract};
}

function formatOf(parts: readonly Part[], options: OutputOptions): OutputFormat {
	const bufferBase64 = options.bufferBase64 ?? false;
	const plain = new Map<string, ResolvedField>();
	for (const part of parts) if (part.kind === 'value' && part.isPlain) plain.set(part.field.text, part.field);
	const fields = [...plain.values()];
	return {
		fields,
		doubles: doublesOf(fields),
		render(event) {
			let line = '';
			for (const part of parts) {
				if (part.kind === 'literal') {
					line += part.bytes;
					continue;
				}
				const text = outputText(part.field, event, {bufferBase64});
				line += part.width === 0 ? text : text.slice(0, part.width).padEnd(part.width);
			}
			return line;
		},
		values(event) {
			const values: Record<string, FieldValue | null> = {};
			for (const field of fields) values[field.text] = asBytes(outputJson(field, event, {bufferBase64}));
			return values;
		},
	};
}

function doublesOf(fields: readonly ResolvedField[]): readonly string[] | undefined {
	const doubles = fields.filter(({type}) => type === 'DOUBLE').map(({text}) => text);
	return doubles.length === 0 ? undefined : doubles;
}

/** Alerts carry byte strings. */
function asBytes(value: JsonValue): FieldValue | null {
	if (typeof value === 'string') return toByteString(value);
	return Array.isArray(value) ? value.map((item) => asBytes(item) as Scalar) : (value as FieldValue | null);
}
