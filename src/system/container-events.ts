import type {EventCursor} from '../events/cursor.ts';
import type {ContainerInfo} from './container-info.ts';
import {parseContainerJson} from './container-json.ts';
import type {EventContext} from './context.ts';

const ASYNC = {NAME: 1, DATA: 2} as const;

/** The container events of recordings up to Falco 0.40. */
export function applyContainerJson(context: EventContext, cursor: EventCursor): void {
	const info = read(context, cursor, 0);
	if (info !== undefined) context.system.containers.set(info);
}

/** The events that Falco's container plugin sends beside the stream of system calls. */
export function applyAsync(context: EventContext, cursor: EventCursor): void {
	if (!cursor.hasParam(ASYNC.NAME)) return;
	const name = cursor.text(ASYNC.NAME);
	if (name !== 'container' && name !== 'container_removed') return;
	const info = read(context, cursor, ASYNC.DATA);
	if (info === undefined) return;
	if (name === 'container') context.system.containers.set(info);
	else context.system.containers.delete(info.id);
}

/** The record, which is the event's own container too: nobody runs in it yet. */
function read(context: EventContext, cursor: EventCursor, param: number): ContainerInfo | undefined {
	const info = cursor.hasParam(param) ? parseContainerJson(cursor.raw(param)) : undefined;
	if (info === undefined) context.system.containers.unreadable++;
	context.container = info;
	return info;
}
