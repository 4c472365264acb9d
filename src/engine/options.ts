import type {Priority} from '../alerts/alert.ts';
import type {AppendOutput, RuleSelection} from '../rules/options.ts';
import type {RulesProblem} from '../rules/problem.ts';
import type {RulesFile} from '../rules/ruleset.ts';
import type {CaptureOptions} from './rule-captures.ts';

export type SourceSpec =
	| {readonly kind: 'live'; readonly ringBytes?: number; readonly snaplen?: number}
	| {
			readonly kind: 'capture';
			readonly file: string /** Times the recorded pace; 0 = as fast as possible. */;
			readonly speed: number;
			readonly loop?: boolean;
			/** At its end the file stays open, so that one can go back. */
			readonly seekable?: boolean;
	  };

export interface EngineOptions {
	readonly source: SourceSpec;
	readonly rules: readonly RulesFile[];
	/** Names of those among `rules` that hold the user's changes: what their exceptions silence is counted and shown. */
	readonly localRules?: readonly string[];
	readonly ruleMatching: 'first' | 'all';
	/** Rules less severe than this are not loaded. */
	readonly minimumPriority: Priority;
	readonly hostname: string;
	/** Falco's `rules:` selections, in order. */
	readonly ruleSelections: readonly RuleSelection[];
	readonly appendOutput: readonly AppendOutput[];
	readonly staticFields: Readonly<Record<string, string>>;
	readonly bufferFormatBase64: boolean;
	readonly timeFormatIso8601: boolean;
	/** Whether alerts carry a snapshot and an ancestry (the dashboard wants them, the agent does not). */
	readonly snapshots: boolean;
	/** Rules files that could not be read: told with the problems of the others. */
	readonly fileProblems?: readonly RulesProblem[];
	/** System calls asked of the live driver beside those of the rules; Falco's `base_syscalls`. */
	readonly baseSyscalls?: BaseSyscalls;
	readonly threadTable?: ThreadTableOptions;
	/** Write captures of matches; Falco's `capture:`. */
	readonly captures?: CaptureOptions;
	/** Most live alerts waiting for the main thread; more are dropped and counted. 0 = bounded by memory only. */
	readonly alertQueueCapacity?: number;
}

/** `falco_libs.thread_table_*`; what is left out is as in Falco. */
export interface ThreadTableOptions {
	readonly maxThreads?: number;
	readonly purgeIntervalSeconds?: number;
	readonly threadTimeoutSeconds?: number;
}

export interface BaseSyscalls {
	/** Names that replace the state set; `!name` takes one away. */
	readonly customSet: readonly string[];
	/** Also the high-volume I/O calls that rules ask for. */
	readonly all: boolean;
}
