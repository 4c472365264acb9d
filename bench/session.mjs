// The real program in a real terminal, its screen kept by an emulator, and what it costs meanwhile.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import xterm from '@xterm/headless';
import {spawn} from 'node-pty';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const FRAME_END = '\x1b[?2026l';
const TICKS_PER_SECOND = 100;
export const SIZE = {cols: 160, rows: 50};

export class Session {
	bytes = 0;
	frames = 0;
	#emulator = new xterm.Terminal({...SIZE, allowProposedApi: true});
	#waiting = new Set();

	constructor(args, env = {}) {
		this.startedAt = performance.now();
		const environment = {...process.env, TERM: 'xterm-256color', COLORTERM: 'truecolor', ...env};
		delete environment.CI;
		delete environment.NO_COLOR;
		this.pty = spawn(path.join(root, 'bin', 'falconer'), args, {...SIZE, cwd: root, env: environment});
		this.exited = new Promise((resolve) => this.pty.onExit(resolve));
		this.pty.onData((data) => {
			this.bytes += Buffer.byteLength(data);
			this.frames += data.split(FRAME_END).length - 1;
			this.#emulator.write(data, () => {
				for (const check of this.#waiting) check();
			});
		});
	}

	get lines() {
		const {active} = this.#emulator.buffer;
		return Array.from({length: SIZE.rows}, (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '');
	}

	get text() {
		return this.lines.join('\n');
	}

	/** Resolves when the screen fits, with the milliseconds that took. */
	until(fits, what, timeoutMs = Number(process.env.TO ?? 60_000)) {
		const from = performance.now();
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error(`not on the screen: ${what}\n${this.text}`)), timeoutMs);
			const check = () => {
				if (!fits(this.text)) return;
				clearTimeout(timer);
				this.#waiting.delete(check);
				resolve(performance.now() - from);
			};
			this.#waiting.add(check);
			check();
		});
	}

	/** Presses a key; milliseconds until the screen fits. */
	press(key, fits) {
		this.pty.write(key);
		return this.until(fits, `what ${key} does`);
	}

	/** Processor seconds so far: of all threads, and of the one that has the screen. */
	cpu() {
		const of = (file) => {
			const fields = readFileSync(file, 'utf8').split(') ')[1].split(' ');
			return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
		};
		const {pid} = this.pty;
		return {all: of(`/proc/${pid}/stat`), screen: of(`/proc/${pid}/task/${pid}/stat`)};
	}

	memoryMb() {
		return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.pty.pid}/status`, 'utf8'))[1]) / 1024;
	}

	async quit() {
		const timer = setTimeout(() => this.pty.kill('SIGKILL'), 20_000);
		this.pty.write('q');
		await this.exited;
		clearTimeout(timer);
		this.#emulator.dispose();
	}
}

/** How busy the machine was between two readings: shares of idle and of stolen time. */
export function readMachine() {
	return readFileSync('/proc/stat', 'utf8').split('\n')[0].trim().split(/\s+/).slice(1, 9).map(Number);
}

export function busyText(before) {
	const spent = readMachine().map((ticks, at) => ticks - before[at]);
	const all = spent.reduce((sum, ticks) => sum + ticks, 0);
	return `idle ${((spent[3] / all) * 100).toFixed(0)} %, stolen ${((spent[7] / all) * 100).toFixed(0)} %`;
}
