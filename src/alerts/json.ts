import {toByteString, toText} from '../events/byte-string.ts';
import type {FieldValue} from '../fields/field.ts';
import {type Alert, PRIORITIES} from './alert.ts';
import {jsonString} from './escape.ts';
import {alertLine, type Notice} from './text.ts';
import {utcTime} from './time.ts';

/** Falco's `json_include_…` keys and the time format of `output`. */
export interface JsonOptions {
	readonly timeFormatIso8601: boolean;
	readonly includeOutput: boolean;
	readonly includeMessage: boolean;
	readonly includeOutputFields: boolean;
	readonly includeTags: boolean;
}

export const DEFAULT_JSON_OPTIONS: JsonOptions = {
	timeFormatIso8601: false,
	includeOutput: true,
	includeMessage: false,
	includeOutputFields: true,
	includeTags: true,
};

/** Fields that JSON shows as nanoseconds since the epoch, whatever their text form. */
const TIMES = new Set(['evt.time', 'evt.time.iso8601', 'evt.datetime']);

/** A JSON alert: one line, keys sorted, integers exact whatever their size. */
export function alertJson(alert: Alert, options: JsonOptions): string {
	const {timeFormatIso8601} = options;
	const parts = [`"hostname":${jsonString(alert.hostname)}`];
	if (options.includeMessage) parts.push(`"message":${bytesJson(alert.message)}`);
	if (options.includeOutput) parts.push(`"output":${bytesJson(alertLine(alert, {timeFormatIso8601}))}`);
	if (options.includeOutputFields) parts.push(`"output_fields":${fieldsJson(alert, timeFormatIso8601)}`);
	parts.push(`"priority":"${PRIORITIES[alert.priority]}"`, `"rule":${jsonString(alert.rule)}`, `"source":${jsonString(alert.source)}`);
	if (options.includeTags) parts.push(`"tags":[${[...new Set(alert.tags)].sort(byBytes).map(jsonString).join(',')}]`);
	parts.push(`"time":"${utcTime(alert.tsNs)}Z"`);
	return `{${parts.join(',')}}`;
}

const bytesJson = (bytes: string) => jsonString(toText(bytes));

const byBytes = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function fieldsJson({fields, doubles, tsNs}: Alert, timeFormatIso8601: boolean): string {
	const time = timeFormatIso8601 ? 'evt.time.iso8601' : 'evt.time';
	const names = Object.keys(fields);
	if (!names.includes(time)) names.push(time);
	const members = names.sort(byBytes).map((name) => {
		const value = TIMES.has(name) ? tsNs : fields[name];
		const isDouble = typeof value === 'number' && doubles?.includes(name);
		return `${jsonString(name)}:${isDouble ? doubleJson(value) : valueJson(value)}`;
	});
	return `{${members.join(',')}}`;
}

/** Powers of ten that are written out; others have an exponent. */
const LEAST_PLAIN_POWER = -4;
const MOST_PLAIN_POWER = 14;

/** A floating-point number as Falco's JSON library writes it: the shortest digits, always with a point or an exponent. */
export function doubleJson(value: number): string {
	if (!Number.isFinite(value)) return 'null';
	const [digits, exponent] = value.toExponential().split('e');
	const power = Number(exponent);
	if (power < LEAST_PLAIN_POWER || power > MOST_PLAIN_POWER) {
		return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
	}
	const plain = Object.is(value, -0) ? '-0' : String(value);
	return Number.isInteger(value) ? `${plain}.0` : plain;
}

/** A field's value in JSON. Byte strings become text; bigints are written out whole. */
export function valueJson(value: FieldValue | null): string {
	if (value === null || value === undefined) return 'null';
	if (typeof value === 'string') return bytesJson(value);
	if (typeof value === 'object') return `[${value.map(valueJson).join(',')}]`;
	return String(value);
}

/** The JSON form of a notice. */
export function noticeJson(notice: Notice, options: JsonOptions): string {
	const {timeFormatIso8601, includeOutput, includeOutputFields} = options;
	const parts = [`"hostname":${jsonString(notice.hostname)}`];
	const line = alertLine({...notice, message: toByteString(notice.message)}, {timeFormatIso8601});
	if (includeOutput) parts.push(`"output":${bytesJson(line)}`);
	if (includeOutputFields) {
		const names = Object.keys(notice.fields).sort(byBytes);
		parts.push(`"output_fields":{${names.map((name) => `${jsonString(name)}:${factJson(notice.fields[name])}`).join(',')}}`);
	}
	parts.push(`"priority":"${PRIORITIES[notice.priority]}"`, `"rule":${jsonString(notice.rule)}`, '"source":"internal"');
	parts.push(`"time":"${utcTime(notice.tsNs)}Z"`);
	return `{${parts.join(',')}}`;
}

const factJson = (fact: string | number | bigint) => (typeof fact === 'string' ? jsonString(fact) : String(fact));
