import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {isAlive} from '../../src/driver/is-alive.ts';

test('threads are alive that /proc of the watched machine knows', () => {
	const root = mkdtempSync(join(tmpdir(), 'falconer-alive-'));
	try {
		mkdirSync(join(root, 'proc', '42'), {recursive: true});
		expect([isAlive(42, root), isAlive(43, root)]).toEqual([true, false]);
	} finally {
		rmSync(root, {recursive: true});
	}
});
