import type {CountScope} from '../../engine/counts.ts';
import type {ProcessRow} from '../../engine/process-rows.ts';
import type {EngineMessage, SaveEventsOutcome} from '../../engine/protocol.ts';
import type {ConditionProblem} from '../../filter/problem.ts';
import type {RulesProblem} from '../../rules/problem.ts';
import type {RulesFile} from '../../rules/ruleset.ts';

export type RulesMessage = Extract<EngineMessage, {kind: 'rules'}>;

/** The engine as the dashboard sees it; the worker's client fits it, and so does a test's feed. */
export interface EnginePort {
	onMessage(listener: (message: EngineMessage) => void): void;
	/** `localRules`: names of those that hold the user's changes. */
	setRules(rules: readonly RulesFile[], localRules?: readonly string[]): Promise<RulesMessage>;
	/** What is wrong with rules that are not in use yet. */
	checkRules(rules: readonly RulesFile[]): Promise<readonly RulesProblem[]>;
	processes(): Promise<readonly ProcessRow[]>;
	/** Replay only: holds the source. */
	setPaused(paused: boolean): void;
	/** Replay only: times the recorded pace; 0 = as fast as possible. */
	setSpeed?(speed: number): void;
	/** Replay only: goes to a time of the recording, nanoseconds since the epoch. */
	seek?(toNs: bigint): void;
	/** Writes the raw events of a span to a new capture, as far as they are kept. */
	saveEvents?(path: string, fromNs: bigint, toNs: bigint): Promise<SaveEventsOutcome>;
	/** Shows events as `events` messages until `unwatch`; tells what is wrong with the filter. Absent where there are no events, only alerts. */
	watch?(filter: string): Promise<readonly ConditionProblem[]>;
	unwatch?(): void;
	/** Counts events by type and second: ticks carry `typeCounts` until `uncountTypes`. Absent where there are no events. */
	countTypes?(scope: CountScope): void;
	uncountTypes?(): void;
	close(): void | Promise<void>;
}
