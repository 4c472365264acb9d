import type {LoadedConfig} from '../config/load.ts';
import {describeJson, describeRuleJson, describeText} from '../rules/describe.ts';
import {loadRules} from '../rules/load.ts';
import type {AgentFlags} from './flags.ts';
import type {RulesInput} from './rules-input.ts';
import {rulesOptions} from './rules-options.ts';
import {rulesFailureText, unreadableText} from './rules-report.ts';
import {escapeControls} from './terminal-text.ts';

export interface Description {
	readonly flags: AgentFlags;
	readonly config: LoadedConfig;
	readonly input: RulesInput;
	readonly print: (text: string) => void;
}

/** `-L` and `-l RULE`. Returns the exit code. */
export function describeFiles({flags, config, input, print}: Description): number {
	const options = rulesOptions(config);
	const {ruleset, problems} = loadRules(input.files, options);
	const failure = unreadableText(input.unreadable) ?? rulesFailureText(problems);
	if (failure !== undefined) {
		process.stderr.write(`${failure}\n`);
		return 1;
	}
	const wanted = flags.describeRule;
	const rules = wanted === undefined ? ruleset.rules : ruleset.rules.filter(({name}) => name === wanted);
	if (wanted !== undefined && rules.length === 0) {
		process.stderr.write(`there is no rule named '${escapeControls(wanted)}'\n`);
		return 1;
	}
	if (config.values.json_output) {
		print(JSON.stringify(wanted === undefined ? describeJson(ruleset, options) : describeRuleJson(wanted, ruleset, options)));
	} else print(escapeControls(describeText(rules)));
	return 0;
}
