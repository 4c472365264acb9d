import {expect, test} from 'vitest';
import {goldenFile, STOCK_FILES} from './golden.ts';
import {loadTexts, onlyRule, ruleText} from './load-text.ts';

const never = '- macro: never_true\n  condition: (evt.num=0)\n';

test('a negated macro that never matches is a hook, whatever its name', () => {
	const macros = `${never}- macro: allowed_things\n  condition: (never_true)\n- macro: real\n  condition: proc.name=a\n`;
	expect(onlyRule(macros, ruleText('evt.type=open and not allowed_things and not real')).hookMacros).toEqual(['allowed_things']);
});

test('a macro stays a hook when users have filled it in', () => {
	const macros = `${never}- macro: allowed_things\n  condition: (never_true)\n`;
	const rule = ruleText('evt.type=open and not allowed_things');
	expect(onlyRule(macros, rule, '- macro: allowed_things\n  condition: proc.name=a\n').hookMacros).toEqual(['allowed_things']);
	const appended = '- macro: allowed_things\n  condition: or proc.name=a\n  override: {condition: append}\n';
	expect(onlyRule(macros, rule, appended).hookMacros).toEqual(['allowed_things']);
});

test('names that start with user_ are hooks; only what is negated at the top counts', () => {
	const macros = '- macro: user_known\n  condition: proc.name=a\n';
	expect(onlyRule(macros, ruleText('evt.type=open and (proc.name=b and not user_known)')).hookMacros).toEqual(['user_known']);
	expect(onlyRule(macros, ruleText('evt.type=open and (proc.name=b or not user_known)')).hookMacros).toEqual([]);
	expect(onlyRule(macros, ruleText('evt.type=open and user_known')).hookMacros).toEqual([]);
	expect(onlyRule(macros, ruleText('evt.type=open', '  exceptions: [{name: e, fields: proc.name, values: [x]}]\n')).hookMacros).toEqual([]);
});

const stock = STOCK_FILES.map((name) => goldenFile(`rules/${name}`));

test.skipIf(stock[0] === undefined)('the stock rules have their known hooks', () => {
	const {ruleset} = loadTexts(stock as string[]);
	const hooks = Object.fromEntries(ruleset.rules.map(({name, hookMacros}) => [name, hookMacros]));
	expect(hooks['Clear Log Activities']).toEqual(['allowed_clear_log_files']);
	expect(hooks['Terminal shell in container']).toEqual(['user_expected_terminal_shell_in_container_conditions']);
	expect(hooks['Read sensitive file untrusted']).toContain('user_read_sensitive_file_conditions');
	expect(ruleset.rules.filter(({hookMacros}) => hookMacros.length > 0).length).toBeGreaterThan(45);
});
