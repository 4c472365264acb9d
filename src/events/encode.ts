import {HEADER_BYTES} from './cursor.ts';

export interface EventToEncode {
	/** Nanoseconds since the epoch. */
	readonly tsNs: bigint;
	readonly tid: number | bigint;
	readonly type: number;
	/** The parameters' bytes, in order; an empty one is a missing value. */
	readonly params: readonly Uint8Array[];
	readonly large?: boolean;
}

/** Writes an event in the capture layout that `EventCursor` reads. Throws a RangeError for a parameter over the width of its length. */
export function encodeEvent({tsNs, tid, type, params, large = false}: EventToEncode): Buffer {
	const width = large ? 4 : 2;
	const dataBytes = params.reduce((sum, param) => sum + param.length, 0);
	const event = Buffer.alloc(HEADER_BYTES + params.length * width + dataBytes);
	event.writeBigUInt64LE(tsNs, 0);
	event.writeBigInt64LE(BigInt.asIntN(64, BigInt(tid)), 8);
	event.writeUInt32LE(event.length, 16);
	event.writeUInt16LE(type, 20);
	event.writeUInt32LE(params.length, 22);
	let at = HEADER_BYTES;
	for (const param of params) at = large ? event.writeUInt32LE(param.length, at) : event.writeUInt16LE(param.length, at);
	for (const param of params) {
		event.set(param, at);
		at += param.length;
	}
	return event;
}
