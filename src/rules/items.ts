import type {Context} from './context.ts';
import type {Priority} from './priority.ts';
import type {Place} from './ruleset.ts';
import type {TracedText} from './traced-text.ts';
import type {Version} from './versions.ts';

// What rules files say, item by item, before anything is put together.

/** A value of an exception: one text, or a list of values. */
export type ExceptionEntry =
	| {readonly kind: 'text'; readonly text: TracedText}
	| {readonly kind: 'list'; readonly items: readonly ExceptionEntry[]};

export interface ExceptionItem {
	readonly name: string;
	readonly context: Context;
	readonly fields: ExceptionEntry | undefined;
	comps: ExceptionEntry | undefined;
	values: readonly ExceptionEntry[];
}

export interface ListItem {
	readonly name: string;
	readonly context: Context;
	items: string[];
	places: Place[];
	/** Place in the order of first definitions: items see those that came before their own last change. */
	index: number;
	visibility: number;
}

export interface MacroItem {
	readonly name: string;
	readonly context: Context;
	readonly conditionContext: Context;
	condition: TracedText;
	/** The condition of the first definition: tells whether the macro was meant as a hook for users. */
	firstCondition: TracedText;
	places: Place[];
	index: number;
	visibility: number;
}

export interface RuleItem {
	readonly name: string;
	readonly context: Context;
	conditionContext: Context;
	outputContext: Context;
	condition: TracedText;
	output: TracedText;
	desc: string;
	priority: Priority;
	readonly source: string;
	/** Nobody provides the source: the rule is read, reported and left out. */
	readonly unknownSource: boolean;
	enabled: boolean;
	capture: boolean;
	captureDurationMs: number;
	warnEvttypes: boolean;
	skipIfUnknownFilter: boolean;
	tags: Set<string>;
	exceptions: ExceptionItem[];
	places: Place[];
}

/** A change of an earlier rule: `append: true`, or the keys of `override`. */
export interface RuleUpdate {
	readonly name: string;
	readonly context: Context;
	/** May be said again, but not changed. */
	readonly source?: string;
	readonly condition?: TracedText;
	readonly conditionContext?: Context;
	readonly output?: TracedText;
	readonly outputContext?: Context;
	readonly desc?: string;
	readonly tags?: readonly string[];
	readonly exceptions?: ExceptionItem[];
	readonly priority?: Priority;
	readonly enabled?: boolean;
	readonly capture?: boolean;
	readonly captureDurationMs?: number;
	readonly warnEvttypes?: boolean;
	readonly skipIfUnknownFilter?: boolean;
}

export interface EngineVersionItem {
	readonly version: Version;
	readonly context: Context;
}

export interface PluginRequirement {
	readonly alternatives: readonly {readonly name: string; readonly version: string}[];
	readonly context: Context;
}
