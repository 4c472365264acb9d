import {spawnSync} from 'node:child_process';
import {chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';

const project = path.resolve(import.meta.dirname, '../..');
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const needsRoot = isRoot ? undefined : 'packages are installed by root only';
const needsLinux = process.platform === 'linux' ? undefined : 'the driver is for Linux';

/** Commands of a machine that can do everything, as shell scripts. Each run is a line in `done`. */
const COMMANDS = {
	'apt-get': 'case "$*" in *install*) for name in clang make g++ python3; do : > "$BIN/$name"; /bin/chmod +x "$BIN/$name"; done ;; esac',
	npm: '/bin/mkdir -p node_modules/ink',
};
const BUILD = '/bin/mkdir -p native/addon/build/Release && : > native/addon/build/Release/falconer.node';

/** A fresh checkout on a machine of its own: the real set-up, and commands that do as they are told. */
class FreshMachine {
	readonly folder = mkdtempSync(path.join(tmpdir(), 'falconer-setup-'));
	readonly checkout = path.join(this.folder, 'falconer');
	readonly #bin = path.join(this.folder, 'bin');
	/** Not root: the checkout is theirs. */
	user: number | undefined;

	constructor(commands: Readonly<Record<string, string>> = COMMANDS) {
		onTestFinished(() => rmSync(this.folder, {recursive: true, force: true}));
		for (const name of ['scripts', 'native', 'src', 'recordings']) mkdirSync(path.join(this.checkout, name), {recursive: true});
		for (const name of ['setup.mjs', 'start.mjs']) cpSync(path.join(project, 'scripts', name), path.join(this.checkout, 'scripts', name));
		this.write('package-lock.json', '{}');
		this.write('native/build.sh', `echo build >>done; ${BUILD}`);
		this.write(
			'scripts/build.mjs',
			`import {appendFileSync, mkdirSync, writeFileSync} from 'node:fs';
			appendFileSync('done', 'bundle\\n');
			mkdirSync('dist', {recursive: true});
			writeFileSync('dist/falconer.cjs', "console.log('falconer', ...process.argv.slice(2))");`,
		);
		mkdirSync(this.#bin);
		symlinkSync(process.execPath, path.join(this.#bin, 'node'));
		symlinkSync('/bin/sh', path.join(this.#bin, 'sh'));
		for (const [name, text] of Object.entries(commands)) this.command(name, text);
	}

	command(name: string, text: string): void {
		const file = path.join(this.#bin, name);
		writeFileSync(file, `#!/bin/sh\nBIN=${this.#bin}\necho "${name} $*" >>done\n${text}\n`);
		chmodSync(file, 0o755);
	}

	write(file: string, text: string): void {
		writeFileSync(path.join(this.checkout, file), text);
	}

	run(script: string, ...args: string[]): {code: number | null; out: string; err: string} {
		if (this.user !== undefined) {
			spawnSync('chown', ['-R', String(this.user), this.folder]);
			chownSync(this.folder, this.user, this.user);
		}
		const run = spawnSync(process.execPath, [script, ...args], {
			cwd: this.checkout,
			env: {PATH: this.#bin},
			encoding: 'utf8',
			uid: this.user,
		});
		return {code: run.status, out: run.stdout, err: run.stderr};
	}

	/** `npm start -- ARGS` */
	start(...args: string[]): {code: number | null; out: string; err: string} {
		return this.run('scripts/start.mjs', ...args);
	}

	/** The commands that ran since the last question. */
	done(): string[] {
		const file = path.join(this.checkout, 'done');
		const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
		rmSync(file, {force: true});
		return lines;
	}
}

const firstWords = (lines: readonly string[]): string[] => lines.map((line) => /^apt-get (install|update)|^\S+/.exec(line)?.[0] ?? line);

test('a first start installs, builds and bundles, then runs the program with its arguments; a second runs nothing of it', ({skip}) => {
	skip(needsRoot !== undefined, needsRoot);
	skip(needsLinux !== undefined, needsLinux);
	const machine = new FreshMachine();
	const first = machine.start('--demo');
	expect(first.out).toBe('falconer --demo\n');
	const done = machine.done();
	expect(firstWords(done)).toEqual(['apt-get install', 'npm', 'build', 'bundle']);
	// What replays recordings must not need a compiler, and a bundler also where NODE_ENV says production.
	expect(done[1]).toContain('ci --ignore-scripts --include=dev');
	expect(first.err).toMatch(/^setup: the first start .*\nsetup: installing system packages: .*clang.* … [\d.]+ s\n/);

	const second = machine.start('--version');
	expect(second).toEqual({code: 0, out: 'falconer --version\n', err: ''});
	expect(machine.done()).toEqual([]);

	machine.write('src/changed.ts', '');
	expect(machine.start().code).toBe(0);
	expect(machine.done()).toEqual(['bundle']);
});

test('an empty list of packages is refreshed without a word of alarm', ({skip}) => {
	skip(needsRoot !== undefined, needsRoot);
	skip(needsLinux !== undefined, needsLinux);
	const machine = new FreshMachine({
		...COMMANDS,
		'apt-get': `case "$1" in update) : > $BIN/list ;; *) [ -f $BIN/list ] || { echo "E: Unable to locate package clang"; exit 100; }
			${COMMANDS['apt-get']} ;; esac`,
	});
	const {code, err} = machine.start();
	expect(code).toBe(0);
	expect(firstWords(machine.done())).toEqual(['apt-get install', 'apt-get update', 'apt-get install', 'npm', 'build', 'bundle']);
	expect(err).not.toContain('E: Unable');
});

test('without root it names the packages and how to get them, and starts all the same', ({skip}) => {
	skip(needsLinux !== undefined, needsLinux);
	const machine = new FreshMachine();
	if (isRoot) machine.user = NOBODY;
	const {code, out, err} = machine.start();
	expect({code, out}).toEqual({code: 0, out: 'falconer\n'});
	expect(err).toMatch(/^setup: missing: clang .*Not root: run `sudo apt-get install clang .*`, then run again$/m);
	expect(err).toContain('setup: the eBPF driver was not built, for what is missing above');
	expect(firstWords(machine.done())).toEqual(['npm', 'bundle']);
});

test('without apt it names the packages, and starts all the same', ({skip}) => {
	skip(needsLinux !== undefined, needsLinux);
	const machine = new FreshMachine({npm: COMMANDS.npm});
	const {code, out, err} = machine.start();
	expect({code, out}).toEqual({code: 0, out: 'falconer\n'});
	expect(err).toMatch(/missing: clang .*This machine has no apt-get: install them with its own package manager/);
});

test('without a network it says so for each step, and what to do', ({skip}) => {
	skip(needsRoot !== undefined, needsRoot);
	skip(needsLinux !== undefined, needsLinux);
	const machine = new FreshMachine({
		'apt-get': 'echo "E: Failed to fetch clang  Temporary failure resolving"; exit 100',
		npm: 'echo "npm error code EAI_AGAIN"; echo "npm error request to registry failed, reason: getaddrinfo EAI_AGAIN"; exit 1',
	});
	const {code, out, err} = machine.start();
	expect({code, out}).toEqual({code: 1, out: ''});
	expect(err).toContain('E: Failed to fetch clang  Temporary failure resolving');
	expect(err).toMatch(/setup: npm ci failed: request to registry failed, reason: getaddrinfo EAI_AGAIN\n +is the network there/);
});

test('a driver that does not compile keeps nobody from the program; it is tried again when asked, or when it changed', ({skip}) => {
	skip(needsRoot !== undefined, needsRoot);
	skip(needsLinux !== undefined, needsLinux);
	const machine = new FreshMachine();
	machine.write(
		'native/build.sh',
		'echo build >>done; echo "x.c:1: error: what"; echo "falconer: the eBPF programs do not compile" >&2; exit 1',
	);
	const first = machine.start();
	expect({code: first.code, out: first.out}).toEqual({code: 0, out: 'falconer\n'});
	expect(first.err).toContain('  x.c:1: error: what\n');
	const problem = 'setup: the eBPF driver did not build: the eBPF programs do not compile. `sh native/build.sh` shows all of it';
	expect(first.err).toContain(problem);
	machine.done();

	const second = machine.start();
	expect(second.out).toBe('falconer\n');
	expect(second.err).toMatch(new RegExp(`^${problem.replaceAll('.', '\\.')}[^\n]*\n$`));
	expect(machine.done()).toEqual([]);

	machine.run('scripts/setup.mjs');
	expect(machine.done()).toEqual(['build']);
	machine.write('native/build.sh', `echo build >>done; ${BUILD}`);
	expect(machine.start()).toMatchObject({code: 0, out: 'falconer\n'});
	expect(machine.done()).toEqual(['build']);
	expect(machine.start().err).toBe('');
});

test('a Node that is too old is told before anything is installed', () => {
	const machine = new FreshMachine();
	machine.write('old.mjs', "Object.defineProperty(process, 'versions', {value: {node: '18.20.4'}});");
	const {code, err} = machine.run('--import=./old.mjs', 'scripts/start.mjs');
	expect(code).toBe(1);
	expect(err).toMatch(/^setup: Node 18\.20\.4 is too old: Falconer needs 20\.20 or newer\n +install a newer Node/);
	expect(machine.done()).toEqual([]);
});

test('where nothing changed it costs 0.2 s of processor time at most, with the sources of this checkout', ({skip}) => {
	skip(needsRoot !== undefined, needsRoot);
	const machine = new FreshMachine();
	for (const name of ['src', 'native']) {
		rmSync(path.join(machine.checkout, name), {recursive: true});
		cpSync(path.join(project, name), path.join(machine.checkout, name), {recursive: true});
	}
	machine.write('native/build.sh', BUILD);
	machine.start();
	machine.write(
		'timed.mjs',
		`const before = process.cpuUsage();
		const {setUp} = await import('./scripts/setup.mjs');
		const problems = setUp();
		const {user, system} = process.cpuUsage(before);
		console.log(JSON.stringify({problems, ms: (user + system) / 1000}));`,
	);
	machine.done();
	const {problems, ms} = JSON.parse(machine.run('timed.mjs').out) as {problems: string[]; ms: number};
	expect(problems).toEqual([]);
	expect(machine.done()).toEqual([]);
	expect(ms).toBeLessThan(200);
});
