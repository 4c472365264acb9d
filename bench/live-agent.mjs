// The agent as it is measured: started on live events, its alerts and its log read, its processor time told.
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {setTimeout as sleep} from 'node:timers/promises';
import {root} from './session.mjs';

const TICKS_PER_SECOND = 100;
const OPTIONS = ['stdout_output.enabled=true', 'json_output=true', 'log_stderr=true'].flatMap((option) => ['-o', option]);

/** Raises one alert of any rules about sensitive files. */
const provoke = () => new Promise((resolve) => spawn('head', ['-c1', '/etc/shadow'], {stdio: 'ignore'}).once('exit', resolve));

export class Agent {
	/** When lines of alerts came, and how long after their events; ms. */
	alerts = [];
	#lost = 0;
	#log = [];
	#isStopping = false;

	constructor(rules) {
		this.startedAt = performance.now();
		this.child = spawn(
			path.join(root, 'bin', 'falconer'),
			['agent', '-c', '/dev/null', ...OPTIONS, ...rules.flatMap((file) => ['-r', file])],
			{stdio: ['ignore', 'pipe', 'pipe']},
		);
		createInterface(this.child.stdout).on('line', (line) => {
			const nowMs = performance.timeOrigin + performance.now();
			const time = /"time":"([^"]*)\.(\d{9})Z"/.exec(line);
			if (time === null) return;
			const isOurs = line.includes('head -c1 /etc/shadow');
			this.alerts.push({atMs: performance.now(), afterMs: nowMs - Date.parse(`${time[1]}Z`) - Number(time[2]) / 1e6, isOurs});
		});
		createInterface(this.child.stderr).on('line', (line) => {
			this.#lost = Number(/ring_full (\d+)/.exec(line)?.[1] ?? this.#lost);
			this.#log.push(line);
		});
		this.child.once('close', (code, signal) => {
			if (this.#isStopping) return;
			console.error(`the agent ended (${signal ?? code}):\n${this.#log.join('\n')}`);
			process.exit(1);
		});
	}

	/** Milliseconds from the start. */
	async firstAlert() {
		while (this.alerts.length === 0) {
			await Promise.race([provoke(), sleep(50)]);
			await sleep(20);
		}
		return this.alerts[0].atMs - this.startedAt;
	}

	/** Events that found the ring full, as its log says once a second. */
	async lost() {
		await sleep(1500);
		return this.#lost;
	}

	cpuSeconds() {
		const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
		return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
	}

	memoryMb() {
		return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))[1]) / 1024;
	}

	/** From the event's own time until its line is here, in order of length. */
	async latencies(count) {
		const from = this.alerts.length;
		for (let i = 0; i < count; i++) {
			await provoke();
			await sleep(30);
		}
		await sleep(500);
		return this.alerts
			.slice(from)
			.filter(({isOurs}) => isOurs)
			.map(({afterMs}) => afterMs)
			.sort((a, b) => a - b);
	}

	async stop() {
		this.#isStopping = true;
		this.child.kill('SIGINT');
		await new Promise((resolve) => this.child.once('exit', resolve));
	}
}
