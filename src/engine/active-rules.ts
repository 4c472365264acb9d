import type {Priority} from '../alerts/alert.ts';
import type {ByteString} from '../events/byte-string.ts';
import type {FieldValue, ResolvedField} from '../fields/field.ts';
import type {EventContext} from '../system/context.ts';

/** A rule in use: its condition as a function, its output ready to be filled in. */
export interface ActiveRule {
	readonly name: string;
	readonly priority: Priority;
	readonly source: string;
	readonly tags: readonly string[];
	readonly output: {
		/** Names of the values that are floating-point numbers. */
		readonly doubles?: readonly string[];
		render(event: EventContext): ByteString;
		values(event: EventContext): Readonly<Record<string, FieldValue | null>>;
	};
	/** Fields kept with each alert, beside those of the output. */
	readonly snapshot: readonly ResolvedField[];
	/** Those of them that its condition asks for: that the event had no such value is kept, too. */
	readonly asked: ReadonlySet<ResolvedField>;
	/** Codes of the events it can match. */
	readonly eventTypes: ReadonlySet<number>;
	/** Whether its matches start a capture (`capture: true`), and for how long; 0 = as the configuration says. */
	readonly capture: boolean;
	readonly captureDurationMs: number;
	/** Indices of the exceptions of the user's file that concern it. */
	readonly exceptions: readonly number[];
	/** Alerts it raised; carried over when rules are swapped. */
	hits: number;
}

/** The rules that can match one event type, in load order, and their conditions for events of that type. */
export interface Bucket {
	readonly rules: readonly ActiveRule[];
	readonly predicates: readonly ((event: EventContext) => boolean)[];
	/** At the same indices the conditions without the user's exceptions, where a rule has any; undefined where none here has. */
	readonly bare: readonly (((event: EventContext) => boolean) | undefined)[] | undefined;
}

/** An exception of the user's file, as something to ask of an event. */
export interface ActiveException {
	/** See exception-keys in the rules room. */
	readonly key: string;
	readonly matches: (event: EventContext) => boolean;
}

/** The rules of one load. */
export interface ActiveRules {
	/** In load order. */
	readonly rules: readonly ActiveRule[];
	/** At the index of the event's code; undefined where no rule can match. */
	readonly buckets: readonly (Bucket | undefined)[];
	/** Forgets what conditions remembered of the last event. */
	readonly nextEvent: () => void;
	/** Called once for each event, before the rules; for fields that remember earlier events. */
	readonly observe: (event: EventContext) => void;
	readonly exceptions: readonly ActiveException[];
}

export const NO_RULES: ActiveRules = {rules: [], buckets: [], nextEvent: () => {}, observe: () => {}, exceptions: []};
