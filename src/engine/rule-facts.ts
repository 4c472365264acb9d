import type {Alert, Priority} from '../alerts/alert.ts';
import type {LocalException} from '../rules/local-exceptions.ts';
import type {RuleException} from '../rules/ruleset.ts';

/** A rule as the dashboard lists it; `condition` is what the files say, `expanded` has macros and lists unfolded. */
export interface RuleSummary {
	readonly name: string;
	readonly desc: string;
	readonly priority: Priority;
	readonly enabled: boolean;
	readonly source: string;
	readonly tags: readonly string[];
	readonly condition: string;
	readonly expanded: string;
	readonly output: string;
	readonly macros: readonly string[];
	readonly hookMacros: readonly string[];
	readonly file: string;
	/** From 1. */
	readonly line: number;
	/** Fields of the unfolded condition. */
	readonly fields: readonly string[];
}

/** An exception of the user's file. `condition` is text of the file: escape before showing. */
export type ExceptionSummary = Omit<LocalException, 'expanded'>;

/** An alert that was none, and the keys of the exceptions that matched its event. */
export interface SilencedAlert {
	readonly alert: Alert;
	readonly by: readonly string[];
}

/** What exceptions kept back; the arrays have the order of `exceptions` of the last `rules` message. */
export interface SilencedCounts {
	/** Alerts that were none: of each event and rule one. */
	readonly total: number;
	/** Of those the ones that went out as `silenced` messages. */
	readonly shown: number;
	/** Of the total: none of the exceptions matches alone. */
	readonly unattributed: number;
	/** `null`: nobody can know. */
	readonly hits: readonly (number | null)[];
	/** Time of the last event, milliseconds since the epoch; 0 before the first. */
	readonly lastMs: readonly number[];
}

/** What the files define beside the rules: who changes them must know it. */
export interface RuleDefinitions {
	/** `canMatch` is false for placeholders such as `never_true`. */
	readonly macros: readonly {readonly name: string; readonly condition: string; readonly canMatch: boolean}[];
	/** Items as the files have them: names of other lists are names. */
	readonly lists: readonly {readonly name: string; readonly items: readonly string[]}[];
	/** Of the rules that have any. */
	readonly exceptions: readonly {readonly rule: string; readonly exceptions: readonly RuleException[]}[];
}
