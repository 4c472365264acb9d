import {randomUUID} from 'node:crypto';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, describe, expect, test} from 'vitest';
import {Terminal} from '../terminal/terminal.ts';
import {liveObstacle} from './requirements.ts';

const obstacle = liveObstacle();
const folder = mkdtempSync(path.join(tmpdir(), 'falconer-ways-out-'));
const rules = path.join(folder, 'rules.yaml');
const config = path.join(folder, 'falco.yaml');
writeFileSync(
	rules,
	'- rule: Shadow read\n  desc: d\n  condition: evt.type in (open, openat) and fd.name = /etc/shadow\n  output: "%proc.name"\n  priority: WARNING\n',
);
writeFileSync(config, `rules_files: [${rules}]\n`);
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const open: Terminal[] = [];
afterEach(async () => {
	for (const terminal of open.splice(0)) await terminal.close();
});

/** The real program, its engine running; `mark` is in the environment of all it starts. */
async function start(args: readonly string[] = [], fault?: 'view' | 'engine') {
	const mark = randomUUID();
	const faults = fault && {FAULT: fault, NODE_OPTIONS: `--import ${path.join(import.meta.dirname, 'fixtures/faults.mjs')}`};
	const terminal = new Terminal(['-c', config, '--local-rules', path.join(folder, 'local.yaml'), ...args], {
		env: {...faults, FALCONER_TEST_MARK: mark},
	});
	open.push(terminal);
	await terminal.until('live eBPF');
	await terminal.until(/rules are watching|Shadow read/);
	return {terminal, leftovers: () => processesWith(mark)};
}

/** Process ids whose environment holds the text. */
function processesWith(mark: string): string[] {
	return readdirSync('/proc').filter((name) => {
		if (!/^\d+$/.test(name)) return false;
		try {
			return readFileSync(`/proc/${name}/environ`, 'latin1').includes(mark);
		} catch {
			return false;
		}
	});
}

describe('the real program gives the terminal back and leaves no process', () => {
	test.for([
		['q', 0, (terminal: Terminal) => terminal.press('q')],
		['Ctrl-C', 130, (terminal: Terminal) => terminal.press('Ctrl-C')],
		['SIGTERM', 143, (terminal: Terminal) => terminal.kill('SIGTERM')],
		['SIGINT', 130, (terminal: Terminal) => terminal.kill('SIGINT')],
		['SIGQUIT', 131, (terminal: Terminal) => terminal.kill('SIGQUIT')],
	] as const)('after %s', async ([, code, leave], {skip}) => {
		skip(obstacle !== undefined, obstacle);
		const {terminal, leftovers} = await start(['--demo']);
		leave(terminal);
		const {exitCode, signal = 0} = await terminal.exit;
		// Not killed by the signal: everything that was started is stopped first.
		expect({exitCode, signal}).toEqual({exitCode: code, signal: 0});
		expect(terminal.isRestored).toBe(true);
		await expect.poll(leftovers).toEqual([]);
	});

	test('after SIGTERM while its terminal takes nothing: there is nobody to give it back to', async ({skip}) => {
		skip(obstacle !== undefined, obstacle);
		const {terminal, leftovers} = await start();
		terminal.holdOutput();
		// Whole frames, until none fits.
		for (let frame = 0; frame < 100; frame++) terminal.press('Ctrl-L');
		terminal.kill('SIGTERM');
		await expect.poll(leftovers, {timeout: 20_000}).toEqual([]);
	});

	test('after SIGHUP', async ({skip}) => {
		skip(obstacle !== undefined, obstacle);
		const {terminal, leftovers} = await start();
		terminal.kill('SIGHUP');
		await terminal.exit;
		expect(terminal.isRestored).toBe(true);
		await expect.poll(leftovers).toEqual([]);
	});

	test('after its terminal was closed', async ({skip}) => {
		skip(obstacle !== undefined, obstacle);
		const {terminal, leftovers} = await start(['--demo']);
		expect(leftovers()).not.toEqual([]);
		terminal.disconnect();
		await expect.poll(leftovers, {timeout: 40_000}).toEqual([]);
	});

	test('after kill -9, which no program survives: its engine and its demo go with it', async ({skip}) => {
		skip(obstacle !== undefined, obstacle);
		const {terminal, leftovers} = await start(['--demo']);
		terminal.kill('SIGKILL');
		await terminal.exit;
		await expect.poll(leftovers, {timeout: 40_000}).toEqual([]);
	});

	test('after a bug in a view, which is shown below', async ({skip}) => {
		skip(obstacle !== undefined, obstacle);
		const {terminal, leftovers} = await start([], 'view');
		terminal.kill('SIGUSR2');
		expect((await terminal.exit).exitCode).toBe(70);
		expect(terminal.isRestored).toBe(true);
		expect(terminal.text).toContain('TypeError: a bug in a view');
		await expect.poll(leftovers).toEqual([]);
	});
});

test('when the engine dies the dashboard says so, stays usable, and leaves cleanly', async ({skip}) => {
	skip(obstacle !== undefined, obstacle);
	const {terminal} = await start([], 'engine');
	terminal.kill('SIGUSR2');
	await terminal.until('STOPPED');
	terminal.press('?');
	await terminal.until('type to search');
	terminal.press('Esc');
	await terminal.until((screen) => !screen.includes('type to search'));
	terminal.press('q');
	expect((await terminal.exit).exitCode).toBe(0);
	expect(terminal.isRestored).toBe(true);
});
