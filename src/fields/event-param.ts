import type {EventCursor} from '../events/cursor.ts';
import {EVENT_TYPES, type EventParam} from '../events/event-types.ts';
import {PARAM_TYPES, type ParamType} from '../events/param-type.ts';
import type {FieldValue} from './field.ts';

/** The index of a parameter in each event type, at the index of the event's code; -1 where the event has none of that name. */
export function paramIndices(name: string): Int8Array {
	indicesByName ??= indicesOfAll();
	return indicesByName.get(name) ?? NOWHERE;
}

/** Of all names, made in one walk through the table when the first is asked for: rules name dozens. */
let indicesByName: ReadonlyMap<string, Int8Array> | undefined;
const NOWHERE = new Int8Array(EVENT_TYPES.length).fill(-1);

function indicesOfAll(): Map<string, Int8Array> {
	const found = new Map<string, Int8Array>();
	for (let code = 0; code < EVENT_TYPES.length; code++) {
		const {params} = EVENT_TYPES[code];
		for (let i = 0; i < params.length; i++) {
			let indices = found.get(params[i].name);
			if (indices === undefined) {
				indices = new Int8Array(EVENT_TYPES.length).fill(-1);
				found.set(params[i].name, indices);
			}
			if (indices[code] === -1) indices[code] = i;
		}
	}
	return found;
}

const ALL_NAMES = new Map<string, EventParam>();
for (const event of EVENT_TYPES) for (const param of event.params) if (!ALL_NAMES.has(param.name)) ALL_NAMES.set(param.name, param);

/** Names of all parameters of the event table. */
export const PARAM_NAMES: readonly string[] = [...ALL_NAMES.keys()];

/** The parameter of that name in the first event type that has one: it decides the type of `evt.rawarg`. */
export function paramNamed(name: string): EventParam | undefined {
	return ALL_NAMES.get(name);
}

/** The longest parameter name that `text` begins with: `evt.arg.flagsx` names `flags`, and `x` is left over. */
export function longestParamName(text: string): string | undefined {
	let best: string | undefined;
	for (const name of PARAM_NAMES) if (text.startsWith(name) && name.length > (best?.length ?? 0)) best = name;
	return best;
}

/** What stands for an empty or `(NULL)` string. */
export const NO_TEXT = '<NA>';

/** A string parameter, with Falco's text for a missing one. */
export function stringParam(cursor: EventCursor, index: number): string {
	if (cursor.paramLength(index) === 0) return NO_TEXT;
	const text = cursor.text(index);
	return text === '(NULL)' ? NO_TEXT : text;
}

const BYTES = new Map<ParamType, number>();
for (const [type, bytes] of Object.entries({
	INT8: 1,
	UINT8: 1,
	FLAGS8: 1,
	ENUMFLAGS8: 1,
	SIGTYPE: 1,
	L4PROTO: 1,
	SOCKFAMILY: 1,
	INT16: 2,
	UINT16: 2,
	PORT: 2,
	SYSCALLID: 2,
	FLAGS16: 2,
	ENUMFLAGS16: 2,
	INT32: 4,
	UINT32: 4,
	FLAGS32: 4,
	ENUMFLAGS32: 4,
	MODE: 4,
	UID: 4,
	GID: 4,
	BOOL: 4,
	SIGSET: 4,
	FD32: 4,
	PID32: 4,
	INT64: 8,
	UINT64: 8,
	FD: 8,
	PID: 8,
	ERRNO: 8,
	RELTIME: 8,
	ABSTIME: 8,
	DOUBLE: 8,
}))
	BYTES.set(type as ParamType, bytes);

const SIGNED = new Set<ParamType>(['INT8', 'INT16', 'INT32', 'INT64', 'FD', 'PID', 'ERRNO', 'FD32', 'PID32']);

/** The number at `at` in the event's bytes as the type says; undefined where fewer bytes are there than the type takes. */
export function numberAt(cursor: EventCursor, at: number, length: number, type: ParamType): number | bigint | undefined {
	const bytes = BYTES.get(type);
	if (bytes === undefined || length < bytes) return undefined;
	const buffer = cursor.bytes;
	if (type === 'DOUBLE') return buffer.readDoubleLE(at);
	if (bytes < 8) return SIGNED.has(type) ? buffer.readIntLE(at, bytes) : buffer.readUIntLE(at, bytes);
	const high = SIGNED.has(type) ? buffer.readInt32LE(at + 4) : buffer.readUInt32LE(at + 4);
	if (high < 0x20_0000 && high >= -0x20_0000) return buffer.readUInt32LE(at) + high * 0x1_0000_0000;
	return SIGNED.has(type) ? buffer.readBigInt64LE(at) : buffer.readBigUInt64LE(at);
}

/** A parameter in its own type, for comparisons. */
export function paramValue(cursor: EventCursor, index: number, type: ParamType): FieldValue {
	const length = cursor.paramLength(index);
	if (type === 'CHARBUF' || type === 'FSPATH' || type === 'FSRELPATH') return stringParam(cursor, index);
	if (length === 0) return undefined;
	if (type === 'BOOL') return cursor.u32(index) !== 0;
	return numberAt(cursor, cursor.paramOffset(index), length, type) ?? cursor.raw(index);
}

export const isParamType = (text: string): text is ParamType => (PARAM_TYPES as readonly string[]).includes(text);
