import {fixedBytes} from '../../src/capture/event-layout.ts';
import {encodeEvent} from '../../src/events/encode.ts';
import {EVENT_TYPES, eventCode} from '../../src/events/event-types.ts';
import type {ParamType} from '../../src/events/param-type.ts';

/** A parameter's value: numbers for numeric types, text (NUL-terminated where the type is) or bytes for the others; undefined: empty. */
export type ParamValue = number | bigint | string | Uint8Array | undefined;

export interface MadeEvent {
	readonly tid: number;
	/** Nanoseconds after an arbitrary second. */
	readonly atNs?: number;
	/** By name, as the event table has them; those left out are empty. */
	readonly params?: Readonly<Record<string, ParamValue>>;
}

const BASE_NS = 1_700_000_000_000_000_000n;

/** An event with the parameters of the table, such as `makeEvent('CLOSE_X', {tid: 7, params: {res: 0, fd: 3}})`. */
export function makeEvent(constant: string, {tid, atNs = 0, params = {}}: MadeEvent): Buffer {
	const {code, params: known} = EVENT_TYPES[eventCode(constant)];
	for (const name of Object.keys(params))
		if (!known.some((param) => param.name === name)) throw new Error(`${constant} has no parameter ${name}`);
	return encodeEvent({tsNs: BASE_NS + BigInt(atNs), tid, type: code, params: known.map(({name, type}) => encodeParam(type, params[name]))});
}

const TERMINATED: ReadonlySet<ParamType> = new Set(['CHARBUF', 'FSPATH', 'FSRELPATH']);

function encodeParam(type: ParamType, value: ParamValue): Uint8Array {
	if (value === undefined) return Buffer.alloc(0);
	if (typeof value === 'string') return Buffer.from(TERMINATED.has(type) ? `${value}\0` : value, 'latin1');
	if (typeof value !== 'number' && typeof value !== 'bigint') return value;
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)));
	return bytes.subarray(0, fixedBytes(type));
}

const ip4 = (text: string): number[] => text.split('.').map(Number);
const u16 = (value: number): number[] => [value & 0xff, value >> 8];

/** A SOCKADDR of IPv4. */
export const inetAddress = (ip: string, port: number): Buffer => Buffer.from([2, ...ip4(ip), ...u16(port)]);

/** A SOCKTUPLE of IPv4. */
export const inetTuple = (sip: string, sport: number, dip: string, dport: number): Buffer =>
	Buffer.from([2, ...ip4(sip), ...u16(sport), ...ip4(dip), ...u16(dport)]);

/** A SOCKTUPLE of UNIX sockets. */
export function unixTuple(source: bigint, peer: bigint, path: string): Buffer {
	const tuple = Buffer.alloc(17);
	tuple[0] = 1;
	tuple.writeBigUInt64LE(source, 1);
	tuple.writeBigUInt64LE(peer, 9);
	return Buffer.concat([tuple, Buffer.from(`${path}\0`, 'latin1')]);
}
