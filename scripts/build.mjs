// Bundles the program into dist/: the command line and the engine's worker, each in one piece, with the code that V8 makes of it.

import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {inkWithoutTools, layoutBytes, layoutInPlace, oneTextWidth} from './bundle-plugins.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');
const STALE_MS = 3_600_000;
const CODE_TIMEOUT_MS = 60_000;

/** Bundles the program. Whoever starts it meanwhile finds all of the old one or all of the new. */
export async function bundle() {
	removeStaleFiles(await bundleInto(dist, {falconer: 'src/cli/main.ts', 'engine-worker': 'src/engine/worker.ts'}));
}

/**
 * Bundles entries, by name, into `folder/NAME.cjs`. What these load has the hash of its text in its name, and is written first.
 * Returns how the names begin of all that is in use.
 */
export async function bundleInto(folder, entries) {
	mkdirSync(folder, {recursive: true});
	const {outputFiles} = await build({
		absWorkingDir: root,
		entryPoints: entries,
		outdir: folder,
		write: false,
		bundle: true,
		format: 'cjs',
		platform: 'node',
		target: 'node20',
		jsx: 'automatic',
		minifySyntax: true,
		minifyWhitespace: true,
		lineLimit: 200,
		sourcemap: 'external',
		legalComments: 'none',
		plugins: [inkWithoutTools, layoutBytes, layoutInPlace, oneTextWidth],
		define: {
			'process.env.NODE_ENV': '"production"',
			'process.env.DEV': '"false"',
			'import.meta.url': '__bundleUrl',
			'Intl.Segmenter': 'PlainFirstSegmenter',
		},
		inject: ['src/ui/terminal/segmenter.ts'],
		banner: {js: "const __bundleUrl = require('node:url').pathToFileURL(__filename).href;"},
		logLevel: 'warning',
	});
	const loader = readFileSync(path.join(root, 'scripts', 'load-bundle.cjs'), 'utf8');
	return Object.keys(entries).map((name) => {
		const textOf = (extension) => outputFiles.find((file) => path.basename(file.path) === `${name}${extension}`).text;
		const text = inAscii(textOf('.js'));
		const stem = `${name}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
		put(path.join(folder, `${stem}.js.map`), textOf('.js.map'));
		put(path.join(folder, `${stem}.js`), `${text}//# sourceMappingURL=${stem}.js.map\n`);
		put(path.join(folder, `${name}.cjs`), loader.replace("'BUNDLE'", `'${stem}'`));
		return stem;
	});
}

/** So that it is read byte by byte, and held as one byte a character. */
function inAscii(text) {
	return text.replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function put(file, text) {
	if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
	const fresh = `${file}.${process.pid}`;
	writeFileSync(fresh, text);
	renameSync(fresh, file);
}

/** Files of earlier builds stay for an hour: a program that started meanwhile may still read them. */
function removeStaleFiles(stems) {
	for (const name of readdirSync(dist)) {
		const isEntry = name.endsWith('.cjs');
		const file = path.join(dist, name);
		if (!isEntry && !stems.some((stem) => name.startsWith(stem)) && isOlder(file)) rmSync(file, {recursive: true, force: true});
	}
}

function isOlder(file) {
	const stat = statSync(file, {throwIfNoEntry: false});
	return stat !== undefined && Date.now() - stat.mtimeMs > STALE_MS;
}

const capture = path.join(root, 'recordings', 'first-look.scap');
/** What people wait for: the screen, and the agent's first alert. */
const STARTS = [
	{node: ['--require', path.join(root, 'scripts', 'play-screen.cjs')], args: ['replay', capture, '--speed', '0']},
	{node: [], args: ['agent', '-o', 'engine.kind=replay', '-o', `engine.replay.capture_file=${capture}`, '-o', 'json_output=true']},
];

/** Whether V8's code of the bundle is at hand. */
export function hasCode() {
	const isThere = (name, part) => {
		const stem = /runBundle\('(.*)'\)/.exec(readFileSync(path.join(dist, `${name}.cjs`), 'utf8'))[1];
		return existsSync(path.join(dist, `${stem}.${part}.code`));
	};
	return isThere('falconer', 'screen') && isThere('falconer', 'agent') && isThere('engine-worker', 'screen');
}

/** Starts the program as people do, so that V8's code of what runs then is at hand. Without it the program works, and starts slower. */
export function makeCode() {
	const home = mkdtempSync(path.join(tmpdir(), 'falconer-build-'));
	for (const {node, args} of STARTS) {
		const env = {PATH: process.env.PATH, HOME: home, FALCONER_WRITE_CODE: '1', TERM: 'xterm-256color'};
		const command = [...node, path.join(dist, 'falconer.cjs'), ...args, '-c', '/dev/null', '-r', path.join(root, 'rules')];
		const {status, signal, stderr} = spawnSync(process.execPath, command, {env, encoding: 'utf8', timeout: CODE_TIMEOUT_MS});
		if (status !== 0)
			process.stderr.write(`no code for a fast start of ${args[0]}: ended with ${status ?? signal}\n${stderr.slice(-2000)}\n`);
	}
	rmSync(home, {recursive: true, force: true});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	await bundle();
	makeCode();
}
