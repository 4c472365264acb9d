import {type LoadedConfig, loadConfig} from '../config/load.ts';
import {configProblemText} from '../config/problem.ts';
import {type CompiledRules, createRulesCompiler, type RulesCompiler} from '../engine/compile-rules.ts';
import type {RulesFile} from '../rules/ruleset.ts';
import {engineOptions} from './engine-options.ts';
import type {AgentFlags} from './flags.ts';
import {configPath, readRulesInput} from './rules-input.ts';
import {rulesFailureText} from './rules-report.ts';

export type Reload =
	| {readonly failure: string}
	| {
			readonly config: LoadedConfig;
			readonly files: readonly RulesFile[];
			readonly compiler: RulesCompiler;
			readonly rules: CompiledRules;
	  };

/** Reads configuration and rules again. Nothing is changed here: a failure leaves what runs as it is. */
export function reloadRules(flags: AgentFlags, packageRoot: string): Reload {
	const config = loadConfig({file: configPath(flags), overrides: flags.option, env: process.env});
	const wrong = config.problems.find(({severity}) => severity === 'error');
	if (wrong !== undefined) return {failure: configProblemText(wrong)};
	const input = readRulesInput(flags, config, packageRoot);
	if (input.unreadable.length > 0) return {failure: `${input.unreadable[0].file}: ${input.unreadable[0].message}`};
	if (input.files.length === 0) return {failure: 'no rules files'};
	const source = {kind: 'capture', file: '', speed: 0} as const;
	const compiler = createRulesCompiler(engineOptions({config, rules: input.files, source, snapshots: false, print: flags.print}));
	const rules = compiler.compile(input.files);
	const failure = rulesFailureText(rules.problems);
	return failure === undefined ? {config, files: input.files, compiler, rules} : {failure};
}
