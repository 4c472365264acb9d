import {runLiveOrReplay} from './agent-run.ts';
import type {AgentFlags} from './flags.ts';
import {printIgnoredEvents, printPageSize} from './print-facts.ts';
import {readRulesInput} from './rules-input.ts';
import {setUp} from './setup.ts';
import {versionText} from './version.ts';

const print = (text: string): 0 => {
	process.stdout.write(`${text}\n`);
	return 0;
};

/** `falconer agent`: what the flags ask for, in the order Falco looks at them. Returns the exit code. */
export async function runAgent(flags: AgentFlags, packageRoot: string): Promise<number> {
	const {config, log, failed} = setUp(flags);
	if (failed) return 1;
	const json = config.values.json_output;
	if (flags.version) return print(versionText(packageRoot, json));
	if (flags.pageSize) return print(printPageSize());
	if (flags.ignoredEvents) return print(printIgnoredEvents());
	const format = flags.format ?? 'text';
	if (flags.listEvents) {
		const {listEvents} = await import('./list-events.ts');
		return print(listEvents(format));
	}
	if (flags.list !== undefined) {
		const {listFields} = await import('./list-fields.ts');
		const list = listFields({source: flags.list, namesOnly: flags.namesOnly, format});
		if (list !== undefined) return print(list);
		log('error', `there is no event source '${flags.list}': expected syscall`);
		return 1;
	}
	if (flags.validate.length > 0) {
		const {validateFiles} = await import('./validate-command.ts');
		return validateFiles({flags, config, print});
	}
	const input = readRulesInput(flags, config, packageRoot);
	if (flags.describeAll || flags.describeRule !== undefined) {
		const {describeFiles} = await import('./describe-command.ts');
		return describeFiles({flags, config, input, print});
	}
	if (flags.support) {
		const {supportText} = await import('./support.ts');
		return print(supportText({config, input, packageRoot}));
	}
	return runLiveOrReplay({flags, config, log, input, packageRoot});
}
