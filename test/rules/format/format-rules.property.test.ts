import fc from 'fast-check';
import {expect, test} from 'vitest';
import {formatRules} from '../../../src/rules/format/format-rules.ts';
import {commentsOf} from '../../../src/rules/format/same-meaning.ts';
import type {RuleSet} from '../../../src/rules/ruleset.ts';
import {loadTexts} from '../load-text.ts';

// Rules files as people write them: any indentation, comments anywhere, every style of scalar, odd blanks.

const word = fc.constantFrom('ls', 'cat', 'a-b', '/etc/x', '"quoted  text"', "'it''s'", '"#no"', '443', '"(systemd)"', 'proc.name');
const blanks = fc.nat(3).map((n) => ' '.repeat(n));
const some = fc.integer({min: 1, max: 4}).map((n) => ' '.repeat(n));
const comment = fc.constantFrom('', '', '', '  # why', ' #x', '\t# tab');
const commentLine = fc
	.tuple(fc.nat(6), fc.constantFrom('# note', '#', '# - list: x', '#  deep'))
	.map(([n, text]) => `${' '.repeat(n)}${text}\n`);
const between = fc.oneof(
	fc.constant(''),
	fc.constant('\n'),
	fc.constant('  \n\n'),
	commentLine,
	fc.tuple(commentLine, commentLine).map((lines) => lines.join('\n')),
);

const flowItems = fc.array(word, {maxLength: 4}).chain((words) =>
	fc
		.array(fc.tuple(blanks, fc.constantFrom('', ' ', '   ', '\n        ', ' # c\n        ')), {
			minLength: words.length,
			maxLength: words.length,
		})
		.map((gaps) => `[${words.map((text, i) => `${gaps[i][0]}${text}${i < words.length - 1 ? ` ,${gaps[i][1]}` : gaps[i][0]}`).join('')}]`),
);
const blockItems = (indent: string) =>
	fc
		.array(fc.tuple(word, some, comment), {minLength: 1, maxLength: 4})
		.map((words) => `\n${words.map(([text, gap, why]) => `${indent}-${gap}${text}${why}`).join('\n')}`);

const checks = fc.array(fc.constantFrom('proc.name=a', 'fd.name = "/x  y"', 'not proc.pname=b', "proc.args contains '#'", 'evt.num>0'), {
	minLength: 1,
	maxLength: 4,
});
const condition = (indent: string) =>
	fc
		.tuple(checks, fc.constantFrom('plain', '>', '>-', '|', '>+', '"', '|2'), fc.nat(3), fc.constantFrom('', '\n', '\n\n'))
		.map(([parts, style, deeper, tail]) => {
			const lead = `${indent}   ${' '.repeat(deeper)}`;
			const lines = parts.map((part, i) => `${lead}${' '.repeat(i % 3)}${i > 0 ? 'and ' : ''}${part}`);
			if (style === 'plain') return parts.join(`\n${lead}and `).replace(/ *#.*/, '');
			if (style === '"') return JSON.stringify(parts.join(' and ')).replaceAll(' and ', `\n${lead}and `);
			if (style === '|2')
				return `|2\n${parts.map((part, i) => `${indent}  ${' '.repeat(i % 3)}${i > 0 ? 'and ' : ''}${part}`).join('\n')}${tail}`;
			return `${style}\n${lines.join('\n\n')}${tail}`;
		});

const item = fc.tuple(some, fc.nat(1), comment, between).chain(([gap, n, why, gapLines]) => {
	const indent = ' '.repeat(1 + gap.length);
	const list = fc
		.oneof(flowItems, blockItems(' '.repeat(1 + gap.length + n)))
		.map((items) => `-${gap}list: l${n}${why}\n${indent}items :  ${items}\n`);
	const macro = condition(indent).map(
		(text) => `-${gap}macro: m${n}${why}\n${gapLines.replaceAll(/^ +(?=#)/gm, indent)}${indent}condition:  ${text}\n`,
	);
	return fc.oneof(list, macro);
});
const file = fc
	.tuple(fc.array(fc.tuple(between, item), {minLength: 1, maxLength: 5}), between, fc.constantFrom('\n', '\r\n'), fc.boolean())
	.map(([items, end, mark, hasEnd]) => {
		const text = items.map((parts) => parts.join('')).join('') + end;
		return (hasEnd ? text : text.trimEnd()).replaceAll('\n', mark);
	});

const plain = ({rules, macros, lists}: RuleSet) =>
	JSON.stringify([rules, macros, lists], (key, value) =>
		key === 'places' || key === 'span' || key === 'operatorSpan' ? undefined : value,
	);

test('a formatted file says the same, keeps every comment, and is not formatted again', () => {
	let formatted = 0;
	fc.assert(
		fc.property(file, (text) => {
			const result = formatRules(text);
			if (!result.ok) return;
			formatted++;
			const [before, after] = [loadTexts([text]), loadTexts([result.text])];
			expect(plain(after.ruleset)).toBe(plain(before.ruleset));
			expect(after.problems.map(({code, message}) => code + message)).toEqual(before.problems.map(({code, message}) => code + message));
			expect(commentsOf(result.text)).toEqual(commentsOf(text));
			expect(formatRules(result.text)).toEqual(result);
			expect(result.text.replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''));
		}),
		{numRuns: 250},
	);
	expect(formatted).toBeGreaterThan(240);
});
