import type {ByteString} from '../events/byte-string.ts';
import type {EventContext} from '../system/context.ts';
import type {ContainerCounts} from './counts.ts';
import {BY_DESCRIPTOR, CLASS_OF_TYPE, classOfDescriptor} from './event-class.ts';

interface Counts {
	readonly id: ByteString;
	/** By class, then alerts. */
	readonly of: Float64Array;
}

const ALERTS = 4;
/** Containers that are listed; beyond it the oldest make room (a node may start thousands a day). */
const MOST_CONTAINERS = 2_000;

/** Events by container and class, and alerts by container. */
export class ContainerCounter {
	readonly #counts = new Map<ByteString, Counts>();
	#last: Counts;
	/** Containers that made room for newer ones. */
	forgotten = 0;

	constructor() {
		this.#last = this.#countsOf('');
	}

	#countsOf(id: ByteString): Counts {
		let counts = this.#counts.get(id);
		if (counts === undefined) {
			counts = {id, of: new Float64Array(ALERTS + 1)};
			this.#counts.set(id, counts);
			if (this.#counts.size > MOST_CONTAINERS) this.#makeRoom();
		}
		return counts;
	}

	/** Forgets the container that came first of all but the host. */
	#makeRoom(): void {
		for (const id of this.#counts.keys()) {
			if (id === '' || id === this.#last.id) continue;
			this.#counts.delete(id);
			this.forgotten++;
			return;
		}
	}

	countEvent(event: EventContext): void {
		const {thread} = event;
		const id = thread === undefined ? '' : thread.containerId;
		// Neighbouring events mostly come from one container.
		if (id !== this.#last.id) this.#last = this.#countsOf(id);
		const kind = CLASS_OF_TYPE[event.cursor.type];
		this.#last.of[kind === BY_DESCRIPTOR ? classOfDescriptor(event.fd === undefined ? '' : event.fd.type) : kind]++;
	}

	countAlert(id: ByteString): void {
		this.#countsOf(id).of[ALERTS]++;
	}

	/** Takes the totals a driver counted by itself. */
	setTotals(id: ByteString, totals: {readonly exec: number; readonly file: number; readonly net: number; readonly other: number}): void {
		const {of} = this.#countsOf(id);
		of[0] = totals.exec;
		of[1] = totals.file;
		of[2] = totals.net;
		of[3] = totals.other;
	}

	clear(): void {
		this.#counts.clear();
		this.#last = this.#countsOf('');
	}

	rows(): ContainerCounts[] {
		// Names come from container runtimes; without them the id stands for the name.
		return Array.from(this.#counts.values(), ({id, of}) => ({
			id,
			name: id,
			counts: {exec: of[0], file: of[1], net: of[2], other: of[3]},
			alerts: of[ALERTS],
		}));
	}
}
