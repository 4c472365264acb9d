import type {EventCursor} from '../events/cursor.ts';
import type {EventContext} from './context.ts';
import {descriptorOf} from './load.ts';

/** `struct cmsghdr` of 64-bit kernels: len u64, level i32, type i32, then the data; the next one begins at a multiple of 8. */
const HEADER_BYTES = 16;
const LEVEL = 8;
const TYPE = 12;
const ALIGNMENT = 8;
const SOL_SOCKET = 1;
const SCM_RIGHTS = 1;
const FD_BYTES = 4;

/**
 * Descriptors that came with a message. The event tells their numbers only; what they are is asked of the machine, as Falco
 * does it. Of a recording nobody can ask: they stay unknown there.
 */
export function noteReceived(context: EventContext, cursor: EventCursor, controlParam: number): void {
	const {system, thread} = context;
	const length = cursor.paramLength(controlParam);
	if (length < HEADER_BYTES || thread === undefined || system.readDescriptor === undefined) return;
	const {bytes} = cursor;
	const end = cursor.paramOffset(controlParam) + length;
	for (let at = end - length; at + HEADER_BYTES <= end; ) {
		const size = bytes.readUInt32LE(at);
		if (size < HEADER_BYTES || bytes.readUInt32LE(at + 4) !== 0) return;
		const isRights = bytes.readUInt32LE(at + LEVEL) === SOL_SOCKET && bytes.readUInt32LE(at + TYPE) === SCM_RIGHTS;
		const dataEnd = Math.min(end, at + size);
		if (isRights)
			for (let fd = at + HEADER_BYTES; fd + FD_BYTES <= dataEnd; fd += FD_BYTES) noteOne(context, thread.tid, bytes.readInt32LE(fd));
		at += Math.ceil(size / ALIGNMENT) * ALIGNMENT;
	}
}

function noteOne({system, thread}: EventContext, tid: number, number: number): void {
	const entry = system.readDescriptor?.(tid, number);
	if (entry === undefined || thread === undefined) return;
	if (!thread.fds.has(number)) system.counts.addedFds++;
	thread.fds.put(descriptorOf(entry, system.interfaces));
}
