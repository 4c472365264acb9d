import {Command} from 'commander';
import {type AgentFlags, addAgentFlags, addCommonFlags} from './flags.ts';
import {findPackageRoot} from './package-root.ts';
import {addRecordFlags, type RecordFlags} from './record-flags.ts';
import {addRulesCommand} from './rules.ts';
import {addScreenFlags} from './screen-flags.ts';
import {addTailCommand} from './tail.ts';
import type {TopFlags} from './top.ts';
import {addTuneCommand} from './tune.ts';
import {versionText} from './version.ts';

const packageRoot = findPackageRoot();

/** What every way to open the dashboard takes. */
function addTopFlags(command: Command): Command {
	return addScreenFlags(addCommonFlags(command)).option(
		'--speed <times>',
		'pace of a replay: 1 as recorded, 0 as fast as possible',
		Number,
		1,
	);
}

function createProgram(): Command {
	const program = new Command('falconer')
		.description('Runtime security of a Linux node: a dashboard, and a Falco-compatible agent')
		.version(versionText(packageRoot, false), '--version', 'print the versions and exit')
		.showHelpAfterError('(falconer --help shows the commands)')
		.enablePositionalOptions();
	addTopFlags(program.command('top', {isDefault: true}))
		.description('the dashboard (default)')
		.option('--replay <file>', 'show a capture instead of this machine')
		.option('--demo', 'make safe noise and a few attacks to look at', false)
		.option('--print-config', 'print a documented settings file with every default, and exit', false)
		.action(async (flags: TopFlags & {readonly printConfig: boolean}) => {
			if (flags.printConfig) {
				const {printSettings} = await import('./print-settings.ts');
				process.stdout.write(printSettings());
				return;
			}
			const {runTop} = await import('./top.ts');
			process.exitCode = await runTop(flags, packageRoot);
		});
	addAgentFlags(program.command('agent'))
		.description('alerts on standard output, as Falco')
		.action(async (flags: AgentFlags) => {
			const {runAgent} = await import('./agent.ts');
			process.exitCode = await runAgent(flags, packageRoot);
		});
	addTopFlags(
		program.command('replay').argument('<file>', 'what Falco, sysdig, Stratoshark or `falconer record` wrote; - for standard input'),
	)
		.description('the dashboard on a capture: time line, pace, seek')
		.action(async (file: string, flags: TopFlags) => {
			const {runTop} = await import('./top.ts');
			process.exitCode = await runTop({...flags, demo: false, replay: file}, packageRoot);
		});
	addRecordFlags(program.command('record'))
		.description('events of this machine into a capture file that Falco, sysdig and Stratoshark read')
		.action(async (filter: readonly string[], flags: RecordFlags) => {
			const {runRecord} = await import('./record.ts');
			process.exitCode = await runRecord(flags, filter);
		});
	addRulesCommand(program, packageRoot);
	addTailCommand(program, packageRoot);
	addTuneCommand(program, packageRoot);
	return program;
}

void createProgram().parseAsync();
