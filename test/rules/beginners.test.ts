import {expect, test} from 'vitest';
import {loadTexts, ruleText} from './load-text.ts';

const rule = '- rule: r\n  desc: d\n  condition: evt.type=open\n  output: o %evt.num\n  priority: INFO\n';

/** The hint of the first problem. */
const hint = (text: string) => loadTexts([text]).problems[0]?.hint;

test.each([
	['a tab', rule.replace('  desc', '\tdesc'), 'not with tabs'],
	['a % without quotes', rule.replace('o %evt.num', '%evt.num x'), 'output: "%evt.num x"'],
	["': ' in an output", rule.replace('o %evt.num', 'a: b'), "below 'output: >'"],
	['a quote in quotes', rule.replace('evt.type=open', "'proc.name = 'a''"), "'' for a quote in it"],
	['a quote that is left open', rule.replace('o %evt', '"o %evt'), 'this quote is never closed'],
	['keys left of the first', rule.replaceAll('\n  ', '\n '), "'desc' must stand in the same column"],
	['keys in different columns', rule.replace('  desc', '    desc'), "'desc' must stand in the same column as 'rule'"],
	['a value that is not indented', rule.replace('evt.type=open', '>\n  evt.type=open'), "further right than 'condition'"],
])('%s is explained', (_, text, expected) => {
	const [{code}] = loadTexts([text]).problems;
	expect(code).toBe('LOAD_ERR_YAML_PARSE');
	expect(hint(text)).toContain(expected);
});

test.each(['\n', '\r\n'])('a byte order mark before the first item is no fault (line ends %j)', (end) => {
	const {problems, ruleset} = loadTexts([`\ufeff${rule.replaceAll('\n', end)}`]);
	expect(problems).toEqual([]);
	expect(ruleset.rules[0].places[0]).toMatchObject({line: 0, offset: 3});
	expect(loadTexts([`\ufeff${rule.replace('evt.type', 'evt.typ').replaceAll('\n', end)}`]).problems[0].place).toMatchObject({
		line: 2,
		column: 13,
	});
});

test('keys and kinds of items with other names', () => {
	expect(hint(rule.replace('priority', 'Priority'))).toBe("write 'priority' in place of 'Priority'");
	expect(hint(rule.replace('desc', 'description'))).toBe("write 'desc' in place of 'description'");
	expect(hint(rule.replace('- rule', '- Rule'))).toContain("did you mean 'rule'?");
	expect(hint(rule.replace('evt.type=open', '!evt.type=open'))).toContain('needs quotes');
});

test('files in which rules are handed about', () => {
	expect(hint('customRules:\n  a.yaml: ""\n')).toContain('Helm');
	expect(hint('apiVersion: v1\nkind: ConfigMap\n')).toContain('below data');
	expect(hint('rules_files: [a]\njson_output: true\n')).toContain('falco.yaml');
	expect(hint('title: t\nlogsource: {}\ndetection: {}\n')).toContain('Sigma');
	expect(hint('rule: r\ndesc: d\n')).toContain('put a dash');
	expect(hint('{"output_fields": {}, "rule": "r"}\n')).toContain('falconer tail');
	expect(hint('a: b\n')).not.toContain(';');
});

test('a change of a rule without override is one error that says how', () => {
	const {problems} = loadTexts([`${rule}- rule: r\n  condition: and proc.name=a\n`]);
	expect(problems.map(({message}) => message)).toEqual(["Item has no mapping for key 'output'"]);
	expect(problems[0].hint).toContain('override: {condition: append}');
});

test('a change of a rule whose file was not given is one error that says how', () => {
	const {problems} = loadTexts(['- rule: r\n  output: o %evt.num\n']);
	expect(problems).toHaveLength(1);
	expect(problems[0].hint).toContain('give that file before this one, and add "override: {output: replace}"');
});

test('every faulty exception of a rule is said at once', () => {
	const exceptions = '  exceptions:\n    - name: a\n      fields: proc.name\n      comps: =\n    - name: b\n      fields: [proc.nmae]\n';
	const {problems} = loadTexts([rule + exceptions]);
	expect(problems.map(({locations}) => locations.at(-1)?.itemName)).toEqual(['a', 'b']);
});

test('merge keys of YAML are not followed', () => {
	const {problems} = loadTexts([`${rule.replace('- rule', '- &base\n  rule')}- <<: *base\n  rule: s\n`]);
	expect(problems[0].hint).toContain("Falco does not follow '<<'");
});

test('a macro that uses itself', () => {
	expect(hint('- macro: m\n  condition: m or proc.name=a\n')).toContain("'override: {condition: append}'");
});

test('what is missing at the end of a condition is shown behind its last word', () => {
	const {problems} = loadTexts([rule.replace('evt.type=open', '>\n    evt.type=open and\n')]);
	expect(problems[0].place).toMatchObject({line: 3, column: 21});
});

test('values that are no numbers, names of events in capitals, patterns that match the whole value', () => {
	const of = (condition: string) => loadTexts([ruleText(condition)]).problems.map(({message, hint}) => `${message}: ${hint}`);
	expect(of('evt.type=open and proc.tty = ""')).toEqual([expect.stringMatching(/^'' is not a valid number: .*exists/)]);
	expect(of('evt.type=open and proc.tty = null')).toEqual([expect.stringContaining("ask with 'exists'")]);
	expect(of('evt.type=EXECVE')).toEqual(['unknown event type EXECVE: did you mean execve?']);
	expect(of('evt.type=open and proc.cmdline regex "nc -e"')).toEqual([expect.stringContaining('contains where a part of it is meant')]);
	expect(of('evt.type=open and proc.cmdline regex ^nc')).toEqual([expect.stringContaining('startswith where')]);
});

test('a list that stands alone', () => {
	const list = '- list: shells\n  items: [a, b]\n';
	expect(hint(list + ruleText('evt.type=open and proc.name = shells'))).toBe("'shells' is a list: write in (shells)");
	expect(hint(list + ruleText('evt.type=open and proc.name in shells'))).toBe("'shells' is a list: write (shells)");
	expect(hint(list + ruleText('evt.type=open and shells'))).toContain("'shells' is a list, not a macro");
});
