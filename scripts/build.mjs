// Bundles the program into dist/: the command line, the engine's worker, and what both share as chunks.

import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');
const STALE_MS = 3_600_000;

/** Packages that are loaded at run time from node_modules: optional development aids of ink that it imports by name. */
const external = ['react-devtools-core'];

/**
 * Ink's layout engine hands its own WebAssembly, a data URL in its text, to `fetch` where there is one; Node loads an HTTP
 * client for that, 40 ms before the first frame. Without it the same bytes are decoded in place.
 */
const layoutWithoutFetch = {
	name: 'layout-without-fetch',
	setup({onLoad}) {
		onLoad({filter: /yoga-wasm-base64-esm\.js$/}, ({path: file}) => {
			const text = readFileSync(file, 'utf8');
			const contents = text.replace('"function"!=typeof fetch', 'true');
			return contents === text
				? {errors: [{text: 'yoga-layout loads its WebAssembly in another way: look at layoutWithoutFetch'}]}
				: {contents};
		});
	},
};

export async function bundle() {
	const entries = {falconer: 'src/cli/main.ts', 'engine-worker': 'src/engine/worker.ts'};
	mkdirSync(dist, {recursive: true});
	const fresh = mkdtempSync(path.join(dist, 'new-'));
	await build({
		absWorkingDir: root,
		entryPoints: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(path.join(root, file)))),
		outdir: fresh,
		outExtension: {'.js': '.mjs'},
		bundle: true,
		splitting: true,
		format: 'esm',
		platform: 'node',
		target: 'node20',
		jsx: 'automatic',
		minifySyntax: true,
		minifyWhitespace: true,
		sourcemap: 'linked',
		legalComments: 'none',
		external,
		plugins: [layoutWithoutFetch],
		define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
		// CommonJS packages inside an ES module bundle still call require for Node's own modules.
		banner: {js: "import {createRequire as __createRequire} from 'node:module'; const require = __createRequire(import.meta.url);"},
		logLevel: 'warning',
	});
	moveInto(fresh, Object.keys(entries));
	removeStaleChunks();
}

/** Chunks carry a hash in their names and come first, the entries that name them last: whoever starts meanwhile finds all it needs. */
function moveInto(fresh, entries) {
	const isEntry = (name) => entries.some((entry) => name.startsWith(`${entry}.`));
	const names = readdirSync(fresh).sort((a, b) => Number(isEntry(a)) - Number(isEntry(b)));
	for (const name of names) renameSync(path.join(fresh, name), path.join(dist, name));
	rmSync(fresh, {recursive: true});
}

/** Chunks of earlier builds stay for an hour: a running dashboard may still import one. */
function removeStaleChunks() {
	const newest = Math.max(0, ...readdirSync(dist).map((name) => statSync(path.join(dist, name)).mtimeMs));
	for (const name of readdirSync(dist)) {
		const file = path.join(dist, name);
		if (newest - statSync(file).mtimeMs > STALE_MS) rmSync(file, {recursive: true});
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
