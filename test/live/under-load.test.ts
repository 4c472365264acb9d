import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {Terminal} from '../terminal/terminal.ts';
import {MOST_LATE_MS, startIdleSleeper} from './idle-sleeper.ts';
import {liveObstacle, SHARED, stockRulesObstacle} from './requirements.ts';

const obstacle = liveObstacle() ?? stockRulesObstacle();
const folder = mkdtempSync(path.join(tmpdir(), 'falconer-load-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const OPENS = 100_000;
const ATTEMPTS = 3;
const WARM_UP_ROUNDS = 12;
const KEY_BUDGET_MS = 100;
const FRAME_BUDGET_MS = 300;

/** Opens a file again and again in a process of its own; resolves with its exit code. */
function openManyTimes(): Promise<number | null> {
	const child = spawn('python3', ['-c', `for _ in range(${OPENS}): open("/etc/hostname").close()`], {stdio: 'ignore'});
	return new Promise((resolve) => child.once('exit', resolve));
}

/** Presses a key and waits for what it shows. */
async function pressKey(dashboard: Terminal, round: number): Promise<void> {
	const [view, shown] = round % 2 === 0 ? ['Rules', ' HITS'] : ['System', ' DROPS'];
	dashboard.tab(view);
	await dashboard.until(shown);
}

/** One run of the load beside a dashboard that is used: the slowest key, the longest gap between frames, the header at the end. */
async function flyUnderLoad() {
	const config = path.join(folder, 'falco.yaml');
	writeFileSync(config, `rules_files:\n  - ${SHARED}/rules/falco_rules.yaml\n`);
	const dashboard = new Terminal(['-c', config, '--local-rules', path.join(folder, 'falco_rules.local.yaml')], {cols: 120, rows: 36});
	try {
		await dashboard.until('live eBPF');
		await dashboard.until('rules are watching');
		await dashboard.until(/[1-9]\S* ev\/s/);
		// What V8 has not compiled yet is no matter of load: each view was seen before.
		for (let round = 0; round < WARM_UP_ROUNDS; round++) await pressKey(dashboard, round);
		let done = false;
		const startedAt = performance.now();
		const load = openManyTimes().then((code) => {
			done = true;
			return code;
		});
		const keysMs: number[] = [];
		for (let round = 0; !done; round++) {
			const pressedAt = performance.now();
			await pressKey(dashboard, round);
			keysMs.push(performance.now() - pressedAt);
		}
		const endedAt = performance.now();
		expect(await load).toBe(0);
		expect(keysMs.length).toBeGreaterThan(5);
		const frames = [startedAt, ...dashboard.framesAtMs.filter((at) => at > startedAt && at < endedAt), endedAt];
		return {keyMs: Math.max(...keysMs), gapMs: Math.max(...frames.slice(1).map((at, i) => at - frames[i])), header: dashboard.lines[0]};
	} finally {
		await dashboard.close();
	}
}

test('100,000 opens lose no event, delay no frame and no key', async ({skip}) => {
	skip(obstacle !== undefined, obstacle);
	for (let attempt = 1; ; attempt++) {
		const endSleeper = startIdleSleeper();
		const {keyMs, gapMs, header} = await flyUnderLoad();
		const lateMs = await endSleeper();
		expect(header).toMatch(/drops\s+0\b/);
		if (keyMs < KEY_BUDGET_MS && gapMs < FRAME_BUDGET_MS) return;
		const measured = `slowest key ${keyMs.toFixed(0)} ms, longest gap between frames ${gapMs.toFixed(0)} ms`;
		const unfit = lateMs > MOST_LATE_MS;
		console.log(`attempt ${attempt}: ${measured}; an idle process woke ${lateMs.toFixed(0)} ms late`);
		if (attempt < ATTEMPTS) continue;
		skip(unfit, `times cannot be judged here: an idle process woke ${lateMs.toFixed(0)} ms late (${measured})`);
		throw new Error(measured);
	}
}, 120_000);
