// Bundles bench/load.ts and prints its rows beside the limits: see there.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {buildSync} from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const scratch = mkdtempSync(path.join(tmpdir(), 'falconer-bench-'));
process.on('exit', () => rmSync(scratch, {recursive: true, force: true}));
const outfile = path.join(scratch, 'load.mjs');
const banner = {js: "import {createRequire} from 'node:module'; const require = createRequire(import.meta.url);"};
buildSync({entryPoints: [path.join(here, 'load.ts')], bundle: true, platform: 'node', format: 'esm', outfile, banner, logLevel: 'error'});

const given = process.argv.slice(2);
const files = given.length > 0 ? given : [path.join(here, '../rules/falconer_rules.yaml')];
const runs = Number(process.env.RUNS ?? 5);
const ROWS = [
	['stock', 'load the given files, cold', '150 ms'],
	['stock-engine', 'load them and make the engine of them, cold', ''],
	['many', 'load 10,000 rules with 100 macros, cold', '3000 ms, 300 MB'],
	['many-engine', 'load them and make the engine of them, cold', ''],
	['change', 'change one macro, load and make the engine (dashboard)', '100 ms'],
];

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const ms = (value) => `${value.toFixed(0)} ms`;

console.log(`${'of'.padEnd(58)}${'clock'.padStart(18)}${'processor'.padStart(18)}${'peak'.padStart(9)}   limit`);
for (const [row, name, limit] of ROWS) {
	const costs = [];
	let peakMb = 0;
	for (let run = 0; run < runs; run++) {
		const done = spawnSync(process.execPath, [outfile, row, ...files], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit']});
		if (done.status !== 0) process.exit(1);
		const found = JSON.parse(done.stdout);
		// Of repeated changes the first ones still warm up.
		costs.push(...found.costs.slice(found.costs.length > 1 ? 2 : 0));
		peakMb = Math.max(peakMb, found.peakMb);
	}
	const of = (key) => {
		const values = costs.map((cost) => cost[key]);
		return `${ms(Math.min(...values))} – ${ms(median(values))}`;
	};
	console.log(
		`${name.padEnd(58)}${of('wallMs').padStart(18)}${of('cpuMs').padStart(18)}${`${peakMb.toFixed(0)} MB`.padStart(9)}   ${limit}`,
	);
}
console.log('fastest – median run');
