import {type ChildProcessByStdio, spawn, spawnSync} from 'node:child_process';
import path from 'node:path';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';

export const PROJECT = path.resolve(import.meta.dirname, '../..');
const START_TIMEOUT_MS = 60_000;

export interface PrintedAlert {
	readonly rule: string;
	readonly priority: string;
	readonly output: string;
	/** Of the event. */
	readonly time: string;
	readonly output_fields: Readonly<Record<string, unknown>>;
	/** When its line arrived, milliseconds of `performance.now()`. */
	readonly atMs: number;
}

/** `bin/falconer agent` as a user starts it, on live events; alerts are read from its standard output. */
export class AgentProcess {
	readonly alerts: PrintedAlert[] = [];
	stderr = '';
	readonly #child: ChildProcessByStdio<null, Readable, Readable>;
	readonly #waiting = new Set<() => void>();

	constructor(args: readonly string[]) {
		this.#child = spawn('bin/falconer', ['agent', '-o', 'json_output=true', ...args], {cwd: PROJECT, stdio: ['ignore', 'pipe', 'pipe']});
		this.#child.stderr.on('data', (chunk: Buffer) => {
			this.stderr += chunk.toString();
		});
		createInterface(this.#child.stdout).on('line', (line) => {
			if (!line.startsWith('{')) return;
			this.alerts.push({...JSON.parse(line), atMs: performance.now()});
			for (const wake of this.#waiting) wake();
		});
		this.#child.once('exit', () => {
			for (const wake of this.#waiting) wake();
		});
	}

	get pid(): number {
		return this.#child.pid ?? 0;
	}

	/** Provokes an alert again and again until one comes: then the agent watches. */
	async ready(provoke: () => void = () => spawnSync('head', ['-c1', '/etc/shadow'])): Promise<void> {
		const until = performance.now() + START_TIMEOUT_MS;
		while (this.alerts.length === 0) {
			if (performance.now() > until || this.#child.exitCode !== null) throw new Error(`the agent raised no alert: ${this.stderr}`);
			provoke();
			await this.#change(300);
		}
	}

	/** The first alert after `from` that fits. Throws when none comes in time. */
	async waitFor(fits: (alert: PrintedAlert) => boolean, timeoutMs: number, from = 0): Promise<PrintedAlert> {
		const until = performance.now() + timeoutMs;
		for (;;) {
			const found = this.alerts.slice(from).find(fits);
			if (found) return found;
			const leftMs = until - performance.now();
			if (leftMs <= 0)
				throw new Error(
					`no such alert within ${timeoutMs} ms; got ${JSON.stringify(this.alerts.slice(from).map((alert) => alert.rule))}\n${this.stderr}`,
				);
			await this.#change(leftMs);
		}
	}

	async stop(): Promise<number | null> {
		if (this.#child.exitCode === null) {
			this.#child.kill('SIGINT');
			await new Promise((resolve) => this.#child.once('exit', resolve));
		}
		return this.#child.exitCode;
	}

	/** Waits until a line arrives, at most so long. */
	#change(timeoutMs: number): Promise<void> {
		return new Promise((resolve) => {
			const wake = () => {
				clearTimeout(timer);
				this.#waiting.delete(wake);
				resolve();
			};
			const timer = setTimeout(wake, timeoutMs);
			this.#waiting.add(wake);
		});
	}
}
