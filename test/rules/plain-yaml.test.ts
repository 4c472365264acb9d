import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readPlainYaml} from '../../src/rules/plain-yaml.ts';
import {compareReaders} from './compare-readers.ts';
import {mutated} from './mutated-file.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 300);
const ROOT = path.resolve(import.meta.dirname, '../..');

function expectSame(text: string): boolean {
	const found = compareReaders(text);
	if (found !== undefined && found !== 'same') expect.fail(`${found}: ${JSON.stringify(text)}`);
	return found === 'same';
}

const files = (folder: string) =>
	existsSync(folder)
		? readdirSync(folder)
				.filter((name) => name.endsWith('.yaml'))
				.map((name) => readFileSync(path.join(folder, name), 'utf8'))
		: [];

test('the rules files that are shipped are plain, and read as the package reads them', () => {
	for (const text of files(path.join(ROOT, 'rules'))) expect(expectSame(text)).toBe(true);
});

test.skipIf(!existsSync(path.join(ROOT, '../shared/rules')))('so are the stock files', () => {
	for (const text of files(path.join(ROOT, '../shared/rules'))) expect(expectSame(text)).toBe(true);
});

const PLAIN = [
	"- list: a\n  items: [a, \"b c\", 'd''e', [x, {y: z}], f g]\n",
	'- list: a\n  items: [\n    a, # one\n    # two\n    b,\n  ]\n  more: x\n',
	'- list: a\n  items:\n  - a\n  - b c # d\n\n  # e\n  - "f"\n- list: b\n  items:\n    - g\n    - h\n',
	'- macro: m\n  condition: >\n    a and\n    b\n\n    c\n      d\n     e\n    f\n\n\n- macro: n\n  condition: |-\n    a\n\n    b\n # c\n  x: 1',
	'- macro: m\n  condition: a and\n    b\n\n     or c # d\n  x:\n    e\n    f\n',
	'# head\n---\n# more\n- a: b\n---\n- c\n',
	'- {name: e, fields: [proc.name, fd.name], comps: [=, !x]}\n'.replace('!x', 'in'),
	'- output: "a\\"b\\\\ %c\\n"\n  b: \'%d: #e\'\n  c: x:y:z#w\n',
	'- rule: r\n  exceptions:\n  - name: e\n    values:\n    - [a, /x]\n    - [[b], "c"]\n  tags: []\n',
	'  - a\n  - b: c\n    d: e\n',
	'- a: ~\n  b: null\n',
	'- a: x\f\u00a0 \n  b: y\u000b',
	'- a: -x\n  b: -1\n  c: /d\n  e: (f)\n',
];

test.each(PLAIN)('plain: %j', (text) => {
	expect(expectSame(text)).toBe(true);
});

const UNUSUAL = [
	'- a: &x b\n',
	'- a: *x\n',
	'- a: !!str b\n',
	'- ? a\n  : b\n',
	'- a:\n  b: c\n',
	'- a: "b\n    c"\n',
	'- a: |2\n    b\n',
	'- a: |+\n    b\n',
	'- a: b: c\n',
	'- a: b\n    c: d\n',
	'- a\n b: c\n',
	'- a: [b\n  , c]\n',
	'- a: [b, , c]\n',
	'- a: [b c\n    d]\n',
	'- a: "b" c\n',
	'- a: @b\n',
	'- a: %b\n',
	'a: b\n',
	'- a:\tb\n',
	'- a: b\r\n',
	'%YAML 1.2\n---\n- a\n',
	'- a\n...\n',
	'',
	'# a\n',
	'---\n---\n- a\n',
	'- - a\n',
	'-\n  a: b\n',
	`${'- '.repeat(3_000)}a\n`,
	`- ${'['.repeat(3_000)}${']'.repeat(3_000)}\n`,
];

test.each(UNUSUAL.map((text) => text.slice(0, 400)))('left to the package: %j', (text) => {
	expect(readPlainYaml(text)).toBeUndefined();
});

test('whatever is written, it is read as the package reads it, or left to it', () => {
	let same = 0;
	fc.assert(
		fc.property(mutated, (text) => {
			if (expectSame(text.replace('[t, &a u, *a]', '[t, u]').replace('\\x41', ''))) same++;
		}),
		{numRuns: RUNS * 4},
	);
	expect(same).toBeGreaterThan(RUNS / 20);
});

const pieces = [
	'a',
	'b',
	' ',
	' ',
	'  ',
	'\n',
	'\n',
	'\n  ',
	'\n    ',
	'- ',
	'-',
	': ',
	':',
	'#',
	' #',
	'|',
	'>',
	'|-',
	'"',
	"'",
	'[',
	']',
	'{',
	'}',
	',',
	', ',
];
const scraps = fc.array(
	fc.constantFrom(...pieces, '%', '\t', '\\', '---', '~', '&', '*', '!', '?', '\n- a: ', '\n  b: ', ' c', '[a, b]', '"d"'),
	{maxLength: 16},
);

test('scraps of YAML too', () => {
	let same = 0;
	fc.assert(
		fc.property(scraps, fc.constantFrom('- ', '- a: ', '- a: >\n    ', '- a: |\n  ', '- a: [', '- a:\n  - '), (parts, head) => {
			if (expectSame(head + parts.join(''))) same++;
		}),
		{numRuns: RUNS * 10},
	);
	expect(same).toBeGreaterThan(RUNS / 10);
});
