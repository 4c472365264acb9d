// What a replayed event costs: processor time of the whole agent per event, start-up included; its memory; its start.
//
//   node bench/replay.mjs [--capture FILE] [--events N] [--runs N] [--keep] [RULES_FILE …]
//
// Without --capture it first records ordinary work on this machine (as root) into a folder for temporary files, 2 million
// events; --keep leaves that capture there. The first rules file is measured with `rule_matching: first`, all of them
// together with `all`; without any, Falco's own files where they lie beside this checkout, else the ones shipped.
// Each figure is the median of the runs, with the budget behind it.
import {spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {cpus, loadavg, tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {recordOrdinaryWork} from './ordinary-capture.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const {values: flags, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		capture: {type: 'string'},
		events: {type: 'string', default: '2000000'},
		runs: {type: 'string', default: '3'},
		keep: {type: 'boolean', default: false},
	},
});
const scratch = mkdtempSync(path.join(tmpdir(), 'falconer-bench-'));
process.on('exit', () => flags.keep || rmSync(scratch, {recursive: true, force: true}));

const STOCK = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'].map((name) =>
	path.resolve(root, '../shared/rules', name),
);
const SHIPPED = path.join(root, 'rules', 'falconer_rules.yaml');
const rules = positionals.length > 0 ? positionals : STOCK.every((file) => existsSync(file)) ? STOCK : [SHIPPED];

/** A rules file with one rule. */
function ruleFile(name, condition, output) {
	const file = path.join(scratch, `${name}.yaml`);
	const rule = {rule: name, desc: name, condition, output, priority: 'INFO', warn_evttypes: false};
	writeFileSync(file, JSON.stringify([rule]));
	return file;
}

const agentArgs = (capture, ruleFiles, matching) => [
	...['agent', '-c', '/dev/null', ...ruleFiles.flatMap((file) => ['-r', file])],
	...['-o', `rule_matching=${matching}`, '-o', 'json_output=true', '-o', 'stdout_output.enabled=true'],
	...['-o', 'engine.kind=replay', '-o', `engine.replay.capture_file=${capture}`],
];
const program = path.join(root, 'bin', 'falconer');

/** Replays the capture once: processor time, time and peak memory of the agent's process. */
function replayOnce(capture, ruleFiles, matching) {
	const usage = path.join(scratch, 'usage.json');
	const done = spawnSync(program, agentArgs(capture, ruleFiles, matching), {
		stdio: ['ignore', 'ignore', 'pipe'],
		maxBuffer: 2 ** 30,
		env: {...process.env, NODE_OPTIONS: `--import ${path.join(root, 'bench', 'usage.mjs')}`, FALCONER_USAGE: usage},
	});
	if (done.status !== 0) throw new Error(`the replay failed: ${done.stderr}`);
	return JSON.parse(readFileSync(usage, 'utf8'));
}

/** Seconds from the program's start to the alert of the first event. */
async function startOnce(capture, ruleFiles, first) {
	const startedAt = performance.now();
	const child = spawn(program, agentArgs(capture, [...ruleFiles, first], 'all'), {stdio: ['ignore', 'pipe', 'ignore']});
	await new Promise((resolve) => child.stdout.once('data', resolve));
	const seconds = (performance.now() - startedAt) / 1000;
	child.kill('SIGKILL');
	await new Promise((resolve) => child.once('exit', resolve));
	return seconds;
}

/** The number of the last event: the agent tells it at the end. */
function countEvents(capture) {
	const counted = path.join(scratch, 'counted.scap');
	const done = spawnSync(program, ['record', '-r', capture, '-w', counted], {encoding: 'utf8'});
	rmSync(counted, {force: true});
	const found = /([\d,]+) events(?: and ([\d,]+) for the state only)? in/.exec(done.stderr);
	if (found === null) throw new Error(`cannot read ${capture}: ${done.stderr}`);
	return [found[1], found[2] ?? '0'].reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0);
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const runs = Number(flags.runs);
const repeat = async (measure) => {
	const results = [];
	for (let i = 0; i < runs; i++) results.push(await measure());
	return results;
};
const row = (label, value, unit, budget) => console.log(`${label.padEnd(44)} ${value.padStart(10)} ${unit.padEnd(12)} budget ${budget}`);
const load = () => loadavg()[0].toFixed(1);

let capture = flags.capture;
if (capture === undefined) {
	capture = path.join(scratch, 'ordinary.scap');
	console.log(`recording ${Number(flags.events).toLocaleString('en')} events of ordinary work …`);
	console.log(await recordOrdinaryWork({root, folder: scratch, file: capture, events: Number(flags.events)}));
	if (flags.keep) console.log(`kept: ${capture}`);
}
const count = countEvents(capture);
const megabytes = (statSync(capture).size / 1e6).toFixed(0);
console.log(
	`${count.toLocaleString('en')} events, ${megabytes} MB, ${path.basename(capture)}; ${cpus().length} processors, load before ${load()}\n`,
);

const never = ruleFile('never', 'evt.num=0', 'never');
const first = ruleFile('first', 'evt.num=1', 'first');
const peaks = [];
for (const [label, ruleFiles, matching, budget] of [
	['state only', [never], 'first', '≤ 1, goal ≤ 0.4'],
	[`${path.basename(rules[0])}, first`, rules.slice(0, 1), 'first', '≤ 1.5, goal ≤ 0.5'],
	[`${rules.length === 1 ? path.basename(rules[0]) : `${rules.length} rules files`}, all`, rules, 'all', '≤ 2.5, goal ≤ 1'],
]) {
	const results = await repeat(() => replayOnce(capture, ruleFiles, matching));
	const cpu = median(results.map(({cpuSeconds}) => cpuSeconds));
	row(label, ((cpu / count) * 1e6).toFixed(2), 'µs an event', budget);
	row('', Math.round(count / median(results.map(({seconds}) => seconds))).toLocaleString('en'), 'events/s', 'none');
	peaks.push(...results.map(({peakMb}) => peakMb));
}
row('memory, peak of all runs', Math.max(...peaks).toFixed(0), 'MB', '≤ 150, goal ≤ 100');
const starts = await repeat(() => startOnce(capture, rules.slice(0, 1), first));
row('start to the first event', median(starts).toFixed(2), 's', '≤ 0.8, goal ≤ 0.4');
console.log(`\nload after ${load()}: what a busy machine costs is in these figures`);
