// What the live agent costs: slowdown of system calls, its processor time per operation, idle, memory, start, latency, drops.
//
//   node bench/live.mjs [--only ROW,…] [--rounds N] [--first] [RULES_FILE …]     as root; default rules: the ones shipped
//
// Rows: getppid read open openw tcp exec idle latency drops. Loads run with and without the agent in turn; ratios of medians hold
// on one machine in one run. Each load runs once before it is measured: V8 compiles what it sees first. `elapsed` waits for other
// work of the machine, `processor` (the load's own, the driver's programs included) hardly does; what the agent uses for other
// work's events is measured before each load and taken off. `--first`: the bench goes before all other work of the machine.
import {spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {goFirst, letGoFirst} from './first.mjs';
import {Agent} from './live-agent.mjs';
import {busyText, readMachine, root, Session} from './session.mjs';

const LOADS = {getppid: 1_000_000, read: 500_000, open: 200_000, openw: 100_000, tcp: 8_000, exec: 600};
const WARM = {exec: 2_000};
const IDLE_MS = 5_000;
const BACKGROUND_MS = 1_000;
const LATENCIES = 40;
const DROPS = {perSecond: 200_000, seconds: 10};

const args = process.argv.slice(2);
const takeFlag = (name, hasValue) => {
	const at = args.indexOf(name);
	return at < 0 ? undefined : args.splice(at, hasValue ? 2 : 1).at(-1);
};
const only = takeFlag('--only', true)?.split(',');
const rounds = Number(takeFlag('--rounds', true) ?? 3);
const isFirst = takeFlag('--first', false) !== undefined;
const rules = args.length > 0 ? args : [path.join(root, 'rules', 'falconer_rules.yaml')];
const wants = (row) => only === undefined || only.includes(row);
const kinds = Object.keys(LOADS).filter(wants);

const scratch = mkdtempSync(path.join(tmpdir(), 'falconer-bench-'));
process.on('exit', () => rmSync(scratch, {recursive: true, force: true}));
const program = path.join(scratch, 'syscalls');
const built = spawnSync('gcc', ['-O2', '-o', program, path.join(root, 'bench', 'loads', 'syscalls.c')], {stdio: 'inherit'});
if (built.status !== 0) process.exit(1);
if (isFirst) goFirst();

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Nanoseconds per operation. The bench goes on reading meanwhile. */
function load(kind, count, ...perSecond) {
	return new Promise((resolve) => {
		const child = spawn(program, [kind, String(count), ...perSecond.map(String)], {stdio: ['ignore', 'pipe', 'inherit']});
		let text = '';
		child.stdout.on('data', (chunk) => (text += chunk));
		child.once('close', () => {
			const [elapsed, processor] = text.split(' ').map(Number);
			resolve({elapsed, processor});
		});
	});
}

/** The agent's processor seconds per second, for what goes on anyway. */
async function background(agent, ms) {
	const from = agent.cpuSeconds();
	await sleep(ms);
	return ((agent.cpuSeconds() - from) / ms) * 1000;
}

async function watchedLoad(agent, kind) {
	await load(kind, WARM[kind] ?? LOADS[kind]);
	await sleep(300);
	const share = await background(agent, BACKGROUND_MS);
	const [from, startedAt] = [agent.cpuSeconds(), performance.now()];
	const times = await load(kind, LOADS[kind]);
	await sleep(300);
	const all = agent.cpuSeconds() - from;
	const others = (share * (performance.now() - startedAt)) / 1000;
	return {...times, all: (all / LOADS[kind]) * 1e6, agent: (Math.max(0, all - others) / LOADS[kind]) * 1e6};
}

/** Events lost while files are opened at a steady rate; `lost` reads the counter, `cpu` the watcher's processor seconds. */
async function drops(what, lost, cpu) {
	const {perSecond, seconds} = DROPS;
	await load('open', perSecond);
	const before = await lost();
	const [machine, startedAt, from] = [readMachine(), performance.now(), cpu()];
	const {elapsed} = await load('open', perSecond * seconds, perSecond);
	const share = ((cpu() - from) / (performance.now() - startedAt)) * 1e5;
	const reached = 1e9 / elapsed;
	const busy = busyText(machine);
	console.log(
		`drops, ${what}: ${(await lost()) - before} of ${2 * perSecond * seconds} events at ${(reached / 1000).toFixed(0)},000 opens/s, with ${share.toFixed(0)} % of a core (${busy})`,
	);
}

async function dashboardDrops() {
	const local = ['--local-rules', path.join(scratch, 'falco_rules.local.yaml')];
	const session = new Session(['-c', '/dev/null', ...rules.flatMap((file) => ['-r', file]), ...local], {
		HOME: scratch,
		XDG_CONFIG_HOME: scratch,
		XDG_STATE_HOME: scratch,
	});
	await session.until((text) => /live eBPF/.test(text), 'live events');
	// Not sooner: the session must be its own by then.
	if (isFirst) letGoFirst(session.pty.pid);
	await drops(
		'dashboard',
		async () => {
			await sleep(1500);
			const [, count, unit] = /drops\s+([\d.,]+)([kM]?)/.exec(session.text) ?? [];
			return Number(count?.replaceAll(',', '')) * ({k: 1e3, M: 1e6}[unit] ?? 1);
		},
		() => session.cpu().all,
	);
	await session.quit();
}

const bare = Object.fromEntries(kinds.map((kind) => [kind, []]));
const watched = structuredClone(bare);
const machine = readMachine();
let summary;
for (let round = 0; round < rounds; round++) {
	for (const kind of kinds) {
		await load(kind, WARM[kind] ?? LOADS[kind]);
		bare[kind].push(await load(kind, LOADS[kind]));
	}
	const agent = new Agent(rules);
	const startMs = await agent.firstAlert();
	await sleep(2_000);
	const idle = wants('idle') ? (await background(agent, IDLE_MS)) * 100 : undefined;
	for (const kind of kinds) watched[kind].push(await watchedLoad(agent, kind));
	const latencies = wants('latency') ? await agent.latencies(LATENCIES) : [];
	if (wants('drops') && round === rounds - 1)
		await drops(
			'agent',
			() => agent.lost(),
			() => agent.cpuSeconds(),
		);
	summary = {startMs, idle, latencies: [...(summary?.latencies ?? []), ...latencies].sort((a, b) => a - b), memoryMb: agent.memoryMb()};
	await agent.stop();
}
if (wants('drops')) await dashboardDrops();

const column = (text, width) => String(text).padStart(width);
console.log(`load      elapsed ns: alone  watched  slowdown   processor ns: alone  watched  slowdown   agent µs/op (with others')`);
for (const kind of kinds) {
	const of = (runs, what) => median(runs.map((run) => run[what]));
	const pair = (what, width) => {
		const [before, after] = [of(bare[kind], what), of(watched[kind], what)];
		return `${column(before.toFixed(0), width)} ${column(after.toFixed(0), 8)} ${column(`${(after / before).toFixed(2)}×`, 9)}`;
	};
	const agentUs = `${of(watched[kind], 'agent').toFixed(2)} (${of(watched[kind], 'all').toFixed(2)})`;
	console.log(`${kind.padEnd(8)} ${pair('elapsed', 18)} ${pair('processor', 22)} ${column(agentUs, 22)}`);
}
const {startMs, idle, latencies, memoryMb} = summary;
const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]?.toFixed(1);
const facts = [`start to first alert ${(startMs / 1000).toFixed(2)} s`, `memory ${memoryMb.toFixed(0)} MB`];
if (idle !== undefined) facts.push(`idle ${idle.toFixed(1)} % of a core`);
if (latencies.length > 0) facts.push(`call to alert median ${at(0.5)} ms, 99th percentile ${at(0.99)} ms (${latencies.length} alerts)`);
console.log(`${facts.join(' · ')}\nthe machine: ${busyText(machine)}`);
