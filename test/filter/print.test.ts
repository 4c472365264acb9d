import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseCondition, parseOperand} from '../../src/filter/parse.ts';
import {printExpression, printOperand} from '../../src/filter/print.ts';
import {expression} from './arbitrary-expression.ts';
import {stripSpans} from './strip-spans.ts';

test('parsing what was printed gives the tree back', () => {
	fc.assert(
		fc.property(expression, (tree) => {
			const text = printExpression(tree);
			const parsed = parseCondition(text);
			if (!parsed.ok) throw new Error(`${parsed.problem.message} in ${text}`);
			expect(stripSpans(parsed.expression)).toEqual(stripSpans(tree));
		}),
		{numRuns: 2000},
	);
});

test('parentheses stand only where the tree needs them', () => {
	const texts = [
		'a and b or c',
		'a and (b or c)',
		'not (a and b)',
		'not a',
		'not (not a)',
		'(a or b) or c',
		'(a and b) and c',
		'proc.name = a',
	];
	for (const text of texts) {
		const parsed = parseCondition(text);
		expect(parsed.ok && printExpression(parsed.expression)).toBe(text);
	}
});

test('an operand prints with its argument', () => {
	for (const text of [
		'proc.aname[2]',
		'proc.env["A B"]',
		'getopt((proc.args[0], "x"), "t:n")[t]',
		'join(",", proc.args)',
		'len(proc.name)',
	]) {
		const parsed = parseOperand(text);
		expect(parsed.ok && printOperand(parsed.operand)).toBe(text);
	}
});
