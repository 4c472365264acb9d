import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {ownPid} from '../../src/driver/own-process.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'own-process-'));
afterAll(() => rmSync(folder, {recursive: true}));

/** A /proc whose second process has the flags. */
function procWith(name: string, flags: number): string {
	const root = path.join(folder, name);
	mkdirSync(path.join(root, 'proc/2'), {recursive: true});
	symlinkSync('4711', path.join(root, 'proc/self'));
	writeFileSync(path.join(root, 'proc/2/stat'), `2 (kth) S r) S 0 0 0 0 -1 ${flags} 0 0\n`);
	return root;
}

test('it is the process that /proc calls self, where that is the /proc of the first namespace', () => {
	expect(ownPid(procWith('host', 2129984))).toBe(4711);
	expect(ownPid(procWith('container', 0x400140))).toBeUndefined();
	expect(ownPid(path.join(folder, 'nothing'))).toBeUndefined();
});

test('in a pid namespace of its own a process does not take its number there for one of the machine', ({skip}) => {
	skip(!/^2 \(kthreadd\)/.test(readFileSync('/proc/2/stat', 'latin1')), 'this is not the first pid namespace');
	expect(ownPid()).toBe(process.pid);
	const inside = spawnSync('unshare', ['-p', '-f', '--mount-proc', 'cat', '/proc/2/stat']);
	skip(/unshare/.test(inside.stderr.toString()), 'no namespaces can be made here');
	expect(inside.stdout.toString()).toBe('');
});
