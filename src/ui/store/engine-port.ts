import type {EngineMessage, ProcessRow} from '../../engine/protocol.ts';
import type {RulesProblem} from '../../rules/problem.ts';
import type {RulesFile} from '../../rules/ruleset.ts';

export type RulesMessage = Extract<EngineMessage, {kind: 'rules'}>;

/** The engine as the dashboard sees it; the worker's client fits it, and so does a test's feed. */
export interface EnginePort {
	onMessage(listener: (message: EngineMessage) => void): void;
	setRules(rules: readonly RulesFile[]): Promise<RulesMessage>;
	/** What is wrong with rules that are not in use yet. */
	checkRules(rules: readonly RulesFile[]): Promise<readonly RulesProblem[]>;
	processes(): Promise<readonly ProcessRow[]>;
	/** Replay only: holds the source. */
	setPaused(paused: boolean): void;
	close(): void | Promise<void>;
}
