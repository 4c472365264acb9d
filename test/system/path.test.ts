import {expect, test} from 'vitest';
import {resolvePath} from '../../src/system/path.ts';

test.each([
	['/tmp/', 'a', '/tmp/a'],
	['/tmp/', './a', '/tmp/a'],
	['/tmp/', '../a', '/a'],
	['/tmp/x/', '../../../a', '/a'],
	['/tmp/', '..', '/'],
	['/tmp/', '.', '/tmp'],
	['/tmp/', 'a/', '/tmp/a'],
	['/tmp/', 'a//b', '/tmp/a/b'],
	['/tmp/', 'a/./b/../c', '/tmp/a/c'],
	['/tmp/', '..a', '/tmp/..a'],
	['/tmp/', '.a/...', '/tmp/.a/...'],
	['.', '/etc/../usr/./bin', '/usr/bin'],
	['.', '//etc//passwd', '/etc/passwd'],
	['.', '/', '/'],
	['.', '/..', '/'],
	['.', '/a/..', '/'],
	['.', '/a/b/', '/a/b'],
	['', 'a/../b', 'b'],
	['', '', ''],
	['/tmp/', '', ''],
	['<UNKNOWN>', 'a', '<UNKNOWN>a'],
	['/tmp/', 'a\x1b[2J', '/tmp/a\x1b[2J'],
	['.', '/etc/.hidden', '/etc/.hidden'],
])('in %j the path %j is %j', (directory, path, resolved) => {
	expect(resolvePath(directory, path)).toBe(resolved);
});

test('a path that is longer than a path can be is not resolved', () => {
	expect(resolvePath('/tmp/', 'a'.repeat(1018))).toBe(`/tmp/${'a'.repeat(1018)}`);
	expect(resolvePath('/tmp/', 'a'.repeat(1019))).toBe('/DIR_TOO_LONG/FILENAME_TOO_LONG');
});
