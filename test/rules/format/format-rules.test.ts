import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {formatRules} from '../../../src/rules/format/format-rules.ts';
import {goldenFile, STOCK_FILES} from '../golden.ts';

function formatted(text: string): string {
	const result = formatRules(text);
	if (!result.ok) throw new Error(result.reason);
	const again = formatRules(result.text);
	expect(again).toEqual(result);
	return result.text;
}

test('items are one blank line apart, their comments go with them', () => {
	expect(
		formatted('\n\n- macro: a\n  condition: b\n# of c\n# still\n- macro: c\n  condition: d\n\n\n\n# alone\n\n- list: l\n  items: []\n\n\n'),
	).toBe('- macro: a\n  condition: b\n\n# of c\n# still\n- macro: c\n  condition: d\n\n# alone\n\n- list: l\n  items: []\n');
});

test('two blanks for each level, one after dash, colon and comma, none at the end of a line', () => {
	const text = [
		'-   rule:   r  ',
		'    desc:    d',
		'    tags:',
		'    - a',
		'    -   b',
		'    override :',
		'          tags:  append',
		'    output: "x  y"   # why  ',
		'',
	];
	expect(formatted(text.join('\n'))).toBe(
		['- rule: r', '  desc: d', '  tags:', '    - a', '    - b', '  override:', '    tags: append', '  output: "x  y"   # why', ''].join(
			'\n',
		),
	);
});

test('flow lists get one blank after a comma and none inside the brackets', () => {
	expect(formatted('- list: l\n  items: [ a,b ,"c,d" ,  [e,f] ]\n')).toBe('- list: l\n  items: [a, b, "c,d", [e, f]]\n');
	expect(formatted('- rule: r\n  exceptions: [{ name: e,fields:  [a,b] }]\n')).toBe(
		'- rule: r\n  exceptions: [{name: e, fields: [a, b]}]\n',
	);
});

test('flow lists over several lines keep their lines', () => {
	const text = '- list: l\n  items: [\n    a,b,\n\n    # why c\n    c\n  ]\n';
	expect(formatted(text)).toBe('- list: l\n  items: [\n    a, b,\n\n    # why c\n    c\n  ]\n');
});

test('block scalars move as a whole: what is in them stays', () => {
	const text =
		'- rule: r\n  condition: >\n        a and\n          (b or\n\n           c)   \n        # no comment\n\n\n- macro: m\n  condition: |2\n      x\n     y\n';
	expect(formatted(text)).toBe(
		'- rule: r\n  condition: >\n    a and\n      (b or\n\n       c)   \n    # no comment\n\n- macro: m\n  condition: |2\n      x\n     y\n',
	);
});

test('kept line ends of a block scalar are its own', () => {
	const text = '- rule: r\n  output: |+\n    x\n\n\n- macro: m\n  condition: a\n';
	expect(formatted(text)).toBe(text);
});

test('comments keep their place in the structure', () => {
	const text = '- list: l\n  # of items\n  items:\n  # of a\n  - a\n  # of b\n  - b\n  # after\n# of m\n- macro: m\n  condition: x\n';
	expect(formatted(text)).toBe(
		'- list: l\n  # of items\n  items:\n    # of a\n    - a\n    # of b\n    - b\n    # after\n\n# of m\n- macro: m\n  condition: x\n',
	);
});

test('documents, directives, anchors and aliases stay', () => {
	const text = '%YAML 1.2\n---\n- list: l\n  items: &i [a]\n---\n# second\n- list: m\n  items: *i\n...\n';
	expect(formatted('%YAML 1.2\n---\n-  list: l\n   items: &i [a]\n---\n# second\n- list: m\n  items: *i\n...\n')).toBe(text);
});

test('line ends of Windows and the byte order mark stay', () => {
	expect(formatted('\ufeff- macro: a\r\n  condition:  b\r\n- macro: c\r\n  condition: d')).toBe(
		'\ufeff- macro: a\r\n  condition: b\r\n\r\n- macro: c\r\n  condition: d\r\n',
	);
});

test.each([
	['YAML that does not parse', '- rule: "x\n'],
	['a mapping', 'rule: r\n'],
	['a key with a question mark', '- ? rule\n  : r\n'],
	['a lone carriage return', '- rule: a\rb\n'],
])('%s is left alone, with the reason', (_, text) => {
	expect(formatRules(text)).toMatchObject({ok: false, reason: expect.stringMatching(/./)});
});

test('the shipped rules are formatted', () => {
	const text = readFileSync(path.resolve(import.meta.dirname, '../../../rules/falconer_rules.yaml'), 'utf8');
	expect(formatted(text)).toBe(text);
});

test.each(STOCK_FILES)('%s is formatted without a change of a value or comment', (name) => {
	const text = goldenFile(`rules/${name}`);
	if (text === undefined) return console.warn(`skipped: no ${name}`);
	const result = formatted(text);
	expect(wordsOf(result)).toEqual(wordsOf(text));
});

/** Everything but blanks. */
const wordsOf = (text: string) => text.replace(/\s+/g, '');

test('a block scalar of nothing but blanks keeps its line ends only', () => {
	expect(formatted('- rule: r\n  desc: |+\n      \n  tags: []\n')).toBe('- rule: r\n  desc: |+\n\n  tags: []\n');
});
