import {type Command, InvalidArgumentError, Option} from 'commander';

/** The flags of `falconer agent`, Falco's own. */
export interface AgentFlags {
	readonly config?: string;
	readonly rules: readonly string[];
	readonly option: readonly string[];
	readonly durationSeconds?: number;
	readonly validate: readonly string[];
	readonly describeAll: boolean;
	readonly describeRule?: string;
	/** `true` for all sources. */
	readonly list?: string | true;
	readonly namesOnly: boolean;
	readonly format?: 'text' | 'markdown' | 'json';
	readonly listEvents: boolean;
	readonly version: boolean;
	readonly dryRun: boolean;
	readonly print?: string;
	readonly pidfile?: string;
	readonly unbuffered: boolean;
	readonly verbose: boolean;
	readonly ignoredEvents: boolean;
	readonly support: boolean;
	readonly pageSize: boolean;
}

const collect = (value: string, all: readonly string[]): string[] => [...all, value];

function positive(text: string): number {
	const value = Number(text);
	if (!(value > 0)) throw new InvalidArgumentError('expected a number of seconds above 0.');
	return value;
}

/** Adds the flags that agent and dashboard share. */
export function addCommonFlags(command: Command): Command {
	return command
		.option('-c, --config <path>', 'configuration file (default: /etc/falco/falco.yaml where it exists)')
		.option('-r, --rules <path>', 'rules file or folder instead of rules_files; may be repeated', collect, [])
		.option('-o, --option <key=value>', 'override a configuration key: a.b=1, list[]=x, list[0].k=x', collect, []);
}

export function addAgentFlags(command: Command): Command {
	return addCommonFlags(command)
		.addOption(new Option('-M, --duration-seconds <seconds>', 'stop after so many seconds').argParser(positive))
		.option('-V, --validate <path>', 'check a rules file and exit; may be repeated', collect, [])
		.option('-L, --describe-all', 'describe all rules, macros and lists and exit', false)
		.option('-l, --describe-rule <rule>', 'describe one rule and exit')
		.option('--list [source]', 'list the fields of conditions and outputs and exit')
		.option('-N, --names-only', 'with --list: only the names', false)
		.addOption(new Option('--format <format>', 'form of --list and --list-events').choices(['text', 'markdown', 'json']))
		.addOption(new Option('--markdown', 'old name of --format markdown').implies({format: 'markdown'}).hideHelp())
		.option('--list-events', 'list the event types with their parameters and exit', false)
		.option('--version', 'print the versions and exit', false)
		.option('--dry-run', 'do everything but watch', false)
		.option('-p, --print <format>', 'text added to the output of every rule (old)')
		.option('-P, --pidfile <path>', 'write the process id to this file')
		.option('-U, --unbuffered', 'write every alert at once', false)
		.option('-v, --verbose', 'say more, also the warnings of rules files', false)
		.option('-i, --ignored-events', 'print the system calls ignored by default and exit', false)
		.option('--support', 'print what a report of a fault needs, as JSON, and exit', false)
		.option('--page-size', 'print the system’s page size and exit', false);
}
