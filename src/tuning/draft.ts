import type {ByteString} from '../events/byte-string.ts';

export const TERM_OPERATORS = ['=', 'in', 'startswith', 'endswith', 'contains', 'glob', 'pmatch'] as const;
export type TermOperator = (typeof TERM_OPERATORS)[number];

/** One check of an exception: `proc.name = backup-agent`. All terms of a draft are joined by `and`. */
export interface Term {
	readonly field: string;
	readonly operator: TermOperator;
	/** One value; several for `in` and `pmatch`. */
	readonly values: readonly ByteString[];
}

/** A macro that the rule negates. */
export type MacroPlace =
	/** The macro the rule negates for its users; overridden in the local rules (its present condition is kept by `or` where it can match). */
	| {readonly kind: 'hook'; readonly macro: string}
	/** A macro of our own, and `and not it` appended to the rule. */
	| {readonly kind: 'new-macro'; readonly macro: string};

/** Where an exception goes. */
export type DraftPlace =
	| MacroPlace
	/** A list whose values the rule leaves out by `not FIELD in (list)`; more items are appended to it. One exact term only. */
	| {readonly kind: 'list'; readonly list: string}
	/** An entry of the rule's `exceptions`: more values of one it has, or a new one. */
	| {readonly kind: 'exception'; readonly exception: string};

/** A whitelist exception that is being written. */
export interface Draft {
	readonly rule: string;
	readonly terms: readonly Term[];
	readonly place: DraftPlace;
	/** Written as a comment above the change: who, when, why. */
	readonly comment: string;
}
