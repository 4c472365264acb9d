import {type Command, Option} from 'commander';
import type {RulesCheckFlags} from './rules-check.ts';
import type {RulesExplainFlags} from './rules-explain.ts';
import type {RulesFmtFlags} from './rules-fmt.ts';
import {strict} from './usage-error.ts';

const collect = (value: string, all: readonly string[]): string[] => [...all, value];
const colour = () => new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto');

/** Adds `falconer rules` with its commands: for people who write rules, editors, commit hooks and CI. */
export function addRulesCommand(program: Command, packageRoot: string): void {
	const rules = strict(program.command('rules')).description('check, explain and format rules files');
	strict(rules.command('check'))
		.description('what is wrong, doubtful or without effect in rules files, loaded together in this order')
		.argument('<file...>', 'rules files or folders')
		.addOption(new Option('--format <format>', 'form of the report').choices(['text', 'json', 'sarif']).default('text'))
		.option('--strict', 'warnings fail too', false)
		.option('--falco-version <version>', 'check for this Falco, such as 0.42')
		.addOption(colour())
		.action(async (files: string[], flags: RulesCheckFlags) => {
			const {runRulesCheck} = await import('./rules-check.ts');
			process.exitCode = runRulesCheck(files, flags, packageRoot);
		});
	strict(rules.command('explain'))
		.description('a rule unfolded: where each part comes from, which events and fields it needs')
		.argument('<rule>', 'name of the rule')
		.option('-r, --rules <path>', 'rules file or folder; may be repeated (default: those of the configuration)', collect, [])
		.option('-c, --config <path>', 'configuration file that names the rules files')
		.addOption(colour())
		.action(async (rule: string, flags: RulesExplainFlags) => {
			const {runRulesExplain} = await import('./rules-explain.ts');
			process.exitCode = runRulesExplain(rule, flags, packageRoot);
		});
	strict(rules.command('fmt'))
		.description('format rules files; without --check or --write the result goes to standard output')
		.argument('<file...>', 'rules files or folders; - for standard input')
		.option('--check', 'change nothing, name the files that are not formatted and fail', false)
		.option('--write', 'write the files in place', false)
		.action(async (files: string[], flags: RulesFmtFlags) => {
			const {runRulesFmt} = await import('./rules-fmt.ts');
			process.exitCode = await runRulesFmt(files, flags);
		});
	strict(rules.command('schema'))
		.description('the JSON Schema of rules files, for editors')
		.action(async () => {
			const {rulesSchema} = await import('../rules/schema.ts');
			process.stdout.write(`${JSON.stringify(rulesSchema(), null, '\t')}\n`);
		});
}
