import {expect, test} from 'vitest';
import {codesOf, loadTexts, onlyRule, ruleText} from './load-text.ts';

test('a rule has the values of its keys, and defaults for the others', () => {
	const rule = onlyRule(ruleText('evt.type=open', '  tags: [b, a, b]\n  capture: true\n  capture_duration: 100\n'));
	expect(rule).toMatchObject({
		name: 'r',
		desc: 'd',
		priority: 6,
		source: 'syscall',
		enabled: true,
		tags: ['a', 'b'],
		capture: true,
		captureDurationMs: 100,
		hookMacros: [],
	});
});

test('append and override add to a condition with one blank, and to outputs and descriptions', () => {
	const changes = [
		'- rule: r\n  condition: and proc.name=b\n  append: true\n',
		'- rule: r\n  condition: or evt.type=close\n  output: more\n  desc: e\n  tags: [t]\n  override: {condition: append, output: append, desc: append, tags: append}\n',
	];
	const rule = onlyRule(ruleText('evt.type=open'), ...changes);
	expect(rule.condition).toBe('evt.type=open and proc.name=b or evt.type=close');
	expect(rule.output).toBe('o %evt.num more');
	expect([rule.desc, rule.tags]).toEqual(['d e', ['t']]);
	expect(rule.places.map(({file, line}) => [file, line])).toEqual([
		['rules0.yaml', 0],
		['rules1.yaml', 0],
		['rules2.yaml', 0],
	]);
});

test('replace takes each key that it names and leaves the others', () => {
	const keys = 'priority: ERROR\n  enabled: false\n  capture: true\n  capture_duration: 7\n  tags: [z]';
	const override = '{priority: replace, enabled: replace, capture: replace, capture_duration: replace, tags: replace}';
	const rule = onlyRule(ruleText('evt.type=open', '  tags: [a]\n'), `- rule: r\n  ${keys}\n  override: ${override}\n`);
	expect(rule).toMatchObject({condition: 'evt.type=open', priority: 3, enabled: false, capture: true, captureDurationMs: 7, tags: ['z']});
});

test('a change of a rule may say its source again, but no other one', () => {
	const change = (source: string) => `- rule: r\n  source: ${source}\n  tags: [a]\n  override: {tags: append}\n`;
	expect(codesOf([ruleText('evt.type=open'), change('syscall')])).toEqual([]);
	expect(codesOf([ruleText('evt.type=open'), change('k8s_audit')])).toEqual(['LOAD_ERR_VALIDATE']);
});

test('a redefined rule keeps its place in the order', () => {
	const other = ruleText('evt.type=close').replace('rule: r', 'rule: other');
	const {ruleset} = loadTexts([ruleText('evt.type=open') + other + ruleText('evt.type=creat')]);
	expect(ruleset.rules.map(({name, condition}) => [name, condition])).toEqual([
		['r', 'evt.type=creat'],
		['other', 'evt.type=close'],
	]);
});

test('several documents, null items and aliases', () => {
	const text = `- list: l\n  items: &i [a]\n-\n---\n- list: k\n  items: [b]\n---\n~\n---\n${ruleText('evt.type=open and proc.name in (l, k)')}`;
	expect(onlyRule(text).lists).toEqual(['l', 'k']);
	expect(onlyRule(`- list: l\n  items: &i [a]\n- list: k\n  items: *i\n${ruleText('evt.type=open and proc.name in (k)')}`).lists).toEqual([
		'k',
	]);
});

test('the final content of a list is used everywhere, wherever the list stands', () => {
	const texts = [
		'- list: l\n  items: [a]\n',
		ruleText('evt.type=open and proc.name in (l)'),
		'- list: l\n  items: [b, "c d"]\n  override: {items: append}\n',
	];
	const {ruleset} = loadTexts(texts);
	expect(ruleset.lists[0]).toMatchObject({items: ['a', 'b', 'c d'], compiledItems: ['a', 'b', 'c d'], used: true});
	const [check] = (ruleset.rules[0].syntax as {items: readonly {right?: {items?: readonly {text: string}[]}}[]}).items.slice(1);
	expect(check.right?.items?.map(({text}) => text)).toEqual(['a', 'b', 'c d']);
});

test('an empty list takes a comma with it', () => {
	const empty = '- list: none\n  items: []\n';
	for (const condition of ['proc.name in (none)', 'proc.name in (none, a)', 'proc.name in (a, none)', 'proc.name in (a,none,b)']) {
		expect(codesOf([empty + ruleText(`evt.type=open and ${condition}`)])).toEqual([]);
	}
});

test('a list item that names an earlier list stands for its items, a later one stays a name until conditions are made', () => {
	const {ruleset} = loadTexts([
		`- list: first\n  items: [a]\n- list: second\n  items: [first, later]\n- list: later\n  items: [z]\n${ruleText('evt.type=open and proc.name in (second)')}`,
	]);
	expect(ruleset.lists[1]).toMatchObject({compiledItems: ['a', 'later'], lists: ['first']});
	expect(JSON.stringify(ruleset.rules[0].syntax)).toContain('"text":"z"');
});

test('a macro sees only those defined before its last change', () => {
	const before = '- macro: a\n  condition: b\n';
	const after = '- macro: b\n  condition: proc.name=x\n';
	const rule = ruleText('evt.type=open and a');
	expect(codesOf([before + after + rule])).toContain('LOAD_ERR_VALIDATE');
	expect(codesOf([after + before + rule])).toEqual([]);
	expect(codesOf([before + after + rule, '- macro: a\n  condition: or proc.name=y\n  override: {condition: append}\n'])).toEqual([]);
});

test('macros that use each other are a loop, reported once', () => {
	const texts = [
		'- macro: a\n  condition: proc.name=x\n- macro: b\n  condition: a\n- macro: a\n  condition: b\n',
		ruleText('evt.type=open and proc.name=c'),
	];
	const {problems, ruleset} = loadTexts(texts);
	expect(problems.filter(({message}) => message.includes('reference loop in macro')).length).toBe(1);
	expect(ruleset.rules.length).toBe(1);
});

test('what does not load is left out and named, the rest is used', () => {
	const bad = ruleText('proc.nme=a').replace('rule: r', 'rule: bad');
	const users = ruleText('evt.type=open and broken').replace('rule: r', 'rule: user');
	const {ruleset, problems} = loadTexts([
		`${bad}- macro: broken\n  condition: proc.name=\n- hello\n- rule: half\n  desc: d\n${users}${ruleText('evt.type=open')}`,
		'- rule: [',
	]);
	expect(ruleset.rules.map(({name}) => name)).toEqual(['r']);
	const errors = problems.filter(({severity}) => severity === 'error').map(({code, message}) => `${code} ${message}`);
	expect(errors).toEqual([
		'LOAD_ERR_YAML_VALIDATE Unexpected element type. Each element should be a yaml associative array.',
		"LOAD_ERR_YAML_VALIDATE Item has no mapping for key 'condition'",
		"LOAD_ERR_YAML_VALIDATE Item has no mapping for key 'output'",
		"LOAD_ERR_YAML_VALIDATE Item has no mapping for key 'priority'",
		expect.stringMatching(/^LOAD_ERR_YAML_PARSE /),
		expect.stringMatching(/^LOAD_ERR_COMPILE_CONDITION expected a string value/),
		'LOAD_ERR_COMPILE_CONDITION filter_check called with nonexistent field proc.nme',
		"LOAD_ERR_VALIDATE Macro 'broken' used in filter does not load.",
	]);
});

test('an unknown key is pointed out', () => {
	const {problems} = loadTexts([ruleText('evt.type=open', '  enable: false\n')]);
	expect(problems).toMatchObject([{severity: 'warning', code: 'LOAD_UNKNOWN_KEY', place: {line: 5, column: 2}}]);
});

test('rules are enabled and disabled by name with wildcards and by tag, the last word counts', () => {
	const texts = [ruleText('evt.type=open', '  tags: [x]\n'), ruleText('evt.type=open').replace('rule: r', 'rule: Write below etc')];
	const enabledOf = (ruleSelections: Parameters<typeof loadTexts>[1]) =>
		loadTexts(texts, ruleSelections)
			.ruleset.rules.filter(({enabled}) => enabled)
			.map(({name}) => name);
	expect(enabledOf({ruleSelections: [{action: 'disable', rule: '*'}]})).toEqual([]);
	expect(
		enabledOf({
			ruleSelections: [
				{action: 'disable', rule: '*'},
				{action: 'enable', tag: 'x'},
			],
		}),
	).toEqual(['r']);
	expect(enabledOf({ruleSelections: [{action: 'disable', rule: 'Write*e*c'}]})).toEqual(['r']);
	expect(enabledOf({ruleSelections: [{action: 'disable', rule: 'Write*etc*etc'}]})).toEqual(['r', 'Write below etc']);
	expect(enabledOf({minimumPriority: 5})).toEqual([]);
});

test('plugin requirements: container is built in, others are refused', () => {
	const wants = (name: string, version: string) => `- required_plugin_versions:\n  - name: ${name}\n    version: ${version}\n`;
	expect(codesOf([wants('container', '0.4.0')])).toEqual([]);
	expect(codesOf([wants('container', '1.0.0')])).toEqual(['LOAD_ERR_VALIDATE']);
	expect(codesOf([`${wants('k8saudit', '0.1.0')}    alternatives:\n    - {name: container, version: 0.4.0}\n`])).toEqual([]);
	expect(codesOf([wants('container', 'new')])).toEqual(['LOAD_ERR_VALIDATE']);
});

test('a wrong output does not hide what is wrong with the condition', () => {
	const text = ruleText('evt.type=open and proc.nme=a').replace('%evt.num', '%proc.nme');
	expect(codesOf([text])).toEqual(['LOAD_ERR_COMPILE_OUTPUT', 'LOAD_ERR_COMPILE_CONDITION']);
	expect(codesOf([`${text}  skip-if-unknown-filter: true\n`])).toEqual(['LOAD_UNKNOWN_FILTER']);
});
