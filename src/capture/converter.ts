import {type EventCursor, HEADER_BYTES} from '../events/cursor.ts';
import {encodeEvent} from '../events/encode.ts';
import {EVENT_FLAGS, EVENT_TYPES, EventFlags} from '../events/event-types.ts';
import {containerJson} from './container-json.ts';
import table from './conversions.json' with {type: 'json'};
import {fixedBytes, PARAM_COUNTS} from './event-layout.ts';

interface ParamSource {
	readonly from: 'old' | 'enter' | 'default' | 'empty' | 'callback';
	readonly index: number;
	readonly fallback?: 'empty';
}

interface Conversion {
	readonly code: number;
	readonly nparams: number;
	readonly action: 'store' | 'store_and_pass' | 'pass' | 'add_params' | 'change_type';
	readonly params?: readonly ParamSource[];
	readonly newType?: number;
}

const MAX_PARAMS = 64;
const conversions = new Map((table.entries as readonly Conversion[]).map((entry) => [entry.code * MAX_PARAMS + entry.nparams, entry]));

const NEVER = 0;
const ALWAYS = 1;
const WHEN_SHORT = 2;
/** Whether events of a type are converted, at the index of its code. */
const CONVERTED = Uint8Array.from(EVENT_TYPES, ({code}) => {
	const flags = EVENT_FLAGS[code];
	const isEnter = code % 2 === 0;
	if (flags & EventFlags.UNUSED) return ALWAYS;
	if (!(flags & EventFlags.CONVERTER_MANAGED)) return isEnter && flags & EventFlags.OLD_VERSION ? ALWAYS : NEVER;
	return isEnter || flags & EventFlags.OLD_VERSION ? ALWAYS : WHEN_SHORT;
});

/** Whether an event must go through the converter before anybody sees it. */
export const needsConversion = (type: number, paramCount: number): boolean =>
	CONVERTED[type] === ALWAYS || (CONVERTED[type] === WHEN_SHORT && paramCount < PARAM_COUNTS[type]);

interface LooseEvent {
	readonly type: number;
	readonly params: readonly Buffer[];
}

const MAX_STEPS = 50;
/** Enter events that wait for their exit; more threads than that inside a call at once are not sane. */
const MAX_STORED = 65_536;

/** Turns events of old captures into those of today. Keeps the last enter event of each thread, since old exits told less. */
export class Converter {
	readonly #stored = new Map<number, LooseEvent>();

	/** The event as it would be recorded today; undefined when it is dropped or kept for its exit. */
	convert(cursor: EventCursor): Buffer | undefined {
		let event: LooseEvent | undefined = loosen(cursor);
		for (let step = 0; step < MAX_STEPS; step++) {
			const next = this.#step(event, cursor.tid);
			if (next === undefined) return undefined;
			if (next === event)
				return encodeEvent({tsNs: cursor.tsNs, tid: cursor.tid, type: event.type, params: event.params, large: cursor.large});
			event = next;
		}
		return undefined;
	}

	/** The event itself when it is current, what it becomes, or undefined. */
	#step(event: LooseEvent, tid: number): LooseEvent | undefined {
		const flags = EVENT_FLAGS[event.type];
		if (flags & EventFlags.UNUSED || !needsConversion(event.type, event.params.length))
			return flags & EventFlags.UNUSED ? undefined : event;
		const conversion = conversions.get(event.type * MAX_PARAMS + event.params.length);
		if (conversion === undefined) return undefined;
		switch (conversion.action) {
			case 'pass':
				return event;
			case 'store':
				this.#store(tid, event);
				return undefined;
			case 'store_and_pass':
				this.#store(tid, event);
				return event;
			case 'add_params':
				return {
					type: event.type,
					params: [...event.params, ...this.#build(event, tid, event.type, event.params.length, conversion.params)],
				};
			case 'change_type': {
				const type = conversion.newType ?? event.type;
				return {type, params: this.#build(event, tid, type, 0, conversion.params)};
			}
		}
	}

	#store(tid: number, event: LooseEvent): void {
		if (this.#stored.size >= MAX_STORED) this.#stored.clear();
		this.#stored.set(tid, {type: event.type, params: event.params.map((param) => Buffer.from(param))});
	}

	#build(event: LooseEvent, tid: number, type: number, first: number, sources: readonly ParamSource[] = []): Buffer[] {
		const stored = sources.some((source) => source.from === 'enter') ? this.#stored.get(tid) : undefined;
		const enter = stored?.type === event.type - 1 ? stored : undefined;
		if (stored !== undefined) this.#stored.delete(tid);
		return sources.map((source, i) => paramOf(source, event, enter, zeroBytes(type, first + i)));
	}
}

const EMPTY = Buffer.alloc(0);

function paramOf(source: ParamSource, event: LooseEvent, enter: LooseEvent | undefined, zeros: number): Buffer {
	switch (source.from) {
		case 'old':
			return event.params[source.index] ?? EMPTY;
		case 'enter':
			return enter?.params[source.index] ?? (source.fallback === 'empty' ? EMPTY : Buffer.alloc(zeros));
		case 'default':
			return Buffer.alloc(zeros);
		case 'empty':
			return EMPTY;
		case 'callback':
			return containerJson(event.params);
	}
}

function zeroBytes(type: number, index: number): number {
	const param = EVENT_TYPES[type].params[index];
	return param === undefined ? 0 : fixedBytes(param.type);
}

function loosen(cursor: EventCursor): LooseEvent {
	const params: Buffer[] = [];
	for (let i = 0; i < cursor.paramCount; i++) {
		const start = cursor.paramOffset(i);
		params.push(cursor.bytes.subarray(start, start + cursor.paramLength(i)));
	}
	return {type: cursor.type, params};
}

const V1_HEADER_BYTES = 22;
const NOTIFICATION = 280;
const INFRA = 286;

/** An event with the header of the first releases, which did not tell the number of its parameters, with today's header. */
export function upgradeHeader(bytes: Buffer, offset: number, available: number): Buffer | undefined {
	if (available < V1_HEADER_BYTES) return undefined;
	const type = bytes.readUInt16LE(offset + 20);
	if (type >= EVENT_TYPES.length) return undefined;
	const written = bytes.readUInt32LE(offset + 16);
	const length = type === NOTIFICATION || type === INFRA ? written - 3 : written;
	if (length > available || length < V1_HEADER_BYTES) return undefined;
	for (let count = PARAM_COUNTS[type]; count >= 0; count--) {
		if (V1_HEADER_BYTES + count * 2 > length) continue;
		let sum = V1_HEADER_BYTES + count * 2;
		for (let i = 0; i < count; i++) sum += bytes.readUInt16LE(offset + V1_HEADER_BYTES + i * 2);
		if (sum !== length) continue;
		const event = Buffer.alloc(length + HEADER_BYTES - V1_HEADER_BYTES);
		bytes.copy(event, 0, offset, offset + V1_HEADER_BYTES);
		event.writeUInt32LE(event.length, 16);
		event.writeUInt32LE(count, V1_HEADER_BYTES);
		bytes.copy(event, HEADER_BYTES, offset + V1_HEADER_BYTES, offset + length);
		return event;
	}
	return undefined;
}
