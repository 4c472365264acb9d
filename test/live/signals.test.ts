import {spawn, spawnSync} from 'node:child_process';
import {setTimeout as after} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {PROJECT} from './agent-process.ts';
import {liveObstacle} from './requirements.ts';
import {Scene} from './scene.ts';

const obstacle = liveObstacle();

const RULES = `
- rule: Any open
  desc: d
  condition: evt.type in (open, openat, openat2) and fd.name startswith /proc
  output: "%proc.name %fd.name"
  priority: WARNING
`;
/** More with SIGNAL_ROUNDS, others with SIGNAL_SEED. */
const ROUNDS = Number(process.env.SIGNAL_ROUNDS ?? 12);
/** Of a machine that starts it in half the time; else later. */
const LATEST_MS = 3000;
const WATCHES = 'source: eBPF driver';
const END_MS = 20_000;
const SEED = Number(process.env.SIGNAL_SEED ?? 20_261_122);

/** Fractions that are the same in every run. */
function* fractions(seed: number): Generator<number, never> {
	for (let state = seed; ; ) {
		state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
		yield state / 2 ** 31;
	}
}

interface End {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
	readonly log: string;
}

/** Starts the agent, and sends it a signal after so long, or two. Rejects where it does not end. */
async function endOf(config: string, name: NodeJS.Signals, waitMs: number, twice: boolean): Promise<End> {
	const child = spawn('bin/falconer', ['agent', '-c', config], {
		cwd: PROJECT,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let log = '';
	child.stdout.resume();
	child.stderr.on('data', (chunk: Buffer) => {
		log += chunk.toString();
	});
	const end = new Promise<End>((resolve) => child.once('close', (code, signal) => resolve({code, signal, log})));
	const late = new AbortController();
	try {
		await Promise.race([end, after(waitMs, undefined, late)]);
		child.kill(name);
		if (twice) child.kill(name);
		return await Promise.race([
			end,
			after(END_MS, undefined, late).then(() => {
				throw new Error(`${name} after ${waitMs.toFixed(0)} ms did not end it: ${log}`);
			}),
		]);
	} finally {
		late.abort();
		child.kill('SIGKILL');
	}
}

/** How long the agent takes here until it says what it watches. */
async function startMs(config: string): Promise<number> {
	const startedAt = performance.now();
	const child = spawn('bin/falconer', ['agent', '-c', config], {cwd: PROJECT, stdio: ['ignore', 'ignore', 'pipe']});
	try {
		let log = '';
		for await (const chunk of child.stderr) {
			log += chunk;
			if (log.includes(WATCHES)) return performance.now() - startedAt;
		}
		throw new Error(`the agent did not start: ${log}`);
	} finally {
		child.kill('SIGKILL');
	}
}

test(
	`a signal at any moment ends the agent, in order once it says what it watches (${ROUNDS} moments)`,
	async ({skip}) => {
		skip(obstacle !== undefined, obstacle);
		const scene = new Scene({rulesText: RULES, config: 'log_stderr: true\nlog_level: info\nstdout_output:\n  enabled: true\n'});
		const random = fractions(SEED);
		const ends = {before: 0, inOrder: 0};
		const latestMs = Math.max(LATEST_MS, 2 * (await startMs(scene.config)));
		for (let round = 0; round < ROUNDS; round++) {
			const waitMs = random.next().value * latestMs;
			const name = random.next().value < 0.5 ? 'SIGINT' : 'SIGTERM';
			const {code, signal, log} = await endOf(scene.config, name, waitMs, random.next().value < 0.3);
			if (log.includes(WATCHES)) {
				expect({code, signal, ends: /\d+ events$/m.test(log)}, `${name} after ${waitMs.toFixed(0)} ms: ${log}`).toEqual({
					code: 0,
					signal: null,
					ends: true,
				});
				ends.inOrder++;
			} else {
				expect({code, signal}, log).toEqual({code: null, signal: name});
				ends.before++;
			}
		}
		console.log(`ended before it began: ${ends.before}; in order: ${ends.inOrder}`);
		expect(ends.inOrder).toBeGreaterThan(0);
	},
	60_000 + ROUNDS * (3 * LATEST_MS + END_MS),
);

test('signals that keep coming while the programs load do not make the kernel refuse them', ({skip}) => {
	skip(obstacle !== undefined, obstacle);
	const scene = new Scene({rulesText: RULES, config: 'log_stderr: true\nlog_level: info\n'});
	// The profiler's timer: SIGPROF ten thousand times a second.
	const profiled = ['--cpu-prof', '--cpu-prof-interval', '100', '--cpu-prof-dir', scene.folder];
	const done = spawnSync(process.execPath, [...profiled, 'bin/falconer', 'agent', '-c', scene.config, '-M', '1'], {
		cwd: PROJECT,
		encoding: 'utf8',
	});
	expect([done.status, done.stderr]).toEqual([0, expect.stringMatching(/\d+ events$/m)]);
});
