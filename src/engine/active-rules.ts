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
	readonly predicate: (event: EventContext) => boolean;
	readonly output: {
		render(event: EventContext): ByteString;
		values(event: EventContext): Readonly<Record<string, FieldValue | null>>;
	};
	/** Fields kept with each alert, beside those of the output. */
	readonly snapshot: readonly ResolvedField[];
	/** Codes of the events it can match. */
	readonly eventTypes: ReadonlySet<number>;
	/** Alerts it raised; carried over when rules are swapped. */
	hits: number;
}

/** The rules of one load. */
export interface ActiveRules {
	/** In load order. */
	readonly rules: readonly ActiveRule[];
	/** The rules that can match an event type, in load order, at the index of its code; undefined where there are none. */
	readonly buckets: readonly (readonly ActiveRule[] | undefined)[];
	/** Forgets what conditions remembered of the last event. */
	readonly nextEvent: () => void;
	/** Called once for each event, before the rules; for fields that remember earlier events. */
	readonly observe: (event: EventContext) => void;
}

/** The buckets of rules by event code. */
export function bucketRules(rules: readonly ActiveRule[], typeCount: number): (readonly ActiveRule[] | undefined)[] {
	return Array.from({length: typeCount}, (_, code) => {
		const bucket = rules.filter((rule) => rule.eventTypes.has(code));
		return bucket.length > 0 ? bucket : undefined;
	});
}

export const NO_RULES: ActiveRules = {rules: [], buckets: [], nextEvent: () => {}, observe: () => {}};
