import type {ErrorCode, RulesProblem, WarningCode} from '../problem.ts';
import type {Place} from '../ruleset.ts';
import {placeAt, type Spot, snippetAt} from '../source-file.ts';

/** What `rules check` knows beyond loading; the text says what each is about. */
export const CHECK_CODES = {
	CHECK_NEVER_MATCHES: 'Rule that can never match',
	CHECK_NEVER_TRUE: 'Part of a condition that can never hold',
	CHECK_ALWAYS_TRUE: 'Alternatives of which one always holds',
	CHECK_NO_SUCH_LIST: 'Name of a list that does not exist',
	CHECK_DEAD_VALUE: 'Value that the field can never have',
	CHECK_UNLIKELY_VALUE: 'Value that is hardly what was meant',
	CHECK_SHADOWED_RULE: 'Rule behind an earlier rule that matches whenever it does',
	CHECK_REPEATED_KEY: 'Key that stands twice',
	CHECK_OVERRIDDEN: 'Item that a later one replaces',
	CHECK_APPEND_PRECEDENCE: 'Appended condition that does not mean what it seems to',
	CHECK_DEAD_EXCEPTION: 'Exception that can never apply',
	CHECK_EXPIRED_EXCEPTION: 'Exception whose time is over',
	CHECK_UNUSED_HOOK: 'Hook macro that no rule uses',
	CHECK_MANY_EVENTS: 'Condition that is evaluated for most events',
	CHECK_DEPRECATED_FIELD: 'Deprecated field',
	CHECK_EMPTY_OUTPUT_FIELD: 'Output field that never has a value',
	CHECK_EVENTS_NOT_SENT: 'Rule on events that are not sent by default',
	CHECK_OLD_CALL: 'Rule on an old system call without its successors',
	CHECK_LITERAL_WILDCARD: 'Wildcard that is taken literally',
	CHECK_NEWER_SYNTAX: 'Syntax that the wanted Falco does not know',
} as const;

export type CheckCode = keyof typeof CHECK_CODES;
export type Severity = 'error' | 'warning' | 'note';

/** A second place that a finding is about. */
export interface Related {
	readonly message: string;
	readonly place: Place;
	readonly snippet: string;
}

export interface FindingItem {
	readonly type: 'rule' | 'macro' | 'list' | 'exception';
	readonly name: string;
}

/** Something that a person should look at in rules files. */
export interface Finding {
	readonly severity: Severity;
	readonly code: CheckCode | ErrorCode | WarningCode;
	/** What was found. */
	readonly message: string;
	/** What to do about it. */
	readonly hint?: string;
	readonly item?: FindingItem;
	readonly place: Place;
	readonly snippet: string;
	readonly related: readonly Related[];
}

export interface FindingText {
	readonly severity: Severity;
	readonly code: CheckCode;
	readonly message: string;
	readonly hint?: string;
	readonly item?: FindingItem;
	readonly related?: readonly Related[];
}

export const findingAt = (spot: Spot, text: FindingText): Finding => ({
	related: [],
	...text,
	place: placeAt(spot),
	snippet: snippetAt(spot),
});

export const relatedAt = (spot: Spot, message: string): Related => ({message, place: placeAt(spot), snippet: snippetAt(spot)});

/** Codes of the loader that cost nothing: an unused macro of a shared file is no fault of this one. */
const NOTES: ReadonlySet<string> = new Set(['LOAD_UNUSED_MACRO', 'LOAD_UNUSED_LIST']);

/** What the loader said, as a finding. */
export function findingOf(problem: RulesProblem): Finding {
	const {severity, code, message, hint, place, snippet, locations} = problem;
	const about = locations.findLast(({itemName, itemType}) => itemName !== '' && isItemType(itemType));
	return {
		severity: NOTES.has(code) ? 'note' : severity,
		code,
		message,
		...(hint === undefined ? {} : {hint}),
		...(about === undefined ? {} : {item: {type: about.itemType as FindingItem['type'], name: about.itemName}}),
		place,
		snippet,
		related: [],
	};
}

const isItemType = (type: string) => type === 'rule' || type === 'macro' || type === 'list' || type === 'exception';
