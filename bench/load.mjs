// Bundles bench/load.ts and prints its rows beside the limits: see there.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {bundleInto} from '../scripts/build.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const scratch = mkdtempSync(path.join(tmpdir(), 'falconer-bench-'));
process.on('exit', () => rmSync(scratch, {recursive: true, force: true}));
await bundleInto(scratch, {load: 'bench/load.ts'});
const program = path.join(scratch, 'load.cjs');
const shipped = path.join(here, '../rules/falconer_rules.yaml');

const given = process.argv.slice(2);
const files = given.length > 0 ? given : [shipped];
const runs = Number(process.env.RUNS ?? 5);
const ROWS = [
	['stock', 'load the given files, cold', '150 ms'],
	['stock-engine', 'load them and make the engine of them, cold', ''],
	['many', 'load 10,000 rules with 100 macros, cold', '3000 ms, 300 MB'],
	['many-engine', 'load them and make the engine of them, cold', ''],
	['change', 'change one macro, load and make the engine (dashboard)', '100 ms'],
];

function measured(row, rulesFiles, env = {}) {
	const options = {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], env: {...process.env, ...env}};
	const done = spawnSync(process.execPath, [program, row, ...rulesFiles], options);
	if (done.status !== 0) process.exit(1);
	return JSON.parse(done.stdout);
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const ms = (value) => `${value.toFixed(0)} ms`;

console.log(
	`${'of'.padEnd(58)}${'clock'.padStart(18)}${'own thread'.padStart(18)}${'all threads'.padStart(18)}${'peak'.padStart(9)}   limit`,
);
for (const [row, name, limit] of ROWS) {
	const costs = [];
	let peakMb = 0;
	// As the built program does, each process starts with the code that V8 made of an earlier one, which loaded the shipped rules.
	measured(row, [shipped], {FALCONER_WRITE_CODE: '1'});
	for (let run = 0; run < runs; run++) {
		const found = measured(row, files);
		// Of repeated changes the first ones still warm up.
		costs.push(...found.costs.slice(found.costs.length > 1 ? 2 : 0));
		peakMb = Math.max(peakMb, found.peakMb);
	}
	const of = (key) => {
		const values = costs.map((cost) => cost[key]);
		return `${ms(Math.min(...values))} – ${ms(median(values))}`;
	};
	console.log(
		`${name.padEnd(58)}${of('wallMs').padStart(18)}${of('threadMs').padStart(18)}${of('cpuMs').padStart(18)}${`${peakMb.toFixed(0)} MB`.padStart(9)}   ${limit}`,
	);
}
console.log('fastest – median run; the clock of a quiet machine is the processor time of the own thread, the others compile beside it');
