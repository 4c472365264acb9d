// Changes captures at random and replays them: nothing may crash, hang or grow.
//
//   node test/fuzz/run.mjs [mutations] [seed]     default: a million, and a seed of the clock
//
// A failure names its mutation: `node test/fuzz/run.mjs 1 SEED` repeats it.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build} from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const mutations = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000_000);
const folder = mkdtempSync(path.join(tmpdir(), 'falconer-fuzz-'));
process.once('exit', () => rmSync(folder, {recursive: true, force: true}));

const outfile = path.join(folder, 'captures.mjs');
await build({
	entryPoints: [path.join(root, 'test/fuzz/captures.ts')],
	bundle: true,
	platform: 'node',
	format: 'esm',
	outfile,
	banner: {js: "import {createRequire as __createRequire} from 'node:module'; const require = __createRequire(import.meta.url);"},
	logLevel: 'warning',
});
const {fuzzCaptures} = await import(pathToFileURL(outfile).href);
const startedAt = performance.now();
const memory = () => `${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`;
const onProgress = (done) => process.stderr.isTTY && process.stderr.write(`\r${done} of ${mutations}, ${memory()}`);
const result = await fuzzCaptures({mutations, seed, root, folder, onProgress});
const seconds = (performance.now() - startedAt) / 1000;
console.log(
	`${mutations} mutations (seed ${seed}) in ${seconds.toFixed(0)} s: ${result.refused} files refused, ${result.faulty} with a fault, ` +
		`${result.events} events, ${result.alerts} alerts, the slowest ${result.slowestMs.toFixed(0)} ms, ${memory()}`,
);
