import {existsSync, readdirSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {expect, test, vi} from 'vitest';
import {Demo} from '../../src/cli/demo/demo.ts';
import {ATTACKS, NOISE} from '../../src/cli/demo/scenes.ts';

const foldersIn = (parent: string) => readdirSync(parent).filter((name) => name.startsWith('falconer-demo-'));

test('the demo runs its scenes in its own folders and takes them away with it', async () => {
	const before = [...foldersIn(tmpdir()), ...foldersIn('/dev/shm')];
	const demo = new Demo();
	demo.start();
	const folder = foldersIn(tmpdir()).find((name) => !before.includes(name));
	expect(folder).toBeDefined();
	expect(readdirSync(`${tmpdir()}/${folder}/bin`).sort()).toEqual([...NOISE, ...ATTACKS].map((scene) => scene.program).sort());
	await vi.waitFor(() => expect(existsSync(`${tmpdir()}/${folder}/syslog`)).toBe(true), 40_000);
	demo.stop();
	expect(demo.running).toBe(false);
	expect([...foldersIn(tmpdir()), ...foldersIn('/dev/shm')].filter((name) => !before.includes(name))).toEqual([]);
});
