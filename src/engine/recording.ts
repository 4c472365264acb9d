import type {RotatingWriter} from '../capture/rotating-writer.ts';
import type {EventCursor} from '../events/cursor.ts';
import type {MachineState} from '../events/machine.ts';
import type {System} from '../system/system.ts';
import {changesState, type RecordFilter} from './record-filter.ts';

export interface RecordingSetup {
	readonly system: System;
	readonly writer: RotatingWriter;
	readonly filter?: RecordFilter;
	/** Ends after so many events that the filter lets through. */
	readonly maxEvents?: number;
}

/** Events in, capture out: what the filter does not show is kept for the state only, or left out. */
export class Recording {
	/** Events that readers will show. */
	shown = 0;
	/** Events kept for the state only. */
	stateOnly = 0;
	readonly #setup: RecordingSetup;
	readonly #maxEvents: number;

	constructor(setup: RecordingSetup) {
		this.#setup = setup;
		this.#maxEvents = setup.maxEvents ?? Number.POSITIVE_INFINITY;
	}

	get isFull(): boolean {
		return this.shown >= this.#maxEvents;
	}

	/** What follows happened to a machine in another state. */
	beginSection(state: MachineState): void {
		this.#setup.system.load(state);
		this.#setup.writer.beginSection();
	}

	/** Applies the event and writes it; false when the disk is behind and `writer.drain` should be awaited. */
	take(cursor: EventCursor, stateOnly: boolean): boolean {
		const {system, writer, filter} = this.#setup;
		writer.rotate();
		const event = system.begin(cursor);
		const isShown = !stateOnly && (filter === undefined || filter.matches(event));
		let hasRoom = true;
		if (isShown || stateOnly || changesState(cursor.type)) {
			hasRoom = writer.write(cursor, !isShown);
			if (isShown) this.shown++;
			else this.stateOnly++;
		}
		system.end();
		return hasRoom;
	}
}
