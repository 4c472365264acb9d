// Fuzzes a part of the program: nothing may crash, hang or grow.
//
//   node test/fuzz/run.mjs captures|conditions|rules [CASES] [SEED] [--workers N]
//
// Default: a million captures, ten million conditions, two hundred thousand rules files, a seed of the clock, one process.
// A failure names its case: `node test/fuzz/run.mjs conditions 1 SEED` repeats it. A run that was stopped goes on with
// the seed its last line of progress names.
import {fork} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {Worker} from 'node:worker_threads';
import {build} from 'esbuild';

const here = fileURLToPath(import.meta.url);
const root = path.resolve(path.dirname(here), '../..');
const PROGRESS_EVERY_MS = 10_000;
const mb = (bytes) => (bytes / 2 ** 20).toFixed(1);
/** A case that takes so much processor time hangs; the clock says little on a busy machine. */
const HANGS_MS = 60_000;

if (process.send === undefined) await start(process.argv.slice(2));
else {
	process.once('disconnect', () => process.exit());
	process.once('message', (order) => work(order));
}

async function start(args) {
	const at = args.indexOf('--workers');
	const workers = at < 0 ? 1 : Number(args.splice(at, 2)[1]);
	const folder = mkdtempSync(path.join(tmpdir(), 'falconer-fuzz-'));
	process.once('exit', () => rmSync(folder, {recursive: true, force: true}));
	const bundle = await bundled(folder);
	const {SUBJECTS} = await import(pathToFileURL(bundle).href);
	const [subject, count, first] = args;
	if (!Object.hasOwn(SUBJECTS, subject ?? '')) {
		console.error(`what to fuzz is one of ${Object.keys(SUBJECTS).join(', ')}`);
		process.exitCode = 2;
		return;
	}
	const cases = Number(count ?? SUBJECTS[subject].cases);
	const seed = Number(first ?? Date.now() % 1_000_000_000);
	const startedAt = performance.now();
	const share = Math.ceil(cases / workers);
	const ranges = Array.from({length: workers}, (_, i) => ({seed: seed + i * share, cases: Math.min(share, cases - i * share)}));
	const results = await Promise.all(
		ranges.map((range, i) => child({bundle, folder: path.join(folder, String(i)), root, subject, ...range})),
	);
	if (results.includes(undefined)) {
		process.exitCode = 1;
		return;
	}
	const seconds = (performance.now() - startedAt) / 1000;
	console.log(`${cases} ${subject} (seed ${seed}) in ${seconds.toFixed(0)} s: ${totalsText(results)}`);
	for (const {slowestMs, slowestSeed, heapEarly, heapLate, peakMb, cpuSeconds} of results) {
		console.log(
			`  slowest case ${slowestSeed}: ${slowestMs.toFixed(0)} ms; live memory ${mb(heapEarly)} MB after a tenth, ${mb(heapLate)} MB at the end, ` +
				`process at most ${peakMb} MB; ${cpuSeconds.toFixed(0)} s of processor time`,
		);
	}
}

function totalsText(results) {
	const names = Object.keys(results[0].totals);
	return names.map((name) => `${results.reduce((sum, {totals}) => sum + totals[name], 0)} ${name}`).join(', ');
}

/** One process for a range of cases; its result, or undefined after a failure, which it has told. */
function child(order) {
	return new Promise((resolve) => {
		const running = fork(here, [], {execArgv: ['--max-old-space-size=768']});
		let result;
		running.on('message', (message) => {
			result = message;
		});
		running.once('exit', () => resolve(result));
		running.send(order);
	});
}

async function bundled(folder) {
	const outfile = path.join(folder, 'fuzz.mjs');
	await build({
		entryPoints: [path.join(root, 'test/fuzz/fuzz.ts')],
		bundle: true,
		platform: 'node',
		format: 'esm',
		outfile,
		banner: {js: "import {createRequire as __createRequire} from 'node:module'; const require = __createRequire(import.meta.url);"},
		logLevel: 'warning',
	});
	return outfile;
}

async function work({bundle, folder, root: project, subject, seed, cases}) {
	const {fuzz} = await import(pathToFileURL(bundle).href);
	const {mkdirSync} = await import('node:fs');
	mkdirSync(folder, {recursive: true});
	const onCase = watchdog();
	const startedAt = performance.now();
	let toldAt = startedAt;
	const onProgress = (done) => {
		const now = performance.now();
		if (now - toldAt < PROGRESS_EVERY_MS) return;
		toldAt = now;
		const left = ((now - startedAt) / done / 1000) * (cases - done);
		const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
		process.stderr.write(`${done} of ${cases}, ${memory} MB, about ${left.toFixed(0)} s to go, next seed ${seed + done}\n`);
	};
	try {
		const result = await fuzz({subject, seed, cases, root: project, folder, onCase, onProgress});
		const {maxRSS, userCPUTime, systemCPUTime} = process.resourceUsage();
		process.send({...result, peakMb: Math.round(maxRSS / 1024), cpuSeconds: (userCPUTime + systemCPUTime) / 1e6}, () => process.exit());
	} catch (error) {
		console.error(error);
		process.exit(1);
	}
}

/** A thread that sees a case which does not end, names it and ends the process. */
function watchdog() {
	const shared = new Float64Array(new SharedArrayBuffer(8));
	const code = `
		const {workerData: shared} = require('node:worker_threads');
		const {writeSync} = require('node:fs');
		const cpuMs = () => { const {user, system} = process.cpuUsage(); return (user + system) / 1000; };
		let last = -1, since = cpuMs();
		setInterval(() => {
			const now = shared[0];
			if (now !== last) { last = now; since = cpuMs(); }
			else if (cpuMs() - since > ${HANGS_MS}) {
				writeSync(2, 'case ' + last + ' hangs\\n');
				process.kill(process.pid, 'SIGKILL');
			}
		}, 1000);`;
	new Worker(code, {eval: true, workerData: shared}).unref();
	return (seed) => {
		shared[0] = seed;
	};
}
