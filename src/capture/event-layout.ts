import {EVENT_TYPES} from '../events/event-types.ts';
import type {ParamType} from '../events/param-type.ts';

const FIXED_BYTES: Partial<Record<ParamType, number>> = {
	INT8: 1,
	INT16: 2,
	INT32: 4,
	INT64: 8,
	UINT8: 1,
	UINT16: 2,
	UINT32: 4,
	UINT64: 8,
	ERRNO: 8,
	FD: 8,
	PID: 8,
	SYSCALLID: 2,
	SIGTYPE: 1,
	RELTIME: 8,
	ABSTIME: 8,
	PORT: 2,
	L4PROTO: 1,
	SOCKFAMILY: 1,
	BOOL: 4,
	IPV4ADDR: 4,
	FLAGS8: 1,
	FLAGS16: 2,
	FLAGS32: 4,
	UID: 4,
	GID: 4,
	DOUBLE: 8,
	SIGSET: 4,
	IPV6ADDR: 16,
	MODE: 4,
	ENUMFLAGS8: 1,
	ENUMFLAGS16: 2,
	ENUMFLAGS32: 4,
	FD32: 4,
	PID32: 4,
};

/** Bytes of a parameter of this type; 0 when they vary. */
export const fixedBytes = (type: ParamType): number => FIXED_BYTES[type] ?? 0;

/** Parameters an event type has in the table, at the index of its code. */
export const PARAM_COUNTS = Uint8Array.from(EVENT_TYPES, (type) => type.params.length);

/** The most parameters any event has. */
const ROW = Math.max(...PARAM_COUNTS);
/** `fixedBytes` of each parameter of each type: row by code, column by parameter. */
const SIZES = new Uint8Array(EVENT_TYPES.length * ROW);
for (const {code, params} of EVENT_TYPES) for (const [i, param] of params.entries()) SIZES[code * ROW + i] = fixedBytes(param.type);

/** What is wrong with an event's lengths; undefined when each is 0 or its type's and they add up. `lengths` is where they start. */
export function checkLengths(
	bytes: DataView,
	lengths: number,
	type: number,
	count: number,
	large: boolean,
	dataBytes: number,
): string | undefined {
	if (count > PARAM_COUNTS[type]) return `an event of type ${type} has ${PARAM_COUNTS[type]} parameters at most, this one ${count}`;
	let sum = 0;
	let row = type * ROW;
	if (large) {
		for (let at = lengths, end = lengths + count * 4; at < end; at += 4, row++) {
			const length = bytes.getUint32(at, true);
			const size = SIZES[row];
			if (length !== size && size !== 0 && length !== 0) return wrongLength(type, row, length);
			sum += length;
		}
	} else {
		for (let at = lengths, end = lengths + count * 2; at < end; at += 2, row++) {
			const length = bytes.getUint16(at, true);
			const size = SIZES[row];
			if (length !== size && size !== 0 && length !== 0) return wrongLength(type, row, length);
			sum += length;
		}
	}
	return sum > dataBytes ? `the parameters of an event of type ${type} have ${sum} bytes, the event has room for ${dataBytes}` : undefined;
}

const wrongLength = (type: number, row: number, length: number): string =>
	`parameter ${row - type * ROW} of an event of type ${type} has ${length} bytes instead of ${SIZES[row]}`;
