import {expect, test} from 'vitest';
import {fieldsOf, macrosOf, operatorsOf} from '../../src/filter/fields-of.ts';
import {printExpression} from '../../src/filter/print.ts';
import {unfoldMacros} from '../../src/filter/unfold.ts';
import {parsed} from './parsed.ts';

const macros = (texts: Record<string, string>) => new Map(Object.entries(texts).map(([name, text]) => [name, parsed(text)]));

test('a macro stands for its condition as if in parentheses', () => {
	const {expression, problems} = unfoldMacros(parsed('not m and proc.name = a'), macros({m: 'fd.num > 1 or inner', inner: 'fd.num = 0'}));
	expect(problems).toEqual([]);
	expect(printExpression(expression)).toBe('not (fd.num > 1 or fd.num = 0) and proc.name = a');
});

test('a macro used twice is the same tree', () => {
	const {expression} = unfoldMacros(parsed('m or (m and fd.num = 1)'), macros({m: 'fd.num > 1'}));
	expect(expression.kind === 'or' && expression.items[1].kind === 'and' && expression.items[1].items[0]).toBe(
		expression.kind === 'or' && expression.items[0],
	);
});

test('undefined macros and loops are problems at the reference', () => {
	const text = 'fd.num = 1 and shel_procs and m';
	const {problems} = unfoldMacros(parsed(text), macros({shell_procs: 'fd.num = 1', m: 'n', n: 'not m'}));
	expect(problems.map(({code, hint, span}) => [code, hint, text.slice(span.start, span.end)])).toEqual([
		['undefined-macro', 'did you mean shell_procs?', 'shel_procs'],
		['macro-loop', 'a macro cannot use itself', 'm'],
	]);
	expect(problems[1].message).toContain('m → n → m');
});

test('a word that is no macro is answered with what was meant', () => {
	const hint = (text: string) => unfoldMacros(parsed(text), macros({})).problems[0]?.hint;
	expect(hint('evt.type = execve and proc.name = bash or sh')).toContain('write proc.name in (bash, sh)');
	expect(hint('fd.name contains a or b')).toContain('write fd.name contains anyof (a, b)');
	expect(hint('evt.type = execve and sh')).not.toContain('in (');
	expect(hint('spawned_process')).toContain('falco_rules.yaml');
});

test('names what a condition uses, each once', () => {
	const expression = parsed(
		'm and toupper(proc.aname[2]) = val(proc.pname) and not (n or proc.aname[2] in (a)) and m and evt.arg.flags contains X',
	);
	expect(fieldsOf(expression)).toEqual(['proc.aname[2]', 'proc.pname', 'evt.arg.flags']);
	expect(macrosOf(expression)).toEqual(['m', 'n']);
	expect(operatorsOf(expression)).toEqual(['=', 'in', 'contains']);
});
