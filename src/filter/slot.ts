import type {Extractor, FieldValue} from '../fields/field.ts';
import type {EventContext} from '../system/context.ts';

/** Tells values of this event from those of earlier ones. */
export interface Clock {
	/** Counts events, from 1. */
	now: number;
}

/** A field's value, extracted at most once an event. Generated code reads `at` and `value` itself. */
export class FieldSlot {
	at = 0;
	value: FieldValue = undefined;
	readonly extract: Extractor;
	readonly clock: Clock;

	constructor(extract: Extractor, clock: Clock) {
		this.extract = extract;
		this.clock = clock;
	}

	read(event: EventContext): FieldValue {
		this.at = this.clock.now;
		this.value = this.extract(event);
		return this.value;
	}
}

/** The verdict of a condition that several rules share, found at most once an event. */
export class VerdictSlot {
	at = 0;
	verdict = false;
	evaluate: (event: EventContext) => boolean = () => false;
	readonly clock: Clock;

	constructor(clock: Clock) {
		this.clock = clock;
	}

	read(event: EventContext): boolean {
		this.at = this.clock.now;
		this.verdict = this.evaluate(event);
		return this.verdict;
	}
}
