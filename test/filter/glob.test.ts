import fc from 'fast-check';
import {expect, test} from 'vitest';
import {compileGlob} from '../../src/filter/glob.ts';

test.each([
	['*', '', true],
	['*', '/a/.b', true],
	['a*c', 'a/b/c', true],
	['a?c', 'a/c', true],
	['a?c', 'ac', false],
	['[a-c]x', 'bx', true],
	['[!a-c]x', 'bx', false],
	['[^a]x', 'bx', true],
	['[]a]', ']', true],
	['[[:digit:]]*', '7x', true],
	['[[:alpha:]_]', '_', true],
	['a[', 'a[', true],
	['a[b', 'a[b', true],
	['\\*', '*', true],
	['\\*', 'a', false],
	['a\\', 'a\\', false],
	['[\\]]', ']', true],
	['*.so.*', '/lib/x.so.1', true],
	['/usr/*/bin/*', '/usr/local/bin/x', true],
	['A', 'a', false],
	['[[:nosuch:]]', 'n', false],
	['[a[:nosuch:]b]', 'a', true],
	['[![:nosuch:]]', 'x', false],
	['[[=a=]]', 'a', true],
	['[[.-.]-/]', '.', true],
	['[b-a]', 'b', false],
])('%s on %s: %s', (pattern, text, matches) => {
	expect(compileGlob(pattern)(text)).toBe(matches);
});

test('case does not matter to iglob', () => {
	expect(compileGlob('A*[X-Z]', {ignoreCase: true})('abcy')).toBe(true);
	expect(compileGlob('É', {ignoreCase: true})('é')).toBe(false);
	expect(compileGlob('[a-C]', {ignoreCase: true})('B')).toBe(true);
	expect(compileGlob('[[:upper:]]', {ignoreCase: true})('a')).toBe(false);
});

/** fnmatch said plainly. */
function naive(pattern: string, text: string): boolean {
	if (pattern === '') return text === '';
	if (pattern[0] === '*') return naive(pattern.slice(1), text) || (text !== '' && naive(pattern, text.slice(1)));
	if (text === '') return false;
	if (pattern.startsWith('[ab]')) return /^[ab]/.test(text) && naive(pattern.slice(4), text.slice(1));
	return (pattern[0] === '?' || pattern[0] === text[0]) && naive(pattern.slice(1), text.slice(1));
}

test('agrees with the definition', () => {
	const pattern = fc.array(fc.constantFrom('*', '?', 'a', 'b', '/', '[ab]'), {maxLength: 7}).map((parts) => parts.join(''));
	const text = fc.string({unit: fc.constantFrom('a', 'b', 'c', '/'), maxLength: 8});
	fc.assert(
		fc.property(pattern, text, (glob, name) => {
			expect(compileGlob(glob)(name)).toBe(naive(glob, name));
		}),
		{numRuns: 5000},
	);
});

test('a pattern of many stars stays fast', () => {
	expect(compileGlob(`${'a*'.repeat(30)}b`)('a'.repeat(5000))).toBe(false);
});
