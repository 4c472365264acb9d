// What the dashboard costs, beside its budgets: the real program in a real terminal of 160×50.
//
//   node bench/dashboard.mjs [ROW …] [--alerts N]     rows: first-frame keys steady idle preview memory; default: all
//
// As root with the driver the first frame is of live events, else of the bundled recording. Alerts are real ones: a rule that
// matches every event of a replay. `--alerts`: how many the memory row takes in (default 1,000,000; the budget says 10,000,000).
// Beside each row stands how busy the machine was: on a busy one times are upper bounds.
import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {writeFlood, writeFloodRules} from './flood.mjs';
import {measurePreview} from './preview.mjs';
import {busyText, readMachine, root, Session} from './session.mjs';

const args = process.argv.slice(2);
const alertsAt = args.indexOf('--alerts');
const memoryAlerts = alertsAt < 0 ? 1_000_000 : Number(args.splice(alertsAt, 2)[1]);
const scratch = mkdtempSync(path.join(tmpdir(), 'falconer-bench-'));
process.on('exit', () => rmSync(scratch, {recursive: true, force: true}));

const recording = path.join(root, 'recordings', 'first-look.scap');
const rules = writeFloodRules(path.join(scratch, 'rules.yaml'));
const local = ['--local-rules', path.join(scratch, 'falco_rules.local.yaml')];
const env = {HOME: scratch, XDG_CONFIG_HOME: scratch, XDG_STATE_HOME: scratch};
const at = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const percent = (share) => `${(share * 100).toFixed(1)} %`;

function row(what, measured, budget, before) {
	console.log(`${what.padEnd(44)} ${measured.padEnd(64)} budget ${budget.padEnd(22)} (${busyText(before)})`);
}

/** A replay of so many alerts at this rate; 0 = as fast as possible. */
async function openFlood(events, perSecond, speed = 1) {
	const file = path.join(scratch, `flood-${events}-${perSecond}.scap`);
	if (!existsSync(file)) await writeFlood({from: recording, to: file, events, perSecond});
	return new Session(['replay', file, '--speed', String(speed), '-c', '/dev/null', '-r', rules, ...local], env);
}

const alertsOf = (text) => Number(/alerts\s+([\d.]+)(k?)\/s/.exec(text)?.[1] ?? 0) * (/alerts\s+[\d.]+k\/s/.test(text) ? 1000 : 1);

const ROWS = {
	async 'first-frame'() {
		const isLive = process.getuid?.() === 0 && existsSync('/sys/kernel/btf/vmlinux');
		const times = [];
		const cpu = [];
		const machine = readMachine();
		for (let run = 0; run < 10; run++) {
			const session = new Session(
				isLive ? ['-c', '/dev/null', '-r', path.join(root, 'rules'), ...local] : ['replay', recording, ...local],
				env,
			);
			await session.until((text) => text.includes('Alerts') && text.includes('Quit'), 'a frame');
			times.push(performance.now() - session.startedAt);
			cpu.push(session.cpu().screen * 1000);
			await session.quit();
		}
		row(
			`first frame, ${isLive ? 'live' : 'replay'}`,
			`median ${at(times, 0.5).toFixed(0)} ms, worst of 10 ${Math.max(...times).toFixed(0)} ms; its thread worked ${at(cpu, 0.5).toFixed(0)} ms`,
			'≤ 600 ms',
			machine,
		);
	},

	async keys() {
		const session = await openFlood(900_000, 10_000);
		await session.until((text) => alertsOf(text) > 3000, 'a flood of alerts', 30_000);
		await sleep(3000);
		const machine = readMachine();
		const switches = [];
		const moves = [];
		const rates = [];
		const views = [
			['5', 'HITS'],
			['8', 'DROPS'],
			['1', 'COUNT'],
		];
		const cursor = (text) => text.split('\n').findIndex((line) => line.includes('▸'));
		for (let press = 0; press < 150; press++) {
			const [key, shown] = views[press % views.length];
			switches.push(await session.press(key, (text) => text.includes(shown)));
			await sleep(37);
			if (key === '1') {
				const from = cursor(session.text);
				moves.push(await session.press(press % 2 === 0 ? 'j' : 'k', (text) => cursor(text) !== from));
				rates.push(alertsOf(session.text));
			}
			await sleep(37);
		}
		const times = [...switches, ...moves];
		const rate = at(rates, 0.5);
		row(
			`key to paint at ${rate.toFixed(0)} alerts/s`,
			`median ${at(times, 0.5).toFixed(1)} ms, 99th ${at(times, 0.99).toFixed(1)} ms, worst of ${times.length} ${Math.max(...times).toFixed(1)} ms`,
			'≤ 50 ms (99th)',
			machine,
		);
		await session.quit();
	},

	async steady() {
		const session = await openFlood(40_000, 400);
		await session.until((text) => alertsOf(text) > 100, 'alerts', 30_000);
		await sleep(6000);
		await watch(session, '50 changing rows', 15);
		await session.quit();
	},

	async idle() {
		const session = await openFlood(100, 1);
		await session.until((text) => text.includes('Any event'), 'an alert', 30_000);
		await sleep(6000);
		await watch(session, 'idle', 15);
		await session.quit();
	},

	async preview() {
		const machine = readMachine();
		const {alerts, ms, worstMs} = await measurePreview(100_000);
		row(`preview over ${alerts} kept alerts`, `median ${ms.toFixed(0)} ms, worst ${worstMs.toFixed(0)} ms`, '≤ 200 ms', machine);
	},

	async memory() {
		const machine = readMachine();
		const session = await openFlood(memoryAlerts, 10_000, 0);
		const readings = [];
		const ended = session.until((text) => text.includes('ENDED'), 'the end', 3_600_000);
		let isOver = false;
		void ended.then(() => (isOver = true));
		const from = performance.now();
		while (!isOver) {
			await Promise.race([ended, sleep(1000)]);
			readings.push(session.memoryMb());
		}
		const seconds = (performance.now() - from) / 1000;
		const part = (share) => readings[Math.min(readings.length - 1, Math.floor(readings.length * share))].toFixed(0);
		row(
			`memory over ${memoryAlerts.toLocaleString('en')} alerts (${(memoryAlerts / seconds / 1000).toFixed(1)}k/s)`,
			`after 10 %, 50 %, 90 %: ${part(0.1)}, ${part(0.5)}, ${part(0.9)} MB; most ${Math.max(...readings).toFixed(0)} MB`,
			'flat, ≤ 220 MB',
			machine,
		);
		await session.quit();
	},
};

/** Processor time and bytes a frame of a screen that is looked at. */
async function watch(session, what, seconds) {
	const machine = readMachine();
	const before = {...session.cpu(), bytes: session.bytes, frames: session.frames};
	await sleep(seconds * 1000);
	const after = session.cpu();
	const frames = session.frames - before.frames;
	const [screen, all] = [(after.screen - before.screen) / seconds, (after.all - before.all) / seconds];
	row(
		`${what}: processor time`,
		`screen ${percent(screen)} of a core, with engine ${percent(all)}`,
		what === 'idle' ? '≤ 1 %' : '≤ 5 %',
		machine,
	);
	if (what === 'idle') return;
	const perFrame = (session.bytes - before.bytes) / Math.max(1, frames);
	row(
		`${what}: bytes to the terminal`,
		`${perFrame.toFixed(0)} a frame, ${(frames / seconds).toFixed(1)} frames/s`,
		'≤ 1,536 a frame',
		machine,
	);
}

const built = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], {stdio: 'inherit'});
if (built.status !== 0) process.exit(1);
for (const name of args.length > 0 ? args : Object.keys(ROWS)) {
	if (ROWS[name] === undefined) throw new Error(`no row ${name}; rows: ${Object.keys(ROWS).join(', ')}`);
	await ROWS[name]();
}
