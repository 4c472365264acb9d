import {expect, test} from 'vitest';
import {
	basename,
	decodeBase64,
	optionTexts,
	parseOptions,
	selectOption,
	toLowerAscii,
	toUpperAscii,
	untilNul,
} from '../../src/filter/transform.ts';

test('only ASCII letters change case', () => {
	expect(toLowerAscii('AbC\xc9')).toBe('abc\xc9');
	expect(toUpperAscii('aBc\xe9\xb5\xff')).toBe('ABC\xe9\xb5\xff');
	expect(toUpperAscii('\xdf')).toBe('\xdf');
});

test('the base name is what follows the last slash', () => {
	expect(['/usr/bin/ls', 'ls', 'a/', '/'].map(basename)).toEqual(['ls', 'ls', '', '']);
});

test('base64 may lack its padding, but nothing else', () => {
	expect(['aGk=', 'aGk', 'aGkh', ''].map(decodeBase64)).toEqual(['hi', 'hi', 'hi!', '']);
	expect(['a', 'aG k=', 'aGk==', '!!!!'].map(decodeBase64)).toEqual([undefined, undefined, undefined, undefined]);
});

test('texts end at a NUL byte', () => {
	expect(untilNul('ab\0c')).toBe('ab');
});

test('options are found as getopt finds them', () => {
	const texts = (words: string[], known: string) => optionTexts(parseOptions(words, known));
	expect(texts(['-nt', 'hello'], 'nt:')).toEqual(['n', 't', 'hello']);
	expect(texts(['-thello', '-n'], 't:n')).toEqual(['t', 'hello', 'n']);
	expect(texts(['-x', '--long', '-n', 'word', '-t'], 'nt')).toEqual(['?', 'n']);
	expect(texts(['-n', '--', '-t'], 'nt')).toEqual(['n']);
	expect(texts(['-t'], 't:')).toEqual(['']);
	expect(texts(['-n:'], ':n:')).toEqual(['n', ':']);
});

test('the last of several options counts', () => {
	const options = parseOptions(['-t', 'a', '-n', '-t', 'b'], 't:n');
	expect(['t', 'n', 'x'].map((name) => selectOption(options, name))).toEqual(['b', 'n', undefined]);
});
