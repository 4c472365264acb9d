import type {LoadedConfig} from '../config/load.ts';
import {expandRulesPaths, readRulesFiles, type UnreadableFile} from '../config/rules-paths.ts';
import {describeJson} from '../rules/describe.ts';
import {type FileResult, loadRulesAsFalco} from '../rules/load.ts';
import {validationJson, validationText, warningsText} from '../rules/validate.ts';
import type {AgentFlags} from './flags.ts';
import {rulesOptions} from './rules-options.ts';
import {unreadableProblem} from './rules-report.ts';
import {escapeControls} from './terminal-text.ts';

export interface Validation {
	readonly flags: AgentFlags;
	readonly config: LoadedConfig;
	readonly print: (text: string) => void;
}

/** `-V FILE…`: what is wrong with rules files. Returns the exit code. */
export function validateFiles({flags, config, print}: Validation): number {
	const {files: paths, missing} = expandRulesPaths(flags.validate);
	const {files, unreadable} = readRulesFiles(paths);
	const options = rulesOptions(config);
	const {results: loaded, ruleset, pluginError} = loadRulesAsFalco(files, options);
	const unread = [...missing.map((file) => ({file, message: 'no such file or folder'})), ...unreadable];
	const results = [...unread.map(unreadableResult), ...loaded];
	if (pluginError !== undefined) {
		process.stderr.write(`Error: ${escapeControls(pluginError)}\n`);
		return 1;
	}
	if (config.values.json_output) {
		const describe = flags.describeAll && {falco_describe_results: describeJson(ruleset, options)};
		print(JSON.stringify({...describe, falco_load_results: validationJson(results)}));
	} else {
		for (const result of results) print(validationText(result));
		const warnings = results.map(warningsText).filter((text) => text !== '');
		if (warnings.length > 0) process.stderr.write(`${warnings.join('\n')}\n`);
	}
	return results.every(({successful}) => successful) ? 0 : 1;
}

const unreadableResult = (unreadable: UnreadableFile): FileResult => ({
	name: unreadable.file,
	successful: false,
	problems: [unreadableProblem(unreadable)],
});
