import {loadConfig} from '../config/load.ts';
import {nearNames} from '../fields/near-names.ts';
import {explainRule} from '../rules/explain.ts';
import {explainText} from '../rules/explain-text.ts';
import {paintFor, type When} from './paint.ts';
import {configPath, readRulesInput} from './rules-input.ts';
import {rulesOptions} from './rules-options.ts';
import {unreadableText} from './rules-report.ts';
import {isSentByDefault} from './sent-events.ts';
import {escapeControls} from './terminal-text.ts';

export interface RulesExplainFlags {
	readonly rules: readonly string[];
	readonly config?: string;
	readonly color: When;
}

const FAULTY = 1;
const NARROWEST = 60;
const WIDEST = 120;
const USUAL = 80;

/** `falconer rules explain`. Returns the exit code. */
export function runRulesExplain(name: string, flags: RulesExplainFlags, packageRoot: string): number {
	const config = loadConfig({file: configPath(flags), overrides: [], env: process.env});
	const input = readRulesInput(flags, config, packageRoot);
	const unreadable = unreadableText(input.unreadable);
	if (unreadable !== undefined) process.stderr.write(`${unreadable}\n`);
	const {explanation, names} = explainRule(name, input.files, rulesOptions(config));
	if (explanation === undefined) {
		process.stderr.write(`${escapeControls(missingText(name, names))}\n`);
		return FAULTY;
	}
	const paint = paintFor(flags.color, process.stdout, process.env);
	const width = Math.min(WIDEST, Math.max(NARROWEST, process.stdout.columns ?? USUAL));
	process.stdout.write(`${explainText(explanation, {width, isSent: isSentByDefault, strong: paint.place, faint: paint.faint})}\n`);
	return unreadable === undefined ? 0 : FAULTY;
}

const MOST_NAMES = 5;

function missingText(name: string, names: readonly string[]): string {
	const holding = names.filter((rule) => rule.toLowerCase().includes(name.toLowerCase()));
	const near = (holding.length > 0 ? holding : nearNames(name, names)).slice(0, MOST_NAMES);
	const hint =
		near.length > 0
			? `did you mean ${near.map((rule) => `'${rule}'`).join(' or ')}?`
			: `${names.length} rules were loaded (falconer agent -L lists them)`;
	return `there is no rule '${name}' that loads: ${hint}`;
}
