import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {loadRules, loadRulesAsFalco} from '../../src/rules/load.ts';
import type {LoadOptions} from '../../src/rules/options.ts';
import type {Rule} from '../../src/rules/ruleset.ts';

const catalogue = createFieldCatalogue();

export const SYSCALL_ONLY: Pick<LoadOptions, 'catalogueOf'> = {catalogueOf: (source) => (source === 'syscall' ? catalogue : undefined)};

const named = (texts: readonly string[]) => texts.map((text, i) => ({name: `rules${i}.yaml`, text}));

/** Loads texts as files `rules0.yaml`, `rules1.yaml`… */
export const loadTexts = (texts: readonly string[], options: Partial<LoadOptions> = {}) =>
	loadRules(named(texts), {...SYSCALL_ONLY, ...options});

export const loadTextsAsFalco = (texts: readonly string[]) => loadRulesAsFalco(named(texts), SYSCALL_ONLY);

/** Loads what must load without an error and gives its only rule. */
export function onlyRule(...texts: string[]): Rule {
	const {ruleset, problems} = loadTexts(texts);
	const errors = problems.filter(({severity}) => severity === 'error');
	if (errors.length > 0) throw new Error(errors.map(({message}) => message).join('\n'));
	if (ruleset.rules.length !== 1) throw new Error(`${ruleset.rules.length} rules`);
	return ruleset.rules[0];
}

/** A rule `r` with the given condition and more keys. */
export const ruleText = (condition: string, more = '') =>
	`- rule: r\n  desc: d\n  condition: ${JSON.stringify(condition)}\n  output: o %evt.num\n  priority: INFO\n${more}`;

/** Codes and items of the problems, as `ERROR rule r: message`. */
export const codesOf = (texts: readonly string[]) => loadTexts(texts).problems.map(({code}) => code);
