import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {checkRules} from '../../../src/rules/check/check-rules.ts';
import {goldenFile, STOCK_FILES} from '../golden.ts';
import {SYSCALL_ONLY} from '../load-text.ts';

const stock = STOCK_FILES.map((name) => ({name, text: goldenFile(`rules/${name}`)}));
const isMissing = stock.some(({text}) => text === undefined);
if (isMissing) console.warn('skipped: the stock rules are not there');

/** `CODE of item at line`, for files loaded in the order that Falco's documentation gives. */
function saidOf(names: readonly string[]): string[] {
	const files = names.map((name) => ({name, text: stock.find((file) => file.name === name)!.text!}));
	return checkRules(files, SYSCALL_ONLY)
		.filter(({severity}) => severity !== 'note')
		.map(({code, item, place}) => `${place.file}:${place.line + 1} ${code} ${item?.name}`);
}

test.skipIf(isMissing)('the stable stock rules are clean', () => {
	expect(saidOf(['falco_rules.yaml'])).toEqual([]);
});

test.skipIf(isMissing)('of the incubating and sandbox rules only what is so is said', () => {
	const said = saidOf(['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml']);
	expect(said.map((text) => text.replace(/^falco-(\w+)_rules.yaml:\d+ /, '$1 '))).toEqual([
		// The rule leaves root out itself, then once more in its hook.
		'incubating CHECK_DEAD_EXCEPTION user_known_non_sudo_setuid_conditions',
		// One address with two rules: the first has it for every container.
		'incubating CHECK_SHADOWED_RULE Contact cloud metadata service from container',
		// `enabled_rule and …` with a macro that is never true.
		'incubating CHECK_NEVER_MATCHES Network Connection outside Local Subnet',
		// A command line beside a field that holds a name.
		'sandbox CHECK_DEAD_VALUE azure_scripts_writing_conf',
		// Sixteen bytes.
		'sandbox CHECK_DEAD_VALUE etckeeper',
		'sandbox CHECK_SHADOWED_RULE Netcat/Socat Remote Code Execution on Host',
		'sandbox CHECK_SHADOWED_RULE Network Tool Executed During NPM Package Install',
	]);
});

test('the rules shipped here are clean', () => {
	const file = path.resolve(import.meta.dirname, '../../../rules/falconer_rules.yaml');
	const findings = checkRules([{name: 'falconer_rules.yaml', text: readFileSync(file, 'utf8')}], SYSCALL_ONLY);
	expect(findings.map(({code, place}) => `${code} ${place.line + 1}`)).toEqual([]);
});
