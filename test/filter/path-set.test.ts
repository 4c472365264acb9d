import fc from 'fast-check';
import {expect, test} from 'vitest';
import {compileGlob} from '../../src/filter/glob.ts';
import {compilePathSet} from '../../src/filter/path-set.ts';

test('whole components count, slashes more or less do not', () => {
	const matches = compilePathSet(['/etc', '/var/log/', '/usr/*/bin']);
	const below = ['/etc', '/etc/', '/etc/passwd', '//etc//x', 'etc', '/var/log', '/usr/local/bin/x'];
	const beside = ['', '/', '/etcx', '/var', '/var/logs', '/usr/bin', '/usr/local/lib'];
	expect(below.filter((path) => !matches(path))).toEqual([]);
	expect(beside.filter(matches)).toEqual([]);
});

test('the root holds every path, and no path holds none', () => {
	expect(['/', '/a', 'a', ''].every(compilePathSet(['/']))).toBe(true);
	expect(['/', '/a', 'a', ''].some(compilePathSet([]))).toBe(false);
});

const components = (path: string): string[] => path.split('/').filter((component) => component !== '');

/** Some path of the set, whose components match the first ones of the path. */
const naive = (paths: readonly string[], path: string): boolean =>
	paths.some((prefix) => {
		const wanted = components(prefix);
		const found = components(path);
		return wanted.length <= found.length && wanted.every((component, i) => compileGlob(component)(found[i]));
	});

test('agrees with the definition', () => {
	const path = (parts: string[]) => fc.array(fc.constantFrom(...parts), {maxLength: 4}).map((list) => `/${list.join('/')}`);
	fc.assert(
		fc.property(fc.array(path(['a', 'b', 'a*', '?', '']), {maxLength: 4}), path(['a', 'b', 'ab', '']), (paths, found) => {
			expect(compilePathSet(paths)(found)).toBe(naive(paths, found));
		}),
		{numRuns: 5000},
	);
});

test('10,000 paths are as fast as a few', () => {
	const matches = compilePathSet(Array.from({length: 10_000}, (_, i) => `/srv/app${i}/data`));
	const before = process.cpuUsage();
	for (let i = 0; i < 100_000; i++) if (matches('/srv/other/data/x') || !matches('/srv/app9999/data/x')) throw new Error('wrong');
	expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
});
