import type {ByteString} from '../events/byte-string.ts';
import {EVENT_TYPES, eventCode} from '../events/event-types.ts';
import {syscallName} from '../events/syscall-name.ts';
import type {EventContext} from '../system/context.ts';
import type {CountScope, SecondCounts, TypeCounts} from './counts.ts';

/** Seconds that wait for the next tick; a replay as fast as possible passes more between two ticks, and the oldest go. */
const MOST_SECONDS = 900;
const GENERIC = eventCode('GENERIC_X');
/** Numbers that events of generic calls carry; beyond them one row takes all. */
const MOST_GENERIC = 1024;

/** One row for each name: the versions of an event are the same call. */
const NAMES: readonly string[] = [...new Set(EVENT_TYPES.map(({name}) => name))];
/** A call's enter event says nothing that its exit event does not: counted once, where the exit is. */
const NOT_COUNTED = NAMES.length;
const ROW_OF_TYPE = Uint16Array.from(EVENT_TYPES, ({name, code}) => (code % 2 === 0 && hasExit(code) ? NOT_COUNTED : NAMES.indexOf(name)));
const FIRST_GENERIC = NAMES.length + 1;
const ROWS = FIRST_GENERIC + MOST_GENERIC;

function hasExit(code: number): boolean {
	const exit = EVENT_TYPES[code + 1];
	return exit !== undefined && exit.name !== 'NA' && !exit.flags.includes('UNUSED');
}

const nameOf = (row: number): string => (row < FIRST_GENERIC ? NAMES[row] : syscallName(row - FIRST_GENERIC));

/** Counts events by type and second of their own time, while somebody looks. Nothing is allocated for an event, only for a second. */
export class TypeCounter {
	readonly #scope: CountScope;
	readonly #counts = new Uint32Array(ROWS);
	#alerts = 0;
	#second = -1;
	#passed: SecondCounts[] = [];
	#lost = 0;

	constructor(scope: CountScope) {
		this.#scope = scope;
	}

	/** The event has been applied; its context is valid during the call. */
	see(event: EventContext): void {
		if (!this.#isInScope(event)) return;
		const {cursor} = event;
		this.#turnTo(cursor.tsSeconds);
		const row = ROW_OF_TYPE[cursor.type];
		if (cursor.type !== GENERIC) this.#counts[row]++;
		else if (cursor.hasParam(0)) this.#counts[FIRST_GENERIC + Math.min(cursor.u16(0), MOST_GENERIC - 1)]++;
	}

	countAlert(containerId: ByteString, pid: number): void {
		if (this.#isOf(containerId, pid)) this.#alerts++;
	}

	/** The seconds that have passed since the last call, and the one that is running so far. */
	take(): TypeCounts {
		const seconds = this.#second < 0 ? this.#passed : [...this.#passed, this.#present()];
		this.#passed = [];
		return {scope: this.#scope, seconds, lost: this.#lost};
	}

	/** A recording begins anew. */
	clear(): void {
		this.#counts.fill(0);
		this.#alerts = 0;
		this.#second = -1;
		this.#passed = [];
	}

	#isInScope({thread}: EventContext): boolean {
		return thread === undefined ? this.#scope.kind === 'all' : this.#isOf(thread.containerId, thread.pid);
	}

	#isOf(containerId: ByteString, pid: number): boolean {
		const scope = this.#scope;
		return scope.kind === 'all' || (scope.kind === 'container' ? scope.id === containerId : scope.pid === pid);
	}

	/** Events of several processors may come a little out of order: a late one counts where the clock is. */
	#turnTo(second: number): void {
		if (second <= this.#second) return;
		if (this.#second >= 0) {
			this.#passed.push(this.#present());
			if (this.#passed.length > MOST_SECONDS) {
				this.#passed.shift();
				this.#lost++;
			}
		}
		this.#counts.fill(0);
		this.#alerts = 0;
		this.#second = second;
	}

	#present(): SecondCounts {
		const names: string[] = [];
		const counts: number[] = [];
		for (let row = 0; row < ROWS; row++) {
			if (row === NOT_COUNTED || this.#counts[row] === 0) continue;
			names.push(nameOf(row));
			counts.push(this.#counts[row]);
		}
		return {second: this.#second, names, counts, alerts: this.#alerts};
	}
}
