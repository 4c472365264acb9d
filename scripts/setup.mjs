// Sets up a fresh checkout: system packages, npm packages, the eBPF driver, the bundle. Idempotent; Node built-ins only.
//
//   node scripts/setup.mjs [--tests]     --tests: also what only the tests need
//
// A step that cannot be done is named with what to do about it. Only the npm packages and the bundle are needed to
// replay recordings: a machine that cannot build the driver still gets that.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const stampFile = path.join(root, 'node_modules', '.falconer-setup.json');
const MINIMUM_NODE = [20, 20];
/** Of the output of a command that failed. */
const SHOWN_LINES = 8;

/** System packages (Debian's names) with the file or command that shows they are there. */
const DRIVER_PACKAGES = [
	{name: 'clang', command: 'clang'},
	// Ubuntu has bpftool only within the packages of its kernels.
	{name: 'bpftool', command: 'bpftool', instead: ['linux-tools-common', 'linux-tools-generic']},
	{name: 'libbpf-dev', file: '/usr/include/bpf/libbpf.h'},
	{name: 'libelf-dev', file: '/usr/include/libelf.h'},
	{name: 'zlib1g-dev', file: '/usr/include/zlib.h'},
	{name: 'make', command: 'make'},
	{name: 'g++', command: 'g++'},
	{name: 'python3', command: 'python3'},
];
const TEST_PACKAGES = [
	{name: 'gcc', command: 'gcc'},
	{name: 'libc6-dev', file: '/usr/include/stdio.h'},
	{name: 'procps', command: 'ps'},
	// Another reader of captures: what it prints of ours is compared.
	{name: 'sysdig', command: 'sysdig'},
];
/** A fresh machine may be installing its updates. */
const APT_OPTIONS = ['-q', '-o', 'DPkg::Lock::Timeout=180'];

class SetupFailure extends Error {
	constructor(message, hint) {
		super(message);
		this.hint = hint;
	}
}

/**
 * Runs every step that is not up to date. Returns what the machine lacks; throws a SetupFailure when nothing can run at all.
 * A driver that did not build is not built again from the same sources, unless asked `again`: it would take as long each time.
 */
export function setUp({tests = false, again = false} = {}) {
	checkNode();
	const stamp = readStamp();
	if (stamp.bundle === undefined) say('the first start sets up what is missing: a minute or two. Later ones start at once');
	const now = {
		packages: fingerprint(['package-lock.json']),
		native: fingerprint(['native']),
		// The bundle carries code that V8 compiled for this Node.
		bundle: `${process.version} ${fingerprint(['src', 'scripts', 'package-lock.json'])}`,
		tests: tests || stamp.tests === true,
	};
	const isCurrent = stamp.tests === now.tests && stamp.native === now.native && addonIsBuilt();
	const missing = isCurrent || process.platform !== 'linux' ? [] : installSystemPackages(DRIVER_PACKAGES);
	const missingForTests = isCurrent || !now.tests ? [] : installSystemPackages(TEST_PACKAGES);
	if (stamp.packages !== now.packages || !existsSync(path.join(root, 'node_modules', 'ink'))) {
		installNpmPackages();
		stamp.bundle = undefined;
	}
	if (stamp.native !== now.native || !addonIsBuilt()) {
		if (missing.length > 0) missing.push('the eBPF driver was not built, for what is missing above');
		else now.unbuilt = !again && stamp.unbuilt?.native === now.native ? stamp.unbuilt : buildDriver(now.native);
		if (now.unbuilt) missing.push(now.unbuilt.problem);
	}
	if (now.tests) missingForTests.push(...buildTerminal());
	if (stamp.bundle !== now.bundle || !existsSync(path.join(root, 'dist', 'falconer.cjs'))) bundleProgram();
	// What is missing is tried again the next time.
	if (missing.length > 0) now.native = undefined;
	if (missingForTests.length > 0) now.tests = undefined;
	if (JSON.stringify(stamp) !== JSON.stringify(now)) writeFileSync(stampFile, JSON.stringify(now));
	return [...missing, ...missingForTests];
}

function checkNode() {
	const [major, minor] = process.versions.node.split('.').map(Number);
	if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return;
	throw new SetupFailure(
		`Node ${process.versions.node} is too old: Falconer needs ${MINIMUM_NODE.join('.')} or newer`,
		'install a newer Node.js, for example from nodejs.org or with nvm',
	);
}

function installSystemPackages(wanted) {
	const absentItems = wanted.filter((item) => !isThere(item));
	if (absentItems.length === 0) return [];
	const absent = absentItems.flatMap((item) => (item.instead && isUbuntu() ? item.instead : [item.name]));
	const list = absent.join(' ');
	if (!findCommand('apt-get'))
		return [`missing: ${list}. This machine has no apt-get: install them with its own package manager, then run again`];
	if (process.getuid() !== 0) return [`missing: ${list}. Not root: run \`sudo apt-get install ${list}\`, then run again`];
	const env = {...process.env, DEBIAN_FRONTEND: 'noninteractive'};
	const install = (options) =>
		step(
			`installing system packages: ${absent.join(', ')}`,
			'apt-get',
			['install', '-y', ...APT_OPTIONS, '--no-install-recommends', ...absent],
			{env, ...options},
		);
	// The list of packages of a fresh machine may be empty or old.
	if (install({whenItFails: 'not with the list of packages that is here'}).ok) return [];
	const update = step('refreshing the list of packages', 'apt-get', ['update', ...APT_OPTIONS], {env});
	const again = update.ok ? install() : update;
	return again.ok
		? []
		: [
				`apt-get could not install ${list}: ${reasonIn(again.output)}. Is the network there? Try \`apt-get update && apt-get install ${list}\``,
			];
}

const isUbuntu = () => existsSync('/etc/os-release') && /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'));
const isThere = ({command, file}) => (command ? findCommand(command) : existsSync(file));
const findCommand = (name) =>
	(process.env.PATH ?? '')
		.split(':')
		.concat('/usr/sbin', '/sbin')
		.some((folder) => folder && existsSync(path.join(folder, name)));

/** No package runs a script of its own: what replays recordings needs no compiler. */
function installNpmPackages() {
	const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
	const run = step('installing npm packages', 'npm', args, {shell: process.platform === 'win32'});
	if (run.ok) return;
	throw new SetupFailure(
		`npm ci failed: ${reasonIn(run.output)}`,
		'is the network there, and the npm registry reachable? Run `npm ci --ignore-scripts` to see all of its messages',
	);
}

const addonIsBuilt = () => existsSync(path.join(root, 'native', 'addon', 'build', 'Release', 'falconer.node'));

/** Returns nothing, or why these sources could not be built. */
function buildDriver(native) {
	if (process.platform !== 'linux') return undefined;
	const run = step('building the eBPF driver', 'sh', ['native/build.sh'], {});
	const ways = '`sh native/build.sh` shows all of it, `npm run setup` tries again';
	return run.ok ? undefined : {native, problem: `the eBPF driver did not build: ${reasonIn(run.output)}. ${ways}`};
}

/** The tests start the dashboard in terminals of node-pty. */
function buildTerminal() {
	const folder = path.join('node_modules', 'node-pty');
	if (process.platform !== 'linux' || existsSync(path.join(root, folder, 'build', 'Release', 'pty.node'))) return [];
	const run = step('building the terminal of the tests', 'sh', ['native/node-gyp.sh', folder], {});
	return run.ok ? [] : [`node-pty did not build: ${reasonIn(run.output)}. Tests in a terminal will fail`];
}

function bundleProgram() {
	const run = step('bundling the program', process.execPath, ['scripts/build.mjs'], {});
	if (!run.ok)
		throw new SetupFailure(`the program did not build: ${reasonIn(run.output)}`, 'run `node scripts/build.mjs` to see all of it');
}

const say = (text) => process.stderr.write(`setup: ${text}\n`);

/** Runs a command with its name and time on stderr; its output is shown only when it fails, unless words are given for that. */
function step(title, command, args, {whenItFails, ...options}) {
	process.stderr.write(`setup: ${title} … `);
	const startedAt = process.hrtime.bigint();
	const run = spawnSync(command, args, {cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'pipe'], ...options});
	const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
	const ok = run.status === 0;
	const output = `${run.error?.message ?? ''}${run.stdout ?? ''}${run.stderr ?? ''}`;
	process.stderr.write(ok ? `${seconds.toFixed(1)} s\n` : `${whenItFails ?? 'failed'}\n`);
	if (!ok && whenItFails === undefined) process.stderr.write(lastLines(output));
	return {ok, output};
}

const lastLines = (output) =>
	output
		.trimEnd()
		.split('\n')
		.slice(-SHOWN_LINES)
		.map((line) => `  ${line}\n`)
		.join('');

/** The line of a failed command's output that says why: its own last word, else the first complaint. */
function reasonIn(output) {
	const lines = output.trim().split('\n');
	const line =
		lines.findLast((line) => line.startsWith('falconer: ')) ??
		lines.find((line) => /reason: /.test(line)) ??
		lines.find((line) => /error|not found|unable|denied|failed|^E:/i.test(line)) ??
		lines.at(-1);
	return line.replace(/^npm error |^falconer: /, '').trim();
}

function readStamp() {
	try {
		return JSON.parse(readFileSync(stampFile, 'utf8'));
	} catch {
		return {};
	}
}

/** A hash over names, sizes and times of the files below some paths: quick, and enough to see that somebody changed one. */
function fingerprint(paths) {
	const hash = createHash('sha1');
	const visit = (file) => {
		const name = path.basename(file);
		if (name === 'build' || name === 'node_modules' || !existsSync(file)) return;
		const stat = statSync(file);
		if (stat.isDirectory()) {
			for (const entry of readdirSync(file).sort()) visit(path.join(file, entry));
		} else hash.update(`${path.relative(root, file)} ${stat.size} ${stat.mtimeMs}\n`);
	};
	for (const entry of paths) visit(path.join(root, entry));
	return hash.digest('hex');
}

/** `setUp` for a command: problems on stderr, exit 1 when nothing can run. */
export function setUpOrExit(options) {
	try {
		mkdirSync(path.dirname(stampFile), {recursive: true});
		for (const problem of setUp(options)) say(problem);
	} catch (error) {
		if (!(error instanceof SetupFailure)) throw error;
		process.stderr.write(`setup: ${error.message}\n       ${error.hint}\n`);
		process.exit(1);
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setUpOrExit({tests: process.argv.includes('--tests'), again: true});
