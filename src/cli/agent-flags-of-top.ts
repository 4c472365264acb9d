import type {AgentFlags} from './flags.ts';
import type {TopFlags} from './top.ts';

/** What `falconer top` asks for, as the agent understands it. */
export function agentFlags({config, rules, option, replay}: TopFlags): AgentFlags {
	const source = replay === undefined ? [] : ['engine.kind=replay', `engine.replay.capture_file=${replay}`];
	return {
		config,
		rules,
		option: [...option, ...source],
		validate: [],
		describeAll: false,
		namesOnly: false,
		listEvents: false,
		version: false,
		dryRun: false,
		unbuffered: false,
		verbose: false,
		ignoredEvents: false,
		support: false,
		pageSize: false,
	};
}
