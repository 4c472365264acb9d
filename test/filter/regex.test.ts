import {expect, test} from 'vitest';
import {toByteString} from '../../src/events/byte-string.ts';
import {compileRegex} from '../../src/filter/regex.ts';

function matches(pattern: string, text: string): boolean {
	const regex = compileRegex(pattern);
	if (!regex.ok) throw new Error(regex.message);
	return regex.matches(toByteString(text));
}

test.each([
	['b.*h', 'bash', true],
	['as', 'bash', false],
	['a|ab', 'ab', true],
	['[[:alpha:]]+', 'bash', true],
	['[a-z/]+', '/usr/bin', true],
	['caf.', 'café', true],
	['a*?', 'aaa', true],
	['a++', 'aaa', true],
	['^a$', 'a', true],
	['a$\nb', 'a\nb', true],
	['a.b', 'a\nb', false],
	['(ab){2,3}', 'ababab', true],
	['[*+?]+', '*?+', true],
	['a\\.b', 'a.b', true],
	['\\\\d', '\\d', true],
	['a{2}?', '', true],
	['a{2}{3}', 'aaaaaa', true],
	['(ab+){2}+', 'abbabababb', true],
	['\\x41{2}*', 'AAAA', true],
	['[a\\-b-d]+', 'a-c', true],
	['[]a-]+', ']-a', true],
	['a{,2}', 'a{,2}', true],
])('%j on %j: %s', (pattern, text, expected) => {
	expect(matches(pattern, text)).toBe(expected);
});

test('bytes that are not UTF-8 count as one replacement character each', () => {
	const regex = compileRegex('a.b');
	expect(regex.ok && regex.matches('a\xffb')).toBe(true);
});

test('Perl syntax that POSIX mode does not know is refused, with what to write instead', () => {
	expect(compileRegex('\\d+')).toMatchObject({ok: false, hint: 'write [0-9]'});
	expect(compileRegex('(?i)a').ok).toBe(false);
	expect(compileRegex('(').ok).toBe(false);
	expect(compileRegex('[(?]').ok).toBe(true);
	expect(compileRegex('[a\\d]')).toMatchObject({ok: false, hint: 'write [0-9]'});
	expect(compileRegex('[a-c-e]')).toMatchObject({ok: false, message: 'invalid regex pattern: invalid character class range: -e'});
	expect(compileRegex('\\\\(?:a)').ok).toBe(false);
});

test('a pattern that backtracks elsewhere takes linear time', () => {
	expect(matches('(a|aa)*c', 'a'.repeat(2000))).toBe(false);
});
