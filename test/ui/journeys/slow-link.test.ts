import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Terminal as Emulator} from '@xterm/headless';
import {type IPty, spawn} from 'node-pty';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {bundlePlay} from '../fixtures/bundle.mjs';

const folder = mkdtempSync(join(tmpdir(), 'falconer-slow-'));
let program: string;
let terminals = 0;

beforeAll(async () => {
	program = await bundlePlay(folder);
}, 120_000);

afterAll(() => rmSync(folder, {recursive: true}));

interface Line {
	readonly bytesPerSecond: number;
	/** What ssh and the network take at once. */
	readonly hiddenBytes: number;
	/** From the terminal back to the program. */
	readonly backMs: number;
}

const STEP_MS = 50;

/** A terminal at the far end of a slow line; it answers what it is asked. */
class FarTerminal {
	readonly #emulator = new Emulator({cols: 80, rows: 24, allowProposedApi: true});
	readonly #pty: IPty;
	readonly #timer: NodeJS.Timeout;
	readonly #waiting = new Set<() => void>();
	readonly #pidFile = join(folder, `pid-${++terminals}`);
	#queue = '';
	/** Most that stood in line since this was set to 0. */
	mostQueued = 0;
	answers = 0;

	constructor(line: Line, after: string, env: Readonly<Record<string, string>> = {}) {
		const environment = {
			...process.env,
			TERM: 'xterm-256color',
			PLAY_LOCAL: join(folder, 'none.yaml'),
			PLAY_PIDFILE: this.#pidFile,
			...env,
		};
		const command = `set -m; ${process.execPath} ${program}; ${after}`;
		this.#pty = spawn('/bin/bash', ['-c', command], {cols: 80, rows: 24, env: environment as Record<string, string>, cwd: process.cwd()});
		this.#pty.onData((data) => {
			this.#queue += data;
			this.mostQueued = Math.max(this.mostQueued, this.#queue.length);
			if (this.#queue.length > line.hiddenBytes) this.#pty.pause();
		});
		this.#emulator.onData((answer) => {
			this.answers++;
			setTimeout(() => this.#pty.write(answer), line.backMs);
		});
		this.#timer = setInterval(() => this.#carry(line), STEP_MS);
	}

	#carry({bytesPerSecond, hiddenBytes}: Line): void {
		const bytes = Math.round((bytesPerSecond * STEP_MS) / 1000);
		const piece = this.#queue.slice(0, bytes);
		this.#queue = this.#queue.slice(bytes);
		if (this.#queue.length <= hiddenBytes) this.#pty.resume();
		this.#emulator.write(piece, () => {
			for (const check of this.#waiting) check();
		});
	}

	get screen(): string {
		const {active} = this.#emulator.buffer;
		return Array.from({length: 24}, (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '').join('\n');
	}

	kill(signal: NodeJS.Signals): void {
		process.kill(Number(readFileSync(this.#pidFile, 'utf8')), signal);
	}

	type(keys: string): void {
		this.#pty.write(keys);
	}

	until(what: string, holds: () => boolean = () => this.screen.includes(what)): Promise<void> {
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error(`waited in vain for ${what}; the screen is:\n${this.screen}`)), 60_000);
			const check = (): void => {
				if (!holds()) return;
				clearTimeout(timer);
				this.#waiting.delete(check);
				resolve();
			};
			this.#waiting.add(check);
			check();
		});
	}

	close(): void {
		clearInterval(this.#timer);
		this.#pty.kill('SIGKILL');
		this.#emulator.dispose();
	}
}

/** What a shell would be given to read: the rest of the program's input, shown as text. */
const REST = 'stty -icanon -echo min 0 time 10; printf "rest=<%q>" "$(cat)"';
const SLOW: Line = {bytesPerSecond: 4096, hiddenBytes: 12_000, backMs: 100};

describe('behind a slow line', () => {
	test('frames that nobody asked for do not queue: a key finds little before it', async () => {
		const terminal = new FarTerminal({...SLOW, bytesPerSecond: 800}, 'true', {PLAY_RATE: '400', PLAY_GROUPS: '30'});
		try {
			await terminal.until('Read sensitive');
			await terminal.until('an answer to a frame', () => terminal.answers >= 3);
			terminal.mostQueued = 0;
			const {answers} = terminal;
			await terminal.until('four more frames', () => terminal.answers >= answers + 4);
			// About one frame; were they not held, the line would fall behind with every one.
			expect(terminal.mostQueued).toBeLessThan(2500);
			terminal.type('?');
			await terminal.until('type to search');
		} finally {
			terminal.close();
		}
	});

	test('an answer makes no frame of its own', async () => {
		const terminal = new FarTerminal({bytesPerSecond: 1e6, hiddenBytes: 1e6, backMs: 0}, 'true', {PLAY_RATE: '400', PLAY_GROUPS: '30'});
		try {
			await terminal.until('an answer to a frame', () => terminal.answers >= 3);
			const {answers} = terminal;
			const startedAt = performance.now();
			await terminal.until('ten more frames', () => terminal.answers >= answers + 10);
			// Four frames a second; were every answer a key, there would be eight.
			expect(performance.now() - startedAt).toBeGreaterThan(9 * 200);
		} finally {
			terminal.close();
		}
	});

	const leave: Readonly<Record<string, (terminal: FarTerminal) => void>> = {
		q: (terminal) => terminal.type('q'),
		'Ctrl-C': (terminal) => terminal.type('\x03'),
		'Ctrl-Z': (terminal) => terminal.type('\x1a'),
		'F10 while SIGTERM comes': (terminal) => {
			terminal.type('\x1b[21~');
			terminal.kill('SIGTERM');
		},
		SIGTERM: (terminal) => terminal.kill('SIGTERM'),
		SIGHUP: (terminal) => terminal.kill('SIGHUP'),
	};

	test.each(Object.keys(leave))('nothing of an answer is left in the input after %s', async (way) => {
		const terminal = new FarTerminal({...SLOW, backMs: 400}, REST, {PLAY_RATE: '400', PLAY_GROUPS: '30'});
		try {
			await terminal.until('Read sensitive');
			await terminal.until('an answer to a frame', () => terminal.answers >= 3);
			const {answers} = terminal;
			// On its way back for 400 ms yet.
			await terminal.until('an answer', () => terminal.answers > answers);
			leave[way](terminal);
			await terminal.until("rest=<''>");
		} finally {
			terminal.close();
		}
	});

	test('nor after a bug in a view, which is told below', async () => {
		const terminal = new FarTerminal({...SLOW, bytesPerSecond: 100_000, backMs: 400}, REST, {PLAY_BUG: 'view', PLAY_RATE: '400'});
		try {
			await terminal.until('an answer to a frame', () => terminal.answers >= 3);
			terminal.type('5');
			await terminal.until("rest=<''>");
			expect(terminal.screen).toContain('a bug in a view');
		} finally {
			terminal.close();
		}
	});

	test('nor where it is left before the terminal has ever answered', async () => {
		const terminal = new FarTerminal({bytesPerSecond: 1e6, hiddenBytes: 1e6, backMs: 300}, REST, {PLAY_RATE: '400'});
		try {
			await terminal.until('the first answer, on its way', () => terminal.answers >= 1);
			terminal.kill('SIGTERM');
			await terminal.until("rest=<''>");
		} finally {
			terminal.close();
		}
	});
});
