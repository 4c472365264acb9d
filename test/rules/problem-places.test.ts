import {expect, test} from 'vitest';
import {problemText} from '../../src/rules/validate.ts';
import {loadTexts, ruleText} from './load-text.ts';

const rule = (condition: string) => `- rule: r\n  desc: d\n${condition}  output: o %evt.num\n  priority: INFO\n`;

/** What stands in the file at the spot of the only error. */
function textAtError(text: string, length = 8): string {
	const errors = loadTexts([text]).problems.filter(({severity}) => severity === 'error');
	expect(errors.length).toBe(1);
	const {place} = errors[0];
	expect(text.split('\n')[place.line].slice(place.column, place.column + length)).toBe(text.slice(place.offset, place.offset + length));
	return text.slice(place.offset, place.offset + length);
}

test.each([
	['plain', '  condition: evt.type=open and proc.nme=a\n'],
	['double quoted', '  condition: "evt.type=open and proc.nme=a"\n'],
	['double quoted with escapes', '  condition: "proc.name=\\"a\\tb\\" and proc.nme=a"\n'],
	['single quoted', "  condition: 'proc.name=''x'' and proc.nme=a'\n"],
	['folded', '  condition: >\n    evt.type=open and\n    proc.name=x and\n    proc.nme=a\n'],
	['folded and stripped', '  condition: >-\n\n    evt.type=open and\n\n      proc.name=x and\n    proc.nme=a\n'],
	['literal', '  condition: |\n    evt.type=open and\n    proc.nme=a\n'],
	['plain over several lines', '  condition: evt.type=open and\n    proc.name=x and\n    proc.nme=a\n'],
])('the place is exact in a %s scalar', (_, condition) => {
	expect(textAtError(rule(condition))).toBe('proc.nme');
});

test('the place is exact after lists were substituted and exceptions and appends were added', () => {
	const list = '- list: l\n  items: [a, bbbbbbbbb, cccccccc]\n- list: none\n  items: []\n';
	expect(textAtError(list + rule('  condition: evt.type=open and proc.name in (none, l) and proc.nme=a\n'))).toBe('proc.nme');
	expect(textAtError(`${ruleText('evt.type=open')}- rule: r\n  condition: and proc.nme=a\n  override: {condition: append}\n`)).toBe(
		'proc.nme',
	);
	const exception = '  exceptions:\n  - name: e\n    fields: [fd.num]\n    values: [[12], [badvalue]]\n';
	expect(textAtError(ruleText('evt.type=open', exception))).toMatch(/^(?:badvalue|fd\.num\] )/);
});

test('a fault in a macro is shown where the macro stands, and the rule that meets it is named', () => {
	const [problem] = loadTexts([`- macro: m\n  condition: (evt.num=>0)\n${ruleText('evt.type=open and m')}`]).problems;
	expect(problem.place).toMatchObject({line: 1});
	expect(problem.locations.map(({itemType, itemName}) => `${itemType} ${itemName}`)).toContain('rule r');
	expect(problem.hint).toContain('>=');
});

test('the snippet shows the line with a caret, cut when it is long', () => {
	const [short] = loadTexts([rule('  condition: proc.nme=a\n')]).problems;
	expect(short.snippet).toBe('  condition: proc.nme=a\n             ^');
	const [long] = loadTexts([
		rule(`  condition: proc.name in (${'a, '.repeat(99)}a) and proc.nme=a and proc.name in (${'b, '.repeat(99)}b)\n`),
	]).problems;
	const [line, caret] = long.snippet.split('\n');
	expect(line.length).toBeLessThanOrEqual(166);
	expect(line.slice(caret.indexOf('^'), caret.indexOf('^') + 8)).toBe('proc.nme');
});

test('control bytes of a rules file stay out of what is printed', () => {
	const text =
		'- rule: "r\\x1b[31m"\n  desc: d\n  condition: "proc.nme = \\"\\x1b]0;x\\x07\\""\n  output: o\n  priority: INFO\n- rule: \u009bx\n';
	for (const problem of loadTexts([text]).problems) expect(problemText(problem).replaceAll('\n', '')).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
});
