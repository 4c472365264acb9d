import type {EventContext} from '../system/context.ts';
import {fdTypeChar} from './fd-type.ts';

/** `fd:type-and-flags` for each descriptor of a poll. */
export function fdListText(event: EventContext, at: number, length: number): string {
	const {thread} = event;
	if (thread === undefined || length < 2) return '';
	const {bytes} = event.cursor;
	const count = Math.min(bytes.readUInt16LE(at), Math.floor((length - 2) / 10));
	const parts: string[] = [];
	for (let i = 0; i < count; i++) {
		const entry = at + 2 + i * 10;
		const fd = Number(bytes.readBigInt64LE(entry));
		const known = thread.fds.get(fd);
		const flags = bytes.readInt16LE(entry + 8) >>> 0;
		parts.push(`${fd < 0 ? BigInt.asUintN(64, BigInt(fd)) : fd}:${known ? fdTypeChar(known.type) : '?'}${flags.toString(16)}`);
	}
	return parts.join(' ');
}
