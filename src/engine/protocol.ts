import type {Alert, Priority} from '../alerts/alert.ts';
import type {ByteString} from '../events/byte-string.ts';
import type {FieldValue} from '../fields/field.ts';
import type {ConditionProblem} from '../filter/problem.ts';
import type {LocalException} from '../rules/local-exceptions.ts';
import type {RulesProblem} from '../rules/problem.ts';
import type {RuleException, RulesFile} from '../rules/ruleset.ts';
import type {SystemCounters} from '../system/system.ts';
import type {CaptureNews, CaptureOptions} from './rule-captures.ts';

// What the main thread and the engine's worker say to each other. Plain data only (structured clone).

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

export interface RuleSelection {
	readonly action: 'enable' | 'disable';
	/** A rule name with `*` wildcards, or a tag. */
	readonly rule?: string;
	readonly tag?: string;
}

export interface AppendOutput {
	readonly match?: {readonly source?: string; readonly tags?: readonly string[]; readonly rule?: string};
	readonly extraOutput?: string;
	readonly extraFields?: readonly (string | Readonly<Record<string, string>>)[];
	readonly suggestedOutput?: boolean;
}

export type EngineRequest =
	| {readonly kind: 'start'; readonly options: EngineOptions}
	/** Hot swap: state and events are kept. `localRules` as in the options, which hold without. Answered by `rules`. */
	| {readonly kind: 'setRules'; readonly id: number; readonly rules: readonly RulesFile[]; readonly localRules?: readonly string[]}
	/** Loads rules beside those in use, to see whether they load. Answered by `checked`. */
	| {readonly kind: 'checkRules'; readonly id: number; readonly rules: readonly RulesFile[]}
	| {readonly kind: 'processes'; readonly id: number}
	/** Replay only: holds the source. Live capture never pauses. */
	| {readonly kind: 'setPaused'; readonly paused: boolean}
	/** So many alerts were taken. Without it a replay waits and live alerts beyond a bound are dropped and counted. */
	| {readonly kind: 'ack'; readonly alerts: number}
	/** Replay only: times the recorded pace; 0 = as fast as possible. */
	| {readonly kind: 'setSpeed'; readonly speed: number}
	/** Replay only: goes to a time of the recording, nanoseconds since the epoch. Backwards it begins anew: `restarted` follows. */
	| {readonly kind: 'seek'; readonly toNs: bigint}
	/** Writes the raw events of a span to a new capture. Answered by `eventsSaved`. */
	| {readonly kind: 'saveEvents'; readonly id: number; readonly path: string; readonly fromNs: bigint; readonly toNs: bigint}
	/** Shows events that the filter (a condition, '' for all) lets through, until `unwatch`. Answered by `watching`; `events` follow. */
	| {readonly kind: 'watch'; readonly id: number; readonly filter: string}
	| {readonly kind: 'unwatch'}
	/** Counts events by type and second: ticks carry `typeCounts` until `uncountTypes`. */
	| {readonly kind: 'countTypes'; readonly scope: CountScope}
	| {readonly kind: 'uncountTypes'}
	| {readonly kind: 'stop'};

export type EngineMessage =
	| {readonly kind: 'started'; readonly source: SourceInfo}
	/** After start and after each setRules (`id` tells which). Where there are errors, the rules that load are in use. `rules` and `definitions` are empty without `snapshots`. */
	| {
			readonly kind: 'rules';
			readonly id: number;
			readonly rules: readonly RuleSummary[];
			readonly definitions: RuleDefinitions;
			/** Of the user's file; undefined where it is not known which that is. */
			readonly exceptions?: readonly ExceptionSummary[];
			readonly problems: readonly RulesProblem[];
	  }
	| {readonly kind: 'checked'; readonly id: number; readonly problems: readonly RulesProblem[]}
	| {readonly kind: 'alerts'; readonly alerts: readonly Alert[]}
	/** Some of the alerts that exceptions of the user's file kept back since the last message; the tick counts all. */
	| {readonly kind: 'silenced'; readonly alerts: readonly SilencedAlert[]}
	/** What becomes of the captures that matches start. */
	| {readonly kind: 'capture'; readonly news: CaptureNews}
	| {readonly kind: 'tick'; readonly tick: EngineTick}
	| {readonly kind: 'processes'; readonly id: number; readonly processes: readonly ProcessRow[]}
	| {readonly kind: 'eventsSaved'; readonly id: number; readonly outcome: SaveEventsOutcome}
	| {readonly kind: 'watching'; readonly id: number; readonly problems: readonly ConditionProblem[]}
	/** Events that passed the filter since the last message; `dropped` more had no room in it. */
	| {readonly kind: 'events'; readonly lines: readonly EventLine[]; readonly dropped: number}
	/** Something a person should know of the source. */
	| {readonly kind: 'notice'; readonly level: 'info' | 'warn'; readonly text: string}
	/** A replay went back: everything said of its events so far is void. */
	| {readonly kind: 'restarted'}
	/** A capture's end, or stop. `problem`: why a capture was not read to its end. */
	| {readonly kind: 'ended'; readonly events: number; readonly problem?: string}
	/** The source or the engine cannot go on. */
	| {readonly kind: 'failed'; readonly code: string; readonly message: string; readonly hint: string};

export type SaveEventsOutcome =
	| {
			readonly ok: true;
			readonly path: string;
			/** Events that readers will show. */
			readonly events: number;
			/** Seconds that they span. */
			readonly seconds: number;
			readonly fileBytes: number;
			/** Events that a disk was too slow for. */
			readonly lost: number;
	  }
	| {readonly ok: false; readonly message: string; readonly hint: string};

export interface SourceInfo {
	/** `log`: the alerts of another Falco, without events. */
	readonly kind: 'live' | 'capture' | 'log';
	/** For the header: `live eBPF`, `replay files.scap`. */
	readonly label: string;
	readonly hostname: string;
}

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

/** Sent about four times a second. Counts are totals since the start; the reader makes rates. */
export interface EngineTick {
	/** Monotonic milliseconds of the worker. */
	readonly atMs: number;
	/** Time of the last event, nanoseconds since the epoch; 0n before the first. */
	readonly eventTsNs: bigint;
	readonly events: number;
	readonly alerts: number;
	/** Drops by reason; all zero is the promise. */
	readonly drops: Readonly<Record<string, number>>;
	/** Hits by rule name. */
	readonly hits: Readonly<Record<string, number>>;
	/** Only where the user's file is known. */
	readonly silenced?: SilencedCounts;
	readonly containers: readonly ContainerCounts[];
	/** Containers that are no longer listed, to make room for newer ones. */
	readonly forgottenContainers?: number;
	readonly threads: number;
	readonly fds: number;
	/** What the system model holds, lost and gave up. */
	readonly state?: SystemCounters;
	/** Bytes waiting in the ring and its size; 0 for captures. */
	readonly ringBytes: number;
	readonly ringSizeBytes: number;
	/** 0..1 of a capture that was read; undefined live. */
	readonly progress?: number;
	/** Captures that are files only. */
	readonly fileBytes?: FileBytes;
	/** Replay only. */
	readonly replay?: ReplayState;
	/** Raw events kept so that `saveEvents` can write them; only with `snapshots`. */
	readonly recent?: RecentState;
	/** Only between `countTypes` and `uncountTypes`. */
	readonly typeCounts?: TypeCounts;
	/** Only of a log of alerts. */
	readonly log?: LogState;
}

/** What a log of alerts held beside the alerts that are shown. */
export interface LogState {
	/** Lines that were never meant as alerts: Falco's own log. */
	readonly otherLines: number;
	/** Falco's own notices among the alerts, of drops for one. */
	readonly notices: number;
	/** System calls that Falco says it dropped. */
	readonly falcoDrops: number;
	/** Alerts that rules which are tried here silence. */
	readonly silenced: number;
	/** Rotations and truncations: what was written between may be missing. */
	readonly gaps: number;
}

/** Of a capture, compressed where it is. */
export interface FileBytes {
	readonly read: number;
	readonly size: number;
}

export interface ReplayState {
	/** Times the recorded pace; 0 = as fast as possible. */
	readonly speed: number;
	readonly isSeeking: boolean;
	/** Times of the first and the last event, nanoseconds since the epoch; undefined while unknown. */
	readonly startNs?: bigint;
	readonly endNs?: bigint;
}

export interface RecentState {
	readonly usedBytes: number;
	readonly sizeBytes: number;
	readonly events: number;
	/** Events too large to be kept. */
	readonly tooLarge: number;
	/** Time of the oldest, milliseconds since the epoch. */
	readonly oldestMs?: number;
}

/** Whose events are counted. */
export type CountScope =
	| {readonly kind: 'all'}
	/** '' is the host. */
	| {readonly kind: 'container'; readonly id: ByteString}
	| {readonly kind: 'process'; readonly pid: number};

/** Events by type: every second that has passed since the last tick, and the running one so far. */
export interface TypeCounts {
	readonly scope: CountScope;
	readonly seconds: readonly SecondCounts[];
	/** Seconds that found no room since the counting began. */
	readonly lost: number;
}

/** `counts[i]` events of `names[i]` in a second of the events' own time, since the epoch. */
export interface SecondCounts {
	readonly second: number;
	readonly names: readonly string[];
	readonly counts: readonly number[];
	readonly alerts: number;
}

export type EventClass = 'exec' | 'file' | 'net' | 'other';

/** An event as the live tail shows it. Texts are bytes of the event: escape before showing. */
export interface EventLine {
	readonly num: number;
	readonly tsNs: bigint;
	readonly type: string;
	readonly tid: number;
	readonly pid: number;
	readonly process: ByteString;
	readonly containerId: ByteString;
	/** The parameters: `evt.args`. */
	readonly info: ByteString;
	/** Every field without an argument that has a value. */
	readonly fields: Readonly<Record<string, FieldValue>>;
}

export interface ContainerCounts {
	/** '' is the host. */
	readonly id: ByteString;
	readonly name: ByteString;
	readonly counts: Readonly<Record<EventClass, number>>;
	readonly alerts: number;
}

export interface ProcessRow {
	readonly pid: number;
	readonly ppid: number;
	readonly user: ByteString;
	readonly uid: number;
	readonly name: ByteString;
	readonly cmdline: ByteString;
	readonly exepath: ByteString;
	readonly containerId: ByteString;
	readonly threads: number;
	/** Events the engine saw of it. */
	readonly events: number;
	readonly alerts: number;
}
