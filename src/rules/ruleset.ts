import type {Expression} from '../filter/syntax.ts';
import type {ExtraField} from './append-output.ts';
import type {LocalRules} from './local-exceptions.ts';
import type {Priority} from './priority.ts';
import type {RulesProblem} from './problem.ts';

/** A rules file as it was read: rooms above the disk hand texts around. */
export interface RulesFile {
	readonly name: string;
	readonly text: string;
}

/** Where an item or a part of it stands. Lines and columns from 0, `offset` in UTF-16 units of the file's text. */
export interface Place {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly offset: number;
}

/** What all files together say, after lists were substituted and overrides applied. */
export interface RuleSet {
	readonly rules: readonly Rule[];
	readonly macros: readonly Macro[];
	readonly lists: readonly List[];
	readonly requiredEngineVersion: string | undefined;
	/** What `required_plugin_versions` ask for: of each entry the plugin, then its alternatives. */
	readonly requiredPlugins?: readonly (readonly {readonly name: string; readonly version: string}[])[];
}

export interface Rule {
	readonly name: string;
	readonly desc: string;
	/** The condition after appends, overrides and exceptions, before lists and macros are unfolded. */
	readonly condition: string;
	/** With lists substituted, macros still references. */
	readonly syntax: Expression;
	/** With macros unfolded: what is evaluated. */
	readonly expanded: Expression;
	/** What `append_output` adds is in it. */
	readonly output: string;
	/** Fields that alerts carry beside those of the output (`append_output`). */
	readonly extraFields: readonly ExtraField[];
	readonly priority: Priority;
	readonly source: string;
	readonly tags: readonly string[];
	readonly enabled: boolean;
	readonly exceptions: readonly RuleException[];
	readonly capture: boolean;
	readonly captureDurationMs: number;
	/** Codes of the events the condition can match. */
	readonly eventTypes: ReadonlySet<number>;
	/** Names of the macros the condition uses itself, in order. */
	readonly macros: readonly string[];
	/** Names of the lists the condition uses itself. */
	readonly lists: readonly string[];
	/** Macros that the condition negates and that are meant for users: `and not user_known_…`. */
	readonly hookMacros: readonly string[];
	/** Each place that defined or changed it, in load order. */
	readonly places: readonly Place[];
}

export interface RuleException {
	readonly name: string;
	readonly fields: string | readonly string[];
	readonly comps: string | readonly string[] | undefined;
	readonly values: readonly unknown[];
}

export interface Macro {
	readonly name: string;
	readonly condition: string;
	readonly syntax: Expression;
	readonly expanded: Expression;
	/** Names of the macros and lists the condition uses itself. */
	readonly macros: readonly string[];
	readonly lists: readonly string[];
	/** Whether a rule or macro refers to it. */
	readonly used: boolean;
	readonly places: readonly Place[];
}

export interface List {
	readonly name: string;
	/** After appends and overrides; names of other lists are still names. */
	readonly items: readonly string[];
	/** With other lists unfolded. */
	readonly compiledItems: readonly string[];
	/** Names of the lists among its items that were unfolded. */
	readonly lists: readonly string[];
	readonly used: boolean;
	readonly places: readonly Place[];
}

export interface LoadResult {
	/** The rules, macros and lists that load, also where others do not. */
	readonly ruleset: RuleSet;
	readonly problems: readonly RulesProblem[];
	/** What the user's files except; undefined without such files (`LoadOptions.localFiles`). */
	readonly local?: LocalRules;
}
