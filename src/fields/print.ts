import type {ByteString} from '../events/byte-string.ts';
import {toText} from '../events/byte-string.ts';
import type {ParamType} from '../events/param-type.ts';
import type {EventContext} from '../system/context.ts';
import {bytesToBase64, bytesToDots} from './byte-dots.ts';
import type {FieldForm, FieldValue, PrintFormat, ResolvedField, Scalar} from './field.ts';
import {formatIp} from './ip.ts';
import {lenientText} from './lenient-text.ts';
import {numberText} from './number-text.ts';
import {sanitize} from './sanitize.ts';

export interface PrintOptions {
	/** Byte buffers in base64 instead of dots for what cannot be printed. */
	readonly bufferBase64?: boolean;
}

/** A value as JSON has it. Bigints are integers beyond 2^53, to be written as digits. */
export type JsonValue = string | number | bigint | boolean | null | readonly JsonValue[];

/** Bytes of a printed list, and of a printed byte buffer. */
const MOST_LIST_BYTES = 1024;
const MOST_BUFFER_BYTES = 1023;

/** A missing value in text. */
export const MISSING = '<NA>';

/** What a field's output token becomes in text: the value of its `output` extractor, printed. */
export function outputText(field: ResolvedField, event: EventContext, options: PrintOptions = {}): ByteString {
	const value = (field.output ?? field.extract)(event);
	return value === undefined ? MISSING : printAs(field, formOf(field, event), value, options);
}

/** What `output_fields` of a JSON alert carry for a field. */
export function outputJson(field: ResolvedField, event: EventContext, options: PrintOptions = {}): JsonValue {
	if (field.json !== undefined) return plain(field.json(event));
	const value = (field.output ?? field.extract)(event);
	return jsonAs(field, formOf(field, event), value, options);
}

/** A value of a field in text. */
export function printValue(field: ResolvedField, value: FieldValue, options: PrintOptions = {}): ByteString {
	return value === undefined ? MISSING : printAs(field, field, value, options);
}

/** A value of a field for JSON: typed where its print format is decimal, else text. */
export function jsonValue(field: ResolvedField, value: FieldValue, options: PrintOptions = {}): JsonValue {
	return jsonAs(field, field, value, options);
}

const formOf = (field: ResolvedField, event: EventContext): FieldForm => field.form?.(event) ?? field;
const isList = (value: FieldValue): value is readonly Scalar[] => Array.isArray(value);

function plain(value: FieldValue): JsonValue {
	return value === undefined ? null : typeof value === 'string' ? toText(value) : (value as JsonValue);
}

function printAs(field: ResolvedField, form: FieldForm, value: FieldValue, options: PrintOptions): ByteString {
	if (!isList(value)) return printScalar(form, value as Scalar, options);
	const texts = value.map((item) => printScalar(form, item, options));
	return field.matching === 'any' || field.matching === 'either' ? texts.join(' ') : listText(texts);
}

/** `(a,b)`, cut to what Falco's buffer holds. */
function listText(texts: readonly ByteString[]): ByteString {
	const whole = `(${texts.join(',')})`;
	return whole.length < MOST_LIST_BYTES ? whole : `${whole.slice(0, MOST_LIST_BYTES - 2)})`;
}

function printScalar({type, print}: FieldForm, value: Scalar, {bufferBase64}: PrintOptions): ByteString {
	if (typeof value === 'boolean') return String(value);
	if (typeof value === 'string') return printBytes(type, value, bufferBase64 === true);
	if (type === 'DOUBLE') return Number(value).toFixed(1);
	return numberText(value, print);
}

function printBytes(type: ParamType, value: ByteString, base64: boolean): ByteString {
	switch (type) {
		case 'BYTEBUF':
			return base64 ? bytesToBase64(value) : bytesToDots(value.slice(0, MOST_BUFFER_BYTES));
		case 'IPADDR':
		case 'IPV4ADDR':
		case 'IPV6ADDR':
			return formatIp(value);
		case 'IPNET':
		case 'IPV4NET':
		case 'IPV6NET':
			return '<IPNET>';
		case 'FSPATH':
		case 'FSRELPATH':
			return value;
		default:
			return sanitize(value);
	}
}

function jsonAs(field: ResolvedField, form: FieldForm, value: FieldValue, options: PrintOptions): JsonValue {
	if (value === undefined) return null;
	if (isList(value) && field.matching === 'list') return value.map((item) => jsonScalar(form, item, options));
	if (isList(value)) return toText(printAs(field, form, value, options));
	return jsonScalar(form, value as Scalar, options);
}

/** Only evt.rawarg has these types; Falco shows it as it is. */
const isPath = (type: ParamType): boolean => type === 'FSPATH' || type === 'FSRELPATH';

const DECIMAL: ReadonlySet<PrintFormat> = new Set(['DEC', 'ID', '10_PADDED_DEC']);

function jsonScalar(form: FieldForm, value: Scalar, options: PrintOptions): JsonValue {
	if (typeof value === 'boolean') return value;
	if (typeof value === 'string') return isPath(form.type) ? lenientText(value) : toText(printScalar(form, value, options));
	return DECIMAL.has(form.print) || form.type === 'DOUBLE' ? value : printScalar(form, value, options);
}
