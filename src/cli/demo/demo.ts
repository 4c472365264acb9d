import {type ChildProcess, spawn} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {ATTACKS, NOISE, type Scene} from './scenes.ts';

const SCENE_TIMEOUT_MS = 5_000;

/**
 * Falco-like noise and a few attacks, made by real short-lived processes in a temporary folder.
 * Safe: credential files are only read, and everything written lies in the folder and goes with `stop`.
 */
export class Demo {
	#folder: string | undefined;
	#shm: string | undefined;
	readonly #timers = new Set<NodeJS.Timeout>();
	readonly #children = new Set<ChildProcess>();
	readonly #cleanUp = () => this.stop();

	get running(): boolean {
		return this.#folder !== undefined;
	}

	start(): void {
		if (this.running) return;
		this.#folder = mkdtempSync(path.join(tmpdir(), 'falconer-demo-'));
		this.#shm = mkdtempSync('/dev/shm/falconer-demo-');
		this.#writeScripts(this.#folder);
		for (const scene of [...NOISE, ...ATTACKS]) this.#schedule(scene, scene.firstMs);
		process.once('exit', this.#cleanUp);
	}

	stop(): void {
		for (const timer of this.#timers) clearTimeout(timer);
		this.#timers.clear();
		for (const child of this.#children) child.kill('SIGKILL');
		for (const folder of [this.#folder, this.#shm]) if (folder) rmSync(folder, {recursive: true, force: true});
		this.#folder = undefined;
		this.#shm = undefined;
		process.removeListener('exit', this.#cleanUp);
	}

	#writeScripts(folder: string): void {
		mkdirSync(path.join(folder, 'bin'));
		const write = (name: string, text: string) => {
			writeFileSync(path.join(folder, name), `#!/bin/sh\n${text}\n`);
			chmodSync(path.join(folder, name), 0o755);
		};
		for (const scene of [...NOISE, ...ATTACKS]) write(path.join('bin', scene.program), scene.script);
		write('payload', 'exit 0');
	}

	#schedule(scene: Scene, afterMs: number): void {
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			this.#run(scene);
			this.#schedule(scene, scene.everyMs);
		}, afterMs);
		timer.unref();
		this.#timers.add(timer);
	}

	#run({program, args = []}: Scene): void {
		if (!this.#folder || !this.#shm) return;
		const env = {PATH: process.env.PATH ?? '/usr/bin:/bin', DEMO: this.#folder, SHM: this.#shm};
		const child = spawn(path.join(this.#folder, 'bin', program), args, {
			cwd: this.#folder,
			env,
			stdio: 'ignore',
			timeout: SCENE_TIMEOUT_MS,
		});
		this.#children.add(child);
		child.once('error', () => this.#children.delete(child));
		child.once('exit', () => this.#children.delete(child));
		child.unref();
	}
}
