import {expect, test} from 'vitest';
import {foundBy, macro, rule} from './findings.ts';

const append = (kind: 'rule' | 'macro', name: string, condition: string) =>
	`- ${kind}: ${name}\n  condition: ${condition}\n  override: {condition: append}\n`;
const read = (...texts: string[]) => foundBy('CHECK_APPEND_PRECEDENCE', ...texts);

test('`and` appended to alternatives binds to the last one only: both readings are shown', () => {
	const [finding] = read(rule('r', 'evt.type=open or evt.type=openat'), append('rule', 'r', 'and not proc.name=a'));
	expect(finding).toMatchObject({severity: 'warning', item: {type: 'rule', name: 'r'}, place: {file: 'rules1.yaml', line: 1}});
	expect(finding.message).toContain('it means:   evt.type = open or (evt.type = openat and not proc.name = a)');
	expect(finding.message).toContain('not:        (evt.type = open or evt.type = openat) and not proc.name = a');
});

test('`or` within what is appended leaves the rest of the rule behind', () => {
	const [finding] = read(rule('r', 'evt.type=open'), append('rule', 'r', 'and proc.name=a or proc.name=b'));
	expect(finding.message).toContain('it means:   (evt.type = open and proc.name = a) or proc.name = b');
	expect(finding.message).toContain('not:        evt.type = open and (proc.name = a or proc.name = b)');
});

test('`or` beside a whole rule is evaluated for every event', () => {
	const [finding] = read(rule('r', 'evt.type=open and fd.name=/a'), append('rule', 'r', 'or fd.name=/b'));
	expect(finding.message).toMatch(/for any of \d+ event types, the rest for \d/);
	expect(finding.message).toContain('not:        evt.type = open and (fd.name = /a or fd.name = /b)');
});

test.each([
	['`or` in a macro of alternatives', macro('m', 'proc.name=a'), append('macro', 'm', 'or proc.name=b')],
	[
		'`or` with event types of its own',
		macro('m', 'evt.type=open and fd.name=/a'),
		append('macro', 'm', 'or (evt.type=openat and fd.name=/b)'),
	],
	['`and not` after a conjunction', rule('m', 'evt.type=open and proc.name=a'), append('rule', 'm', 'and not proc.pname=b')],
	['parentheses around what is appended', rule('m', 'evt.type=open'), append('rule', 'm', 'and (proc.name=a or proc.name=b)')],
])('nothing is said of %s', (_, ...texts) => {
	expect(read(...texts)).toEqual([]);
});

test('what is replaced later is no longer wrong', () => {
	const texts = [rule('r', 'evt.type=open or evt.type=openat'), append('rule', 'r', 'and not proc.name=a'), rule('r', 'evt.type=open')];
	expect(read(...texts)).toEqual([]);
});
