import {type Alert, PRIORITIES, type Priority} from '../alerts/alert.ts';
import {toByteString} from '../events/byte-string.ts';
import {type FieldCatalogue, type FieldValue, isFieldProblem, type Scalar} from '../fields/field.ts';
import {parseIp} from '../fields/ip.ts';
import {groupOf, type TypeGroup} from '../filter/type-group.ts';
import {UNKNOWN_CONTAINER} from './alert-value.ts';

/** What a line of Falco's output is: an alert, a notice of Falco itself, something else it prints, or broken. */
export type LogLine =
	| {readonly kind: 'alert'; readonly alert: Alert}
	/** `dropped`: system calls that Falco says it lost. `reason`: why it could not load its rules. */
	| {readonly kind: 'notice'; readonly rule: string; readonly dropped: number; readonly reason?: string}
	| {readonly kind: 'other'}
	| {readonly kind: 'bad'; readonly reason: string};

type Json = string | number | bigint | boolean | null | readonly Json[] | {readonly [key: string]: Json};

const TIMES = new Set(['evt.time', 'evt.time.iso8601', 'evt.datetime']);
const RESTART_FAILURE = 'Falco internal: hot restart failure';
const OTHER: LogLine = {kind: 'other'};

/**
 * Reads Falco's JSON alerts (`json_output: true`) as Falco, kubectl, Docker or a container runtime wrote them, with or
 * without something before the brace. `output_fields` become the snapshot: nothing else of the event is known.
 */
export class FalcoLogReader {
	readonly #catalogue: FieldCatalogue;
	readonly #forms = new Map<string, FieldForm | undefined>();
	#seq = 0;

	constructor(catalogue: FieldCatalogue) {
		this.#catalogue = catalogue;
	}

	read(line: string): LogLine {
		const brace = line.indexOf('{');
		if (brace < 0) return OTHER;
		const parsed = parseExact(line.slice(brace));
		if (parsed === undefined) return brace === 0 ? {kind: 'bad', reason: 'not JSON'} : OTHER;
		if (typeof parsed.log === 'string' && parsed.rule === undefined) return this.read(parsed.log);
		return this.#alertOf(parsed);
	}

	#alertOf(json: Readonly<Record<string, Json>>): LogLine {
		const {rule, output, source, time, output_fields: given} = json;
		if (typeof rule !== 'string') return {kind: 'bad', reason: 'no rule: this is no alert of Falco'};
		if (source === 'internal') {
			const reason = rule === RESTART_FAILURE && isRecord(given) && typeof given.reason === 'string' ? {reason: given.reason} : {};
			return {kind: 'notice', rule, dropped: droppedOf(given), ...reason};
		}
		const priority = priorityOf(json.priority);
		if (priority === undefined) return {kind: 'bad', reason: 'no priority'};
		const fields = this.#fieldsOf(isRecord(given) ? given : {});
		const tsNs = timeOf(time) ?? timeOf(fields['evt.time']);
		if (tsNs === undefined) return {kind: 'bad', reason: 'no time'};
		const containerId = fields['container.id'];
		const alert: Alert = {
			seq: ++this.#seq,
			tsNs,
			rule,
			priority,
			source: typeof source === 'string' ? source : 'syscall',
			tags: Array.isArray(json.tags) ? json.tags.filter((tag) => typeof tag === 'string') : [],
			hostname: typeof json.hostname === 'string' ? json.hostname : '',
			message: toByteString(messageOf(typeof output === 'string' ? output : '')),
			fields,
			snapshot: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Record<string, FieldValue>,
			ancestry: [],
			evtNum: numberOf(fields['evt.num']),
			evtType: typeof fields['evt.type'] === 'string' ? fields['evt.type'] : '',
			tid: numberOf(fields['thread.tid']),
			pid: numberOf(fields['proc.pid']),
			containerId: typeof containerId === 'string' ? (containerId === 'host' ? '' : containerId) : UNKNOWN_CONTAINER,
		};
		return {kind: 'alert', alert};
	}

	#fieldsOf(given: Readonly<Record<string, Json>>): Record<string, FieldValue | null> {
		const fields: Record<string, FieldValue | null> = Object.create(null);
		for (const [field, value] of Object.entries(given)) {
			const read = this.#valueOf(field, value);
			if (read !== undefined) fields[field] = read;
		}
		return fields;
	}

	/** As the engine has values: byte strings, addresses as bytes. Undefined for what the field cannot hold. */
	#valueOf(field: string, value: Json): FieldValue | null {
		// Texts in conditions, but nanoseconds in JSON.
		if (value === null || (TIMES.has(field) && typeof value !== 'object')) return typeof value === 'string' ? toByteString(value) : value;
		const form = this.#formOf(field);
		if (Array.isArray(value)) return form?.list === false ? undefined : value.flatMap((item) => scalarOf(item, form?.group) ?? []);
		return form?.list === true ? undefined : scalarOf(value, form?.group);
	}

	#formOf(field: string): FieldForm | undefined {
		if (!this.#forms.has(field)) {
			const [, name = field, argument] = /^([^[]+)\[(.*)\]$/.exec(field) ?? [];
			const found = this.#catalogue.resolve(name, argument);
			this.#forms.set(field, isFieldProblem(found) ? undefined : {group: groupOf(found.type), list: found.list});
		}
		return this.#forms.get(field);
	}
}

/** What the values of a field are; undefined for fields of other sources. */
interface FieldForm {
	readonly group: TypeGroup;
	readonly list: boolean;
}

function scalarOf(value: Json, group: TypeGroup | undefined): Scalar | undefined {
	switch (typeof value) {
		case 'string':
			if (group === 'address') return parseIp(value);
			return group === 'integer' || group === 'bool' ? undefined : toByteString(value);
		case 'boolean':
			return group === undefined || group === 'bool' ? value : undefined;
		case 'object':
			return undefined;
		default:
			return group === undefined || group === 'integer' || group === 'none' ? value : undefined;
	}
}

const MARK = '\u0000n';
const MARKED = /^\u0000n-?\d+$/;

/** Integers that a number cannot hold stay exact: times are nanoseconds. */
function parseExact(text: string): Readonly<Record<string, Json>> | undefined {
	const marked = markLongIntegers(text);
	try {
		const parsed = JSON.parse(marked) as Json;
		const value = marked === text ? parsed : unmarked(parsed);
		return isRecord(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** Integers of 16 digits and more become marked texts; those within texts stay. */
function markLongIntegers(text: string): string {
	let marked = '';
	let copied = 0;
	let quote = text.indexOf('"');
	let isText = false;
	for (const {0: digits, index} of text.matchAll(/-?\d{16,}/g)) {
		for (; quote >= 0 && quote < index; quote = text.indexOf('"', quote + 1)) if (!isText || !isEscaped(text, quote)) isText = !isText;
		const end = index + digits.length;
		if (isText || /[.eE]/.test(text.charAt(end))) continue;
		marked += `${text.slice(copied, index)}"\\u0000n${digits}"`;
		copied = end;
	}
	return copied === 0 ? text : marked + text.slice(copied);
}

function isEscaped(text: string, quote: number): boolean {
	let before = quote;
	while (text[before - 1] === '\\') before--;
	return (quote - before) % 2 === 1;
}

function unmarked(value: Json): Json {
	if (typeof value === 'string') return value.startsWith(MARK) && MARKED.test(value) ? exact(value.slice(MARK.length)) : value;
	if (Array.isArray(value)) return value.map(unmarked);
	if (!isRecord(value)) return value;
	const record = value as Record<string, Json>;
	for (const key of Object.keys(record)) record[key] = unmarked(record[key]);
	return record;
}

function exact(digits: string): number | bigint {
	const value = BigInt(digits);
	return value >= -(2n ** 53n) && value <= 2n ** 53n ? Number(value) : value;
}

function isRecord(value: unknown): value is Readonly<Record<string, Json>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function priorityOf(value: Json | undefined): Priority | undefined {
	if (typeof value !== 'string') return undefined;
	const name = value.toLowerCase() === 'info' ? 'informational' : value.toLowerCase();
	const index = PRIORITIES.findIndex((priority) => priority.toLowerCase() === name);
	return index < 0 ? undefined : (index as Priority);
}

/** `2026-11-22T11:44:32.731814251Z`, or nanoseconds since the epoch. */
function timeOf(value: unknown): bigint | undefined {
	if (typeof value === 'bigint') return value;
	if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
	const [, second, fraction = ''] =
		(typeof value === 'string' && /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(?:Z|\+00:?00)$/.exec(value)) || [];
	const ms = second === undefined ? Number.NaN : Date.parse(`${second}Z`);
	return Number.isNaN(ms) ? undefined : BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/** The output without the time and the priority that Falco puts before it. */
function messageOf(output: string): string {
	return output.replace(/^\S+: (?:Emergency|Alert|Critical|Error|Warning|Notice|Informational|Debug) /, '');
}

/** `n_drops` of a drop notice; Falco writes its figures as texts. */
function droppedOf(given: Json | undefined): number {
	const drops = isRecord(given) ? Number(given.n_drops) : 0;
	return Number.isSafeInteger(drops) && drops > 0 ? drops : 0;
}

const numberOf = (value: FieldValue | null): number => (typeof value === 'number' ? value : 0);
