import {type Command, InvalidArgumentError, Option} from 'commander';
import {addCommonFlags} from './flags.ts';
import {strict} from './usage-error.ts';

export interface TuneFlags {
	readonly config?: string;
	readonly rules: readonly string[];
	readonly option: readonly string[];
	readonly headless: boolean;
	readonly json: boolean;
	readonly top: number;
	readonly since?: string;
	readonly apply: readonly string[];
	readonly place?: 'hook' | 'list' | 'exception' | 'new-macro';
	readonly write?: string;
	readonly until?: string;
	readonly comment?: string;
	readonly falcoVersion?: string;
	readonly localRules?: string;
}

const collect = (value: string, all: readonly string[]): string[] => [...all, ...value.split(',')];

function positiveInteger(text: string): number {
	const value = Number(text);
	if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number above 0.');
	return value;
}

function versionOf(text: string): string {
	if (!/^\d+\.\d+/.test(text)) throw new InvalidArgumentError('expected a version such as 0.37.');
	return text;
}

/** Adds `falconer tune`: what the dashboard's tuning does, for a log file and without a screen. */
export function addTuneCommand(program: Command, packageRoot: string): void {
	const command = strict(addCommonFlags(program.command('tune')))
		.description('exceptions for the noise in a log of Falco alerts: what each would silence, and writing them')
		.argument('<log>', 'file of JSON alerts, or - for standard input')
		.option('--headless', 'print groups, candidates and previews instead of opening the dashboard', false)
		.option('--json', 'the same as JSON (docs/tune.md describes it)', false)
		.addOption(new Option('--top <count>', 'causes of noise to make candidates for').argParser(positiveInteger).default(50))
		.option('--since <time>', 'mark what began later as new: a date, or 24h, 7d before the last alert')
		.option('--apply <candidate>', 'make this exception: its number or its key; may be repeated', collect, [])
		.addOption(new Option('--place <kind>', 'where it goes, instead of the best place').choices(['hook', 'list', 'exception', 'new-macro']))
		.option('--write <file>', 'local rules file that --apply changes; without it the change is printed as a patch')
		.option('--until <time>', 'the exception ends then: a date, or 2h, 7d from now')
		.option('--comment <text>', 'why: written above the change')
		.addOption(new Option('--falco-version <version>', 'write for this Falco: before 0.38 there is no override').argParser(versionOf))
		.option('--local-rules <file>', 'local rules file that is loaded last (default: /etc/falco/falco_rules.local.yaml)')
		.action(async (log: string, flags: TuneFlags) => {
			if (flags.write !== undefined && flags.apply.length === 0)
				command.error('error: --write needs --apply: the number or the key of a candidate, which --headless prints');
			if (!flags.headless && !flags.json && flags.apply.length === 0) {
				const {runTail} = await import('./tail-run.ts');
				process.exitCode = await runTail(log, flags, packageRoot);
				return;
			}
			const {runTune} = await import('./tune-run.ts');
			process.exitCode = await runTune(log, flags, packageRoot);
		});
}
