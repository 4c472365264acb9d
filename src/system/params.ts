import type {EventCursor} from '../events/cursor.ts';

/** The result of a system call, -1 when the event does not tell it. Always the first parameter. */
export const resultOf = (cursor: EventCursor): number => (cursor.hasParam(0) ? cursor.i64(0) : -1);

export const i64Or = (cursor: EventCursor, index: number, absent: number): number => (cursor.hasParam(index) ? cursor.i64(index) : absent);

export const u32Or = (cursor: EventCursor, index: number, absent: number): number => (cursor.hasParam(index) ? cursor.u32(index) : absent);

export const u16Or = (cursor: EventCursor, index: number, absent: number): number => (cursor.hasParam(index) ? cursor.u16(index) : absent);

export const u64Or = (cursor: EventCursor, index: number, absent: number): number | bigint =>
	cursor.hasParam(index) ? cursor.u64(index) : absent;

export const bigintOr = (cursor: EventCursor, index: number, absent: bigint): bigint =>
	cursor.hasParam(index) ? BigInt(cursor.u64(index)) : absent;
