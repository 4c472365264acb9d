import {type Command, Option} from 'commander';
import {addCommonFlags} from './flags.ts';

export interface TailFlags {
	readonly config?: string;
	readonly rules: readonly string[];
	readonly option: readonly string[];
	readonly theme?: string;
	readonly color?: 'auto' | 'never' | '16' | '256' | 'truecolor';
	readonly localRules?: string;
}

/** Adds `falconer tail`: the dashboard on the alerts of a Falco that runs elsewhere. */
export function addTailCommand(program: Command, packageRoot: string): void {
	addCommonFlags(program.command('tail'))
		.description('the dashboard on the alerts of an existing Falco, to tune its rules')
		.argument('<source>', 'a file of JSON alerts (followed), - for standard input, or http://ADDR:PORT to listen as http_output target')
		.option('--theme <name>', 'colours: a file of themes/ or its name')
		.addOption(new Option('--color <depth>', 'colours of the terminal').choices(['auto', 'never', '16', '256', 'truecolor']))
		.option('--local-rules <file>', 'where exceptions are saved (default: /etc/falco/falco_rules.local.yaml)')
		.action(async (source: string, flags: TailFlags) => {
			const {runTail} = await import('./tail-run.ts');
			process.exitCode = await runTail(source, flags, packageRoot);
		});
}
