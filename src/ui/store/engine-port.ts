import type {EngineMessage, ProcessRow} from '../../engine/protocol.ts';
import type {RulesFile} from '../../rules/ruleset.ts';

export type RulesMessage = Extract<EngineMessage, {kind: 'rules'}>;

/** The engine as the dashboard sees it; the worker's client fits it, and so does a test's feed. */
export interface EnginePort {
	onMessage(listener: (message: EngineMessage) => void): void;
	setRules(rules: readonly RulesFile[]): Promise<RulesMessage>;
	processes(): Promise<readonly ProcessRow[]>;
	/** Replay only: holds the source. */
	setPaused(paused: boolean): void;
	close(): void | Promise<void>;
}
