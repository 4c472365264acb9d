import {expect, test} from 'vitest';
import {atCaret, foundBy, macro, rule} from './findings.ts';

const exception = (body: string) => `  exceptions:\n    - name: e\n      ${body}\n`;
const dead = (...texts: string[]) => foundBy('CHECK_DEAD_EXCEPTION', ...texts);

test('an exception on a field that the events of the rule never have is named', () => {
	const [finding] = dead(
		rule(
			'r',
			'evt.type=execve',
			exception('{fields: [proc.name, fd.name], values: [[a, /x]]}').replace('- name: e\n      {', '- {name: e, '),
		),
	);
	expect(finding.message).toMatch(/Exception 'e' of rule 'r'.*fd\.name has no value for execve/);
});

test('an exception for what the rule does not match anyway is named, the others are not', () => {
	const text = rule(
		'r',
		'evt.type=open and proc.name in (a, b)',
		'  exceptions: [{name: e, fields: [proc.name, fd.name], values: [[c, /x], [a, /x]]}]\n',
	);
	expect(dead(text).length).toBe(1);
});

test('exceptions that apply are left alone', () => {
	const values =
		'  exceptions: [{name: e, fields: [proc.name, fd.name], comps: [in, startswith], values: [[[a, b], /x]]}, {name: f, fields: proc.name, values: [z]}, {name: g, fields: proc.name}]\n';
	expect(dead(rule('r', 'evt.type=open and fd.name startswith /', values))).toEqual([]);
});

const hook = macro('never_true', 'evt.num=0') + macro('user_known_things', '(never_true)');
const filled = macro('user_known_things', '(proc.name=a and fd.name=/x)');

test('a filled-in hook on a field that the events of its rule never have is named where it is filled in', () => {
	const found = dead(hook + rule('r', 'evt.type=execve and not user_known_things'), filled);
	expect(found.map(({place, item}) => [place.file, item?.name])).toEqual([['rules1.yaml', 'user_known_things']]);
	expect(atCaret(found[0])).toBe('fd.name=/x)');
});

test('a hook is right as soon as one of its rules can use it', () => {
	const rules = rule('r', 'evt.type=execve and not user_known_things') + rule('s', 'evt.type=open and not user_known_things');
	expect(dead(hook + rules, filled)).toEqual([]);
});
