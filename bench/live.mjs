// What the live agent costs: slowdown of system calls, its processor time per operation, idle, memory, start and latency.
//
//   node bench/live.mjs [RULES_FILE …]     as root; default rules: the ones shipped
//
// Loads run with and without the agent in turn; ratios of medians hold on one machine in one run.
import {spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';

const ROUNDS = 3;
const LOADS = {getppid: 1_000_000, read: 500_000, open: 200_000, openw: 100_000, tcp: 8_000, exec: 600};
const IDLE_MS = 5_000;
const LATENCIES = 40;
const TICKS_PER_SECOND = 100;

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const rules = process.argv.length > 2 ? process.argv.slice(2) : [path.join(root, 'rules', 'falconer_rules.yaml')];
const scratch = mkdtempSync(path.join(tmpdir(), 'falconer-bench-'));
process.on('exit', () => rmSync(scratch, {recursive: true, force: true}));
const program = path.join(scratch, 'syscalls');
const built = spawnSync('gcc', ['-O2', '-o', program, path.join(root, 'bench', 'loads', 'syscalls.c')], {stdio: 'inherit'});
if (built.status !== 0) process.exit(1);

const load = (kind) => Number(spawnSync(program, [kind, String(LOADS[kind])], {encoding: 'utf8'}).stdout);
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const provoke = () => spawnSync('head', ['-c1', '/etc/shadow']);

class Agent {
	alerts = [];
	constructor() {
		this.startedAt = performance.now();
		this.child = spawn(
			path.join(root, 'bin', 'falconer'),
			['agent', '-c', '/dev/null', '-o', 'stdout_output.enabled=true', '-o', 'json_output=true', ...rules.flatMap((file) => ['-r', file])],
			{stdio: ['ignore', 'pipe', 'ignore']},
		);
		createInterface(this.child.stdout).on('line', (line) => line.startsWith('{') && this.alerts.push(performance.now()));
	}
	async firstAlert() {
		while (this.alerts.length === 0) {
			provoke();
			await sleep(50);
		}
		return this.alerts[0] - this.startedAt;
	}
	cpuSeconds() {
		const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
		return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
	}
	memoryMb() {
		return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))[1]) / 1024;
	}
	async latencies() {
		const times = [];
		for (let i = 0; i < LATENCIES; i++) {
			const count = this.alerts.length;
			const at = performance.now();
			provoke();
			while (this.alerts.length === count && performance.now() - at < 2_000) await sleep(1);
			if (this.alerts.length > count) times.push(this.alerts[count] - at);
			await sleep(30);
		}
		return times.sort((a, b) => a - b);
	}
	async stop() {
		this.child.kill('SIGINT');
		await new Promise((resolve) => this.child.once('exit', resolve));
	}
}

const bare = Object.fromEntries(Object.keys(LOADS).map((kind) => [kind, []]));
const watched = structuredClone(bare);
const cpu = structuredClone(bare);
let summary;
for (let round = 0; round < ROUNDS; round++) {
	for (const kind of Object.keys(LOADS)) bare[kind].push(load(kind));
	const agent = new Agent();
	const startMs = await agent.firstAlert();
	await sleep(2_000);
	const idleFrom = agent.cpuSeconds();
	await sleep(IDLE_MS);
	const idle = ((agent.cpuSeconds() - idleFrom) / IDLE_MS) * 1e5;
	for (const kind of Object.keys(LOADS)) {
		const from = agent.cpuSeconds();
		watched[kind].push(load(kind));
		await sleep(300);
		cpu[kind].push(((agent.cpuSeconds() - from) / LOADS[kind]) * 1e6);
	}
	const latencies = await agent.latencies();
	summary = {startMs, idle, latencies, memoryMb: agent.memoryMb()};
	await agent.stop();
}

console.log('load          alone ns   watched ns   slowdown   agent µs/op');
for (const kind of Object.keys(LOADS)) {
	const [before, after] = [median(bare[kind]), median(watched[kind])];
	console.log(
		`${kind.padEnd(10)} ${before.toFixed(0).padStart(11)} ${after.toFixed(0).padStart(12)} ${(after / before).toFixed(2).padStart(9)}× ${median(cpu[kind]).toFixed(2).padStart(13)}`,
	);
}
const at = (share) => summary.latencies[Math.min(summary.latencies.length - 1, Math.floor(summary.latencies.length * share))]?.toFixed(1);
console.log(
	`start to first alert ${(summary.startMs / 1000).toFixed(2)} s · idle ${summary.idle.toFixed(1)} % of a core · memory ${summary.memoryMb.toFixed(0)} MB · call to alert median ${at(0.5)} ms, 99th percentile ${at(0.99)} ms`,
);
