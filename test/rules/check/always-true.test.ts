import {expect, test} from 'vitest';
import {atCaret, foundBy, macro, rule} from './findings.ts';

const found = (condition: string) => foundBy('CHECK_ALWAYS_TRUE', rule('r', `evt.type=execve and (${condition})`)).map(atCaret);

test.each([
	['proc.name != a or proc.name != b', 'proc.name != b)'],
	['not proc.name in (a, b) or proc.pname = x or not proc.name = c', 'not proc.name = c)'],
	['fd.num != 1 or fd.num > 0', 'fd.num > 0)'],
	['proc.name = a or proc.name != a', 'proc.name != a)'],
	['proc.name != sshd or not proc.name startswith "ba"', 'not proc.name startswith "ba")'],
])('of %s one always holds', (condition, at) => {
	expect(found(condition)).toEqual([at]);
});

test.each([
	'proc.name != a and proc.name != b',
	'proc.name != a or proc.pname != b',
	'not proc.name in (a, b) or proc.name = c',
	'not proc.name in (a, b) or not proc.name in (b, c)',
	'fd.sport != 80 or fd.sport != http',
	'proc.aname != a or proc.aname != b',
	'fd.ip != 10.0.0.1 or fd.ip != 10.0.0.2',
	'not (proc.name = a and proc.name = b)',
	'proc.name != val(proc.pname) or proc.name != a',
])('%s may fail', (condition) => {
	expect(found(condition)).toEqual([]);
});

test('a macro is looked at by itself, and the first of a pair is shown too', () => {
	const text = macro('other', 'user.name != root or user.name != admin') + rule('r', 'evt.type=execve and other');
	const [finding, ...more] = foundBy('CHECK_ALWAYS_TRUE', text);
	expect(more).toEqual([]);
	expect(finding.item).toEqual({type: 'macro', name: 'other'});
	expect(finding.related.map(atCaret)).toEqual(['user.name != root or user.name != admin']);
});
