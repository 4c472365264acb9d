import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {PROJECT} from '../live/agent-process.ts';
import {Terminal} from '../terminal/terminal.ts';
import {NoiseGenerator, programme} from './generator.ts';
import {readHeader} from './noise-screen.ts';
import {type AttackCount, type GroupCount, type RunReport, summaryOf} from './report.ts';
import {type Attack, createRandom, type NoiseGroup, type Random} from './scene.ts';
import {Stage} from './stage.ts';
import {Tuner, type Tuning} from './tuner.ts';
import {Usage} from './usage.ts';
import {Witness, witnessConfig} from './witness.ts';

export interface RunOptions {
	readonly minutes: number;
	/** How many of the noise groups; all without it. */
	readonly groups?: number;
	readonly docker: readonly string[] | undefined;
	/** Falco's rules files of all maturities, in load order. */
	readonly rulesFiles: readonly string[];
	readonly seed: number;
	readonly log: (text: string) => void;
}

const BIN = path.join(PROJECT, 'bin/falconer');
const TUNING_LIMIT_MS = 5 * 60_000;
/** What came less often is left alone; a longer look takes more to be called noise. */
const leastAlerts = (minutes: number): number => (minutes >= 10 ? 8 : 4);
/** Alerts on their way when the last exception came into force. */
const SETTLE_MS = 15_000;
const ATTACK_ROUNDS = 3;
/** Where programs start late, noise that came as seldom as an attack could not be told from it. */
const OFTEN_LIMIT_MS = 60_000;
/** What did not alert by then did not alert. */
const SEEN_LIMIT_MS = 30_000;

/** Noise, tuned from the keyboard, and attacks that must still alert: see docs/tuning-run.md. */
export async function run(options: RunOptions): Promise<RunReport> {
	const folder = mkdtempSync(path.join(tmpdir(), 'falconer-run-'));
	const closers: (() => unknown)[] = [() => rmSync(folder, {recursive: true, force: true})];
	const signals = ['SIGINT', 'SIGTERM'] as const;
	let interrupt = (): void => {};
	const interrupted = new Promise<never>((_, reject) => {
		interrupt = () => reject(new Error('interrupted'));
	});
	for (const signal of signals) process.once(signal, interrupt);
	try {
		const stage = await Stage.open({sources: path.join(PROJECT, 'test/endurance'), docker: options.docker});
		closers.push(() => stage.close());
		return await Promise.race([play(options, {stage, folder, closers}), interrupted]);
	} finally {
		for (const close of closers.reverse()) await close();
		for (const signal of signals) process.off(signal, interrupt);
	}
}

interface Setting {
	readonly stage: Stage;
	readonly folder: string;
	/** What is closed at the end, whatever happens; the last first. */
	readonly closers: (() => unknown)[];
}

async function play(options: RunOptions, {stage, folder, closers}: Setting): Promise<RunReport> {
	const {minutes, docker, rulesFiles, log} = options;
	const random = createRandom(options.seed);
	const {noise, attacks} = chosen(options);
	const local = path.join(folder, 'falco_rules.local.yaml');
	writeFileSync(local, '# Local rules of the tuning run\n');
	const config = (name: string, text: string): string => {
		writeFileSync(path.join(folder, name), text);
		return path.join(folder, name);
	};
	const command = [...stage.entrance, BIN];
	const untouched = new Witness(command, config('untouched.yaml', witnessConfig(rulesFiles)), stage.mark);
	const tuned = new Witness(command, config('tuned.yaml', witnessConfig([...rulesFiles, local])), stage.mark);
	const dashboardConfig = config('dashboard.yaml', `rules_files:\n${rulesFiles.map((file) => `  - ${file}\n`).join('')}`);
	const [program, ...args] = [...command, 'top', '-c', dashboardConfig, '--local-rules', local];
	const dashboard = new Terminal(args, {command: program, cols: 160, rows: 50});
	const generator = new NoiseGenerator(stage, noise, options.seed);
	const usage = new Usage(dashboard.pid);
	closers.push(
		() => generator.stop(),
		() => usage.stop(),
		() => Promise.all([untouched.close(), tuned.close(), dashboard.close()]),
	);
	await dashboard.until(/rules are watching|alerts +[\d.]+\/s/);
	await dashboard.until('live eBPF');
	log(`${noise.length} noise groups, ${attacks.length} attacks${docker ? '' : ', processes only: no container engine answers'}`);
	const startedAtMs = Date.now();
	const endMs = startedAtMs + minutes * 60_000;
	generator.start();
	usage.start(() => readHeader(dashboard.lines[0]).drops);
	await warmUp(minutes, {stage, attacks, random});
	const isOften = ({id}: NoiseGroup): boolean => untouched.count(id, startedAtMs, Number.POSITIVE_INFINITY) >= leastAlerts(minutes);
	await until(() => noise.every(isOften), OFTEN_LIMIT_MS);
	const before = readHeader(dashboard.lines[0]).alertsPerSecond;
	log(`tuning begins; ${before} alerts/s on the screen`);
	const tuningAtMs = Date.now();
	const tuner = new Tuner({
		dashboard,
		random,
		log,
		leastAlerts: leastAlerts(minutes),
		limitMs: TUNING_LIMIT_MS,
		saved: () => tuned.reload(),
	});
	const tuning = await tuner.tune();
	const quietAtMs = (tuning.exceptions.at(-1)?.atMs ?? Date.now()) + SETTLE_MS;
	const savedAtMs = Date.now() + SETTLE_MS;
	await pause(SETTLE_MS);
	const rounds = await attackInRounds({stage, attacks, random, endMs, log, witnesses: [untouched, tuned]});
	const after = readHeader(dashboard.lines[0]).alertsPerSecond;
	log(`${after} alerts/s on the screen`);
	const finishedAtMs = Date.now();
	dashboard.press('q');
	await Promise.race([dashboard.exit, pause(5_000)]);
	await Promise.all([untouched.close(), tuned.close()]);
	const count = (scene: string, from: number, to: number): {untouched: number; tuned: number} => ({
		untouched: untouched.count(scene, from, to),
		tuned: tuned.count(scene, from, to),
	});
	const groups = noise.map(
		({id, rule}): GroupCount => ({
			id,
			rule,
			played: generator.plays.get(id) ?? 0,
			before: count(id, startedAtMs, tuningAtMs),
			after: count(id, savedAtMs, finishedAtMs),
		}),
	);
	const attackCounts = attacks.map(
		({id, resembles}): AttackCount => ({
			id,
			resembles,
			rounds: rounds.map((atMs, at) => ({atMs, ...count(id, atMs - 1_000, rounds[at + 1] ?? finishedAtMs)})),
		}),
	);
	return {
		startedAt: new Date(startedAtMs).toISOString(),
		minutes: (finishedAtMs - startedAtMs) / 60_000,
		containers: docker !== undefined,
		groups,
		attacks: attackCounts,
		tuning,
		tuningAt: new Date(tuningAtMs).toISOString(),
		quietAt: new Date(quietAtMs).toISOString(),
		alertsPerSecond: {before, after},
		dashboard: usage.figures(),
		elsewhere: elsewhere(untouched, tuned, savedAtMs),
		localRules: readFileSync(local, 'utf8'),
		witnesses: [untouched.stderr, tuned.stderr].map((text) => text.trim().split('\n').slice(-4)),
	};
}

function chosen({groups, docker, seed}: RunOptions): {readonly noise: readonly NoiseGroup[]; readonly attacks: readonly Attack[]} {
	const all = programme(docker !== undefined);
	if (groups === undefined) return all;
	const {noise, attacks} = all;
	const random = createRandom(seed);
	// Groups that an attack resembles come first: they are what the tuning can get wrong.
	const resembled = new Set(attacks.map(({resembles}) => resembles));
	const wanted = [...noise]
		.map((group) => ({group, key: (resembled.has(group.id) ? 0 : 1000) + random.number(1000)}))
		.sort((a, b) => a.key - b.key)
		.slice(0, groups)
		.map(({group}) => group);
	const ids = new Set(wanted.map(({id}) => id));
	return {noise: wanted, attacks: attacks.filter(({resembles}) => ids.has(resembles))};
}

interface Cast {
	readonly stage: Stage;
	readonly attacks: readonly Attack[];
	readonly random: Random;
}

/** Noise alone, and half of the attacks once: what was seen before the tuning must not be tuned away either. */
async function warmUp(minutes: number, {stage, attacks, random}: Cast): Promise<void> {
	const warmUpMs = Math.min(3, minutes * 0.25) * 60_000;
	const early = attacks.filter((_, at) => at % 2 === 0);
	await pause(warmUpMs / 2);
	for (const attack of early) {
		stage.play(attack, attack.line(random));
		await pause(warmUpMs / 4 / early.length);
	}
	await pause(warmUpMs / 4);
}

/** All attacks, several times in what is left of the run; gives when the rounds began. */
async function attackInRounds({
	stage,
	attacks,
	random,
	endMs,
	log,
	witnesses,
}: Cast & {endMs: number; log: (text: string) => void; witnesses: readonly Witness[]}): Promise<number[]> {
	const leftMs = Math.max(20_000, endMs - Date.now());
	const rounds: number[] = [];
	for (let round = 0; round < ATTACK_ROUNDS; round++) {
		const atMs = Date.now();
		rounds.push(atMs);
		log(`attacks, round ${round + 1} of ${ATTACK_ROUNDS}`);
		for (const attack of attacks) {
			stage.play(attack, attack.line(random));
			await pause(500);
		}
		// On a busy machine a program may start late: what comes then is still of this round.
		const isSeen = ({id}: Attack): boolean => witnesses.every((witness) => witness.count(id, atMs - 1_000, Number.POSITIVE_INFINITY) > 0);
		await until(() => attacks.every(isSeen), SEEN_LIMIT_MS);
		await pause(Math.max(0, atMs + leftMs / ATTACK_ROUNDS - Date.now()));
	}
	return rounds;
}

async function until(holds: () => boolean, limitMs: number): Promise<void> {
	for (const lastMs = Date.now() + limitMs; Date.now() < lastMs && !holds(); ) await pause(100);
}

/** Alerts that were not of this run, the most frequent first. */
function elsewhere(untouched: Witness, tuned: Witness, savedAtMs: number): RunReport['elsewhere'] {
	const counts = new Map<string, {before: number; after: number}>();
	const add = (witness: Witness, key: 'before' | 'after'): void => {
		for (const {scene, rule, program, atMs} of witness.alerts) {
			if (scene !== undefined || (key === 'after' && atMs < savedAtMs)) continue;
			const name = `${rule} · ${program}`;
			const entry = counts.get(name) ?? {before: 0, after: 0};
			entry[key]++;
			counts.set(name, entry);
		}
	};
	add(untouched, 'before');
	add(tuned, 'after');
	return [...counts]
		.map(([name, {before, after}]) => ({name, untouched: before, tunedAfter: after}))
		.sort((a, b) => b.untouched - a.untouched)
		.slice(0, 30);
}

export {summaryOf, type Tuning};
