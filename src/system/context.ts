import type {EventCursor} from '../events/cursor.ts';
import type {ContainerInfo} from './container-info.ts';
import type {Fd} from './fd-table.ts';
import type {System} from './system.ts';
import type {Thread} from './thread.ts';

/** What fields see of the current event. One object lives as long as its system; nothing is allocated per event. */
export interface EventContext {
	readonly cursor: EventCursor;
	readonly system: System;
	/** The thread that made the event; undefined when nobody knows it. */
	thread: Thread | undefined;
	/** The descriptor the event creates, uses or destroys, as it was or has become. */
	fd: Fd | undefined;
	/** Its number; -1 for none. */
	fdNum: number;
	/** The container that the event tells of, for container events only. */
	container: ContainerInfo | undefined;
}

/** Applies an event to the state. The context already names its thread, and its descriptor where it uses one. */
export type EventHandler = (context: EventContext, cursor: EventCursor) => void;
