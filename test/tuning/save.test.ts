import {type ChildProcess, spawn} from 'node:child_process';
import {chmod, chown, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, unlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {build} from 'esbuild';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {patchText, readLocalRules, saveLocalRules, whyNotWritable} from '../../src/tuning/save.ts';
import {SaveFailure} from '../../src/tuning/save-failure.ts';

let folder: string;
let path: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'falconer-save-'));
	path = join(folder, 'falco_rules.local.yaml');
});
afterEach(() => rm(folder, {recursive: true, force: true}));

const save = (baseText: string, newText: string, at = path) => saveLocalRules({path: at, baseText, newText, validate: () => undefined});

async function codeOf(promise: Promise<unknown>): Promise<string> {
	try {
		await promise;
		return 'saved';
	} catch (error) {
		if (error instanceof SaveFailure) return error.code;
		throw error;
	}
}

describe('saveLocalRules', () => {
	it('writes a new file and reads back what it wrote', async () => {
		expect(await readLocalRules(path)).toMatchObject({text: '', exists: false});
		const {hash} = await save('', '# é\r\n');
		expect(await readLocalRules(path)).toEqual({path, text: '# é\r\n', exists: true, hash});
		expect(await readdir(folder)).toEqual(['falco_rules.local.yaml']);
	});

	it('keeps a byte order mark', async () => {
		await writeFile(path, '\ufeff# a\n');
		const {text} = await readLocalRules(path);
		await save(text, `${text}# b\n`);
		expect(await readFile(path, 'utf8')).toBe('\ufeff# a\n# b\n');
	});

	it('keeps mode and owner', async () => {
		await writeFile(path, 'a');
		await chmod(path, 0o640);
		if (process.getuid?.() === 0) await chown(path, 1234, 4321);
		const before = await stat(path);
		await save('a', 'b');
		const after = await stat(path);
		expect([after.mode, after.uid, after.gid]).toEqual([before.mode, before.uid, before.gid]);
		expect(after.ino).not.toBe(before.ino);
	});

	it('refuses when somebody else changed, made or removed the file', async () => {
		await writeFile(path, 'theirs');
		expect(await codeOf(save('ours', 'new'))).toBe('changed');
		expect(await codeOf(save('', 'new'))).toBe('changed');
		expect(await readFile(path, 'utf8')).toBe('theirs');
		await unlink(path);
		expect(await codeOf(save('theirs', 'new'))).toBe('changed');
		expect(await readdir(folder)).toEqual([]);
	});

	it('refuses rules that do not load', async () => {
		await writeFile(path, 'a');
		const request = {path, baseText: 'a', newText: 'b', validate: (text: string) => `cannot load ${text}`};
		await expect(saveLocalRules(request)).rejects.toMatchObject({code: 'invalid', message: expect.stringContaining('cannot load b')});
		expect(await readFile(path, 'utf8')).toBe('a');
	});

	it('writes through symlinks and leaves them links', async () => {
		const real = join(folder, 'real.yaml');
		await writeFile(real, 'a');
		await symlink('real.yaml', path);
		await save('a', 'b');
		expect((await lstat(path)).isSymbolicLink()).toBe(true);
		expect(await readFile(real, 'utf8')).toBe('b');
		await unlink(real);
		await save('', 'c');
		expect((await lstat(path)).isSymbolicLink()).toBe(true);
		expect(await readFile(real, 'utf8')).toBe('c');
	});

	it('does not write into a ConfigMap mount', async () => {
		const data = join(folder, '..2026_11_22_17_00_00.123');
		await mkdir(data);
		await writeFile(join(data, 'falco_rules.local.yaml'), 'a');
		await symlink('..2026_11_22_17_00_00.123', join(folder, '..data'));
		await symlink('..data/falco_rules.local.yaml', path);
		expect(await codeOf(save('a', 'b'))).toBe('configmap');
		expect((await whyNotWritable(path))?.code).toBe('configmap');
		expect(await readFile(path, 'utf8')).toBe('a');
	});

	it('says that a folder or a read-only place cannot be written', async () => {
		expect(await codeOf(save('', 'b', '/proc/falco_rules.local.yaml'))).not.toBe('saved');
		expect(await codeOf(save('', 'b', '/proc/nowhere/falco_rules.local.yaml'))).toBe('io');
		await mkdir(path);
		expect(await codeOf(save('', 'b'))).toBe('not-a-file');
		expect(await whyNotWritable(join(folder, 'x.yaml'))).toBeUndefined();
		expect(await readdir(folder)).toEqual(['falco_rules.local.yaml']);
	});

	it('makes the folder that is missing', async () => {
		const deep = join(folder, 'etc', 'falco', 'falco_rules.local.yaml');
		expect(await whyNotWritable(deep)).toBeUndefined();
		await save('', 'a', deep);
		expect(await readFile(deep, 'utf8')).toBe('a');
	});

	it('leaves a file alone that its owner made read-only', async () => {
		const program = join(folder, 'save-once.mjs');
		await build({
			entryPoints: [join(import.meta.dirname, 'save-once.ts')],
			outfile: program,
			bundle: true,
			platform: 'node',
			format: 'esm',
		});
		await writeFile(path, 'a');
		await chmod(path, 0o444);
		// Root may write everything: there the save runs as nobody.
		const nobody = process.getuid?.() === 0 ? {uid: 65534, gid: 65534} : {};
		if (nobody.uid) for (const owned of [folder, path, program]) await chown(owned, nobody.uid, nobody.gid);
		const child = spawn(process.execPath, [program, path, 'a', 'b'], {...nobody, stdio: ['ignore', 'pipe', 'inherit']});
		expect(await outputOf(child)).toBe('read-only');
		expect(await readFile(path, 'utf8')).toBe('a');
		expect((await readdir(folder)).sort()).toEqual(['falco_rules.local.yaml', 'save-once.mjs']);
	});

	it('refuses a file that is not UTF-8', async () => {
		await writeFile(path, Buffer.from([0x23, 0xff]));
		expect(await codeOf(readLocalRules(path))).toBe('not-utf8');
	});

	it('removes what a killed save left behind, and nothing else', async () => {
		await writeFile(join(folder, '.falco_rules.local.yaml.falconer-999999999-0123456789ab'), 'half');
		await writeFile(join(folder, `.falco_rules.local.yaml.falconer-${process.pid}-0123456789ab`), 'another save of ours');
		await writeFile(join(folder, '.falco_rules.local.yaml.swp'), 'an editor');
		await save('', 'a');
		expect((await readdir(folder)).sort()).toEqual([
			`.falco_rules.local.yaml.falconer-${process.pid}-0123456789ab`,
			'.falco_rules.local.yaml.swp',
			'falco_rules.local.yaml',
		]);
	});

	it('leaves the old or the new file, whole, when it is killed before or within any of its file operations', async () => {
		const program = join(folder, 'save-once.mjs');
		const alias = {'node:fs/promises': join(import.meta.dirname, 'killing-fs.ts')};
		await build({
			entryPoints: [join(import.meta.dirname, 'save-once.ts')],
			outfile: program,
			bundle: true,
			platform: 'node',
			format: 'esm',
			alias,
		});
		const [old, fresh] = ['# old\n'.repeat(500), '# new\n'.repeat(700)];
		const left: string[] = [];
		for (let killAt = 1; killAt < 100; killAt++) {
			await writeFile(path, old);
			const signal = await signalOf(
				spawn(process.execPath, [program, path, old, fresh], {env: {...process.env, KILL_AT: String(killAt)}, stdio: 'ignore'}),
			);
			const text = await readFile(path, 'utf8');
			expect([killAt, text === old || text === fresh]).toEqual([killAt, true]);
			if (signal === null) break;
			left.push(text === old ? 'old' : 'new');
		}
		// Ends with one save that was not killed. Before the rename the old file is there, after it the new one.
		expect(left.length).toBeGreaterThanOrEqual(9);
		expect(left.indexOf('new')).toBeGreaterThan(5);
		expect(left.lastIndexOf('old')).toBeLessThan(left.indexOf('new'));
		expect(await readFile(path, 'utf8')).toBe(fresh);
		expect((await readdir(folder)).sort()).toEqual(['falco_rules.local.yaml', 'save-once.mjs']);
	}, 120_000);
});

async function outputOf(child: ChildProcess): Promise<string> {
	let output = '';
	for await (const chunk of child.stdout!) output += chunk;
	return output;
}

function signalOf(child: ChildProcess): Promise<NodeJS.Signals | null> {
	return new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)));
}

describe('patchText', () => {
	it('is a unified diff of the file', () => {
		expect(patchText('/etc/falco/falco_rules.local.yaml', 'a\nb\n', 'a\nc\n')).toBe(
			'--- a/etc/falco/falco_rules.local.yaml\n+++ b/etc/falco/falco_rules.local.yaml\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n',
		);
	});
});
