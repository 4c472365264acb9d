import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import xterm from '@xterm/headless';
import {type IPty, spawn} from 'node-pty';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {bundlePlay} from './fixtures/bundle.mjs';

const folder = mkdtempSync(join(tmpdir(), 'falconer-pty-'));
let program: string;

beforeAll(async () => {
	program = await bundlePlay(folder);
}, 120_000);

afterAll(() => rmSync(folder, {recursive: true}));

/** A real terminal with the dashboard in it, then a shell that tells how it was left. */
class RealTerminal {
	readonly emulator = new xterm.Terminal({cols: 80, rows: 24, allowProposedApi: true});
	readonly pidFile = join(folder, `pid-${Math.random().toString(36).slice(2)}`);
	readonly exited: Promise<{exitCode: number; signal?: number}>;
	output = '';
	private readonly pty: IPty;
	private readonly waiting = new Set<() => void>();

	constructor(env: Record<string, string> = {}, after = 'echo "status=$?"; stty -a; echo "the end"', before = '') {
		const command = after === '' ? `exec ${process.execPath} ${program}` : `${before} ${process.execPath} ${program}; ${after}`;
		const environment = {...process.env, TERM: 'xterm-256color', PLAY_LOCAL: join(folder, 'none.yaml'), PLAY_PIDFILE: this.pidFile, ...env};
		this.pty = spawn('/bin/bash', ['-c', command], {cols: 80, rows: 24, env: environment as Record<string, string>, cwd: process.cwd()});
		this.exited = new Promise((resolve) => this.pty.onExit(resolve));
		this.pty.onData((data) => {
			this.output += data;
			this.emulator.write(data, () => {
				for (const check of this.waiting) check();
			});
		});
	}

	get screen(): string {
		const {active} = this.emulator.buffer;
		return Array.from({length: 24}, (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '').join('\n');
	}

	get pid(): number {
		return Number(readFileSync(this.pidFile, 'utf8'));
	}

	write(keys: string): void {
		this.pty.write(keys);
	}

	/** Closes the terminal's window. */
	close(): void {
		(this.pty as IPty & {destroy(): void}).destroy();
	}

	waitFor(text: string): Promise<void> {
		return new Promise((resolve, reject) => {
			const timer = setTimeout(
				() =>
					reject(
						new Error(
							`waited in vain for ${text}; the screen is:\n${this.screen}\nthe last bytes: ${JSON.stringify(this.output.slice(-300))}`,
						),
					),
				40_000,
			);
			const check = (): void => {
				if (!this.screen.includes(text)) return;
				clearTimeout(timer);
				this.waiting.delete(check);
				resolve();
			};
			this.waiting.add(check);
			check();
		});
	}

	async ready(): Promise<void> {
		await this.waitFor('Read sensitive');
	}

	/** The modes the terminal was left in; `the end` comes from the shell behind the dashboard. */
	async leftAs(): Promise<Record<string, unknown>> {
		await this.waitFor('the end');
		return this.modes();
	}

	modes(): Record<string, unknown> {
		const {modes, buffer} = this.emulator;
		return {
			buffer: buffer.active.type,
			paste: modes.bracketedPasteMode,
			mouse: modes.mouseTrackingMode,
			wrap: modes.wraparoundMode,
			isCursorHidden: this.output.lastIndexOf('\x1b[?25l') > this.output.lastIndexOf('\x1b[?25h'),
			isFrameOpen: this.output.lastIndexOf('\x1b[?2026h') > this.output.lastIndexOf('\x1b[?2026l'),
			isCanonical: / icanon/.test(this.screen) && / echo /.test(this.screen) && !/-icanon|-echo /.test(this.screen),
		};
	}
}

const CLEAN = {buffer: 'normal', paste: false, mouse: 'none', wrap: true, isCursorHidden: false, isFrameOpen: false, isCanonical: true};

describe('the terminal is as it was before', () => {
	test.each([
		['q', 'q', 0],
		['F10', '\x1b[21~', 0],
		['Ctrl-C', '\x03', 130],
	])(
		'after %s',
		async (_name, keys, status) => {
			const terminal = new RealTerminal();
			await terminal.ready();
			terminal.write(keys);
			expect(await terminal.leftAs()).toEqual(CLEAN);
			expect(terminal.screen).toContain(`status=${status}`);
		},
		120_000,
	);

	test.each([
		['SIGTERM', 143],
		['SIGINT', 130],
		['SIGHUP', 129],
	] as const)(
		'after %s',
		async (signal, status) => {
			const terminal = new RealTerminal();
			await terminal.ready();
			process.kill(terminal.pid, signal);
			expect(await terminal.leftAs()).toEqual(CLEAN);
			expect(terminal.screen).toContain(`status=${status}`);
		},
		120_000,
	);

	test('after a bug in a view, and the bug is shown below', async () => {
		const terminal = new RealTerminal({PLAY_BUG: 'view'});
		await terminal.ready();
		terminal.write('5');
		expect(await terminal.leftAs()).toEqual(CLEAN);
		expect(terminal.output).toContain('TypeError');
		expect(terminal.screen).toContain('status=70');
	}, 120_000);

	test('while it is stopped by Ctrl-Z, and fg brings the screen back', async () => {
		const after = 'stty -a; echo "stopped now"; read -r _; clear; fg; echo "the end"';
		const terminal = new RealTerminal({}, after, 'set -m;');
		await terminal.ready();
		terminal.write('\x1a');
		await terminal.waitFor('stopped now');
		expect(terminal.modes()).toEqual(CLEAN);
		terminal.write('\n');
		await terminal.ready();
		expect(terminal.modes()).toMatchObject({buffer: 'alternate', isCursorHidden: true});
		terminal.write('q');
		await terminal.waitFor('the end');
		expect(terminal.modes()).toMatchObject({buffer: 'normal', isCursorHidden: false});
	}, 120_000);

	test('a closed terminal ends the program, by the hangup and not by an abort', async () => {
		const terminal = new RealTerminal({}, '');
		await terminal.ready();
		const {pid} = terminal;
		terminal.close();
		const {signal} = await terminal.exited;
		expect(signal).toBe(1);
		expect(existsSync(`/proc/${pid}`)).toBe(false);
	}, 120_000);
});

/** What lies over the view when it happens. */
const PLACES = [
	['the form of an exception', 'w', 'TERMS'],
	['a text that is asked for', '\\', 'Accept'],
	['the help', '?', 'type to search'],
	['a paste that has not ended', '\\\x1b[200~half of', 'Accept'],
] as const;

describe.each(PLACES)('from %s', (_name, keys, shows) => {
	async function goThere(...how: ConstructorParameters<typeof RealTerminal>): Promise<RealTerminal> {
		const terminal = new RealTerminal(...how);
		await terminal.ready();
		terminal.write(keys);
		await terminal.waitFor(shows);
		return terminal;
	}

	test.each([
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const)('%s leaves the terminal as it was', async (signal, status) => {
		const terminal = await goThere();
		process.kill(terminal.pid, signal);
		expect(await terminal.leftAs()).toEqual(CLEAN);
		expect(terminal.screen).toContain(`status=${status}`);
	});

	test('a stop by the shell and fg come back to it', async () => {
		const after = 'stty -a; echo "stopped now"; read -r _; clear; fg; echo "the end"';
		const terminal = await goThere({}, after, 'set -m;');
		process.kill(terminal.pid, 'SIGTSTP');
		await terminal.waitFor('stopped now');
		expect(terminal.modes()).toEqual(CLEAN);
		terminal.write('\n');
		await terminal.waitFor(shows);
		expect(terminal.modes()).toMatchObject({buffer: 'alternate', isCursorHidden: true});
		process.kill(terminal.pid, 'SIGTERM');
		await terminal.waitFor('the end');
		expect(terminal.modes()).toMatchObject({buffer: 'normal', isCursorHidden: false});
	});

	test('a closed terminal ends the program', async () => {
		const terminal = await goThere({}, '');
		const {pid} = terminal;
		terminal.close();
		expect((await terminal.exited).signal).toBe(1);
		expect(existsSync(`/proc/${pid}`)).toBe(false);
	});
});
