import {expect, test} from 'vitest';
import {printExpression} from '../../src/filter/print.ts';
import {codesOf, loadTexts, onlyRule, ruleText} from './load-text.ts';

const withExceptions = (...exceptions: string[]) =>
	ruleText('evt.type=open', `  exceptions:\n${exceptions.map((exception) => `  - ${exception}\n`).join('')}`);

test('tuples of fields become alternatives, each operator with its value', () => {
	const rule = onlyRule(
		withExceptions(
			'{name: e, fields: [proc.name, fd.name, proc.cmdline], comps: [in, startswith, "="], values: [[[a, b], /x, "c d"], [c, /y, e]]}',
		),
	);
	expect(rule.condition).toBe(
		'(evt.type=open) and not (( proc.name in (a, b) and  fd.name startswith /x and  proc.cmdline = "c d") or ( proc.name in (c) and  fd.name startswith /y and  proc.cmdline = e))',
	);
	expect(rule.exceptions).toEqual([
		{
			name: 'e',
			fields: ['proc.name', 'fd.name', 'proc.cmdline'],
			comps: ['in', 'startswith', '='],
			values: [
				[['a', 'b'], '/x', 'c d'],
				['c', '/y', 'e'],
			],
		},
	]);
});

test('one field takes a list of values; `in` is understood', () => {
	const rule = onlyRule(
		withExceptions('{name: e, fields: proc.name, values: [a, "b c"]}', '{name: f, fields: fd.name, comps: pmatch, values: [/x]}'),
	);
	expect(rule.condition).toBe('(evt.type=open) and not (proc.name in (a, "b c")) and not (fd.name pmatch (/x))');
});

test('modifier operators and transformers', () => {
	const rule = onlyRule(withExceptions('{name: e, fields: ["tolower(proc.name)"], comps: ["startswith anyof"], values: [[[a, b]]]}'));
	expect(printExpression(rule.expanded)).toContain('tolower(proc.name) startswith anyof (a, b)');
});

test('an exception without values adds nothing and takes values later', () => {
	const slot = withExceptions('{name: e, fields: [proc.name]}');
	expect(onlyRule(slot).condition).toBe('(evt.type=open)');
	const filled = onlyRule(slot, '- rule: r\n  exceptions: [{name: e, values: [[a]]}]\n  override: {exceptions: append}\n');
	expect(filled.condition).toBe('(evt.type=open) and not (( proc.name = a))');
});

test('values may name lists', () => {
	const rule = onlyRule('- list: l\n  items: [a, b]\n', withExceptions('{name: e, fields: [proc.name], comps: [in], values: [[l]]}'));
	expect(printExpression(rule.expanded)).toContain('proc.name in (a, b)');
});

test.each([
	['{name: e, fields: [proc.name, fd.name], values: [[a]]}', 'Fields and values lists must have equal length'],
	['{name: e, fields: proc.name, values: [[a]]}', 'Expected values array to contain a list of strings'],
	['{name: e, fields: proc.name, comps: [in], values: [a]}', 'Fields and comps must both be strings'],
	['{name: e, fields: proc.name, comps: startswith, values: [a]}', 'When fields is a single value, comps must be one of'],
	['{name: e, fields: [proc.nme], values: [[a]]}', "'proc.nme' is not a supported filter field"],
	['{name: e, fields: [proc.name], comps: [like], values: [[a]]}', "'like' is not a supported comparison operator"],
	['{name: e, values: [[a]]}', "Item has no mapping for key 'fields'"],
	['{fields: proc.name}', "Item has no mapping for key 'name'"],
	['{name: e, fields: proc.name, values: a}', 'Rule exception values must be a sequence'],
	['just text', 'Rule exception must be a mapping'],
])('refuses %s', (exception, message) => {
	const {problems, ruleset} = loadTexts([withExceptions(exception)]);
	expect(problems[0].message).toContain(message);
	expect(ruleset.rules).toEqual([]);
});

test('appending says what is missing', () => {
	const append = (exceptions: string) => [
		withExceptions('{name: e, fields: [proc.name]}'),
		`- rule: r\n  exceptions: [${exceptions}]\n  append: true\n`,
	];
	const messages = (exceptions: string) =>
		loadTexts(append(exceptions))
			.problems.filter(({severity}) => severity === 'error')
			.map(({message}) => message);
	expect(messages('{name: e, fields: [proc.name], values: [[a]]}')).toEqual([
		'Can not append exception fields to existing exception, only values',
	]);
	expect(messages('{name: new, values: [[a]]}')).toEqual(['Rule exception must have fields property with a list of fields']);
	expect(messages('{name: new, fields: [proc.name]}')).toEqual(['Rule exception must have values property with a list of values']);
	expect(messages('{name: new, fields: [proc.name], values: [[a]]}')).toEqual([]);
	expect(codesOf(append('{name: e}'))).toContain('LOAD_APPEND_NO_VALUES');
});
