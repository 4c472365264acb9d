import type {Command} from 'commander';
import {addCommonFlags} from './flags.ts';
import {addScreenFlags, type ScreenFlags} from './screen-flags.ts';

export interface TailFlags extends ScreenFlags {
	readonly config?: string;
	readonly rules: readonly string[];
	readonly option: readonly string[];
}

/** Adds `falconer tail`: the dashboard on the alerts of a Falco that runs elsewhere. */
export function addTailCommand(program: Command, packageRoot: string): void {
	addScreenFlags(addCommonFlags(program.command('tail')))
		.description('the dashboard on the alerts of an existing Falco, to tune its rules')
		.argument('<source>', 'a file of JSON alerts (followed), - for standard input, or http://ADDR:PORT to listen as http_output target')
		.action(async (source: string, flags: TailFlags) => {
			const {runTail} = await import('./tail-run.ts');
			process.exitCode = await runTail(source, flags, packageRoot);
		});
}
