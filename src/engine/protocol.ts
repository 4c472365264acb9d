import type {Alert} from '../alerts/alert.ts';
import type {ConditionProblem} from '../filter/problem.ts';
import type {RulesProblem} from '../rules/problem.ts';
import type {RulesFile} from '../rules/ruleset.ts';
import type {CountScope} from './counts.ts';
import type {EngineTick} from './engine-tick.ts';
import type {EventLine} from './event-line.ts';
import type {EngineOptions} from './options.ts';
import type {ProcessRow} from './process-rows.ts';
import type {CaptureNews} from './rule-captures.ts';
import type {ExceptionSummary, RuleDefinitions, RuleSummary, SilencedAlert} from './rule-facts.ts';

// What the main thread and the engine's worker say to each other. Plain data only (structured clone).

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
