import {captureName} from '../capture/standard-streams.ts';
import type {LoadedConfig} from '../config/load.ts';
import {createRulesCompiler} from '../engine/compile-rules.ts';
import type {SourceSpec} from '../engine/options.ts';
import {createSinks} from '../outputs/sinks.ts';
import {Agent} from './agent-process.ts';
import {engineOptions, sourceSpec} from './engine-options.ts';
import {watchExpiries} from './expiry-watch.ts';
import type {AgentFlags} from './flags.ts';
import type {Log} from './log.ts';
import {writePidfile} from './pidfile.ts';
import type {RulesInput} from './rules-input.ts';
import {rulesFailureText, rulesWarningTexts, unreadableText} from './rules-report.ts';
import {logLaterOutputs} from './setup.ts';

export interface AgentRun {
	readonly flags: AgentFlags;
	readonly config: LoadedConfig;
	readonly log: Log;
	readonly input: RulesInput;
	readonly packageRoot: string;
}

/** Loads the rules, opens the source and watches until it ends or a signal comes. */
export async function runLiveOrReplay({flags, config, log, input, packageRoot}: AgentRun): Promise<number> {
	const complain = (text: string): 1 => {
		log('error', text);
		return 1;
	};
	const unreadable = unreadableText(input.unreadable);
	if (unreadable !== undefined) return complain(unreadable);
	if (input.files.length === 0) {
		return complain('no rules files: name at least one with -r or with rules_files in the configuration');
	}
	const source = sourceSpec(config);
	if (typeof source === 'string') return complain(source);
	const options = engineOptions({config, rules: input.files, source, snapshots: false, print: flags.print});
	const compiler = createRulesCompiler(options);
	const rules = compiler.compile(input.files);
	const failure = rulesFailureText(rules.problems);
	if (failure !== undefined) {
		process.stderr.write(`${failure}\n`);
		return 1;
	}
	if (flags.verbose) for (const text of rulesWarningTexts(rules.problems)) log('warning', text);
	const expiries = watchExpiries((text) => log('warning', text));
	expiries.take(input.files);
	logLaterOutputs(config, log);
	if (!hasOutput(config)) log('warning', 'no output is enabled: alerts go nowhere (try -o stdout_output.enabled=true)');
	if (flags.dryRun) return 0;
	if (flags.pidfile !== undefined) {
		const problem = writePidfile(flags.pidfile);
		if (problem !== undefined) return complain(problem);
	}
	const agent = new Agent({
		flags,
		options,
		prepared: {compiler, rules},
		config,
		log,
		announce: () => logStart(source, input, log),
		packageRoot,
		createSinks,
		onReload: (files) => expiries.take(files),
	});
	return agent.run().finally(() => expiries.close());
}

function logStart(source: SourceSpec, input: RulesInput, log: Log): void {
	log('info', `rules files: ${input.files.map(({name}) => name).join(', ')}`);
	log('info', source.kind === 'live' ? 'source: eBPF driver' : `source: capture ${captureName(source.file)}`);
}

const hasOutput = ({values}: LoadedConfig): boolean => values['stdout_output.enabled'] || values['file_output.enabled'];
