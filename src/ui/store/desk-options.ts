import type {RulesFile} from '../../rules/ruleset.ts';
import type {EnginePort, RulesMessage} from './engine-port.ts';

/** What the desk of changes works with. */
export interface DeskOptions {
	readonly engine: EnginePort;
	/** All rules files in load order, as they were loaded. */
	readonly files: readonly RulesFile[];
	/** The file that changes go to; it is added at the end where it was not loaded. */
	readonly localPath: string;
	readonly onRules: (message: RulesMessage) => void;
	readonly nowMs: () => number;
	/** Who changes the rules: written above each change. */
	readonly author?: string;
	/** Of the Falco that reads the file; default: the newest. */
	readonly falcoVersion?: string;
	/** Nothing is changed: exceptions only end when their time is over, and what others wrote is taken over. */
	readonly isReadOnly?: boolean;
}
