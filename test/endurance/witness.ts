import {type ChildProcessByStdio, spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';

/** An alert of a scene, or of something else on the machine. */
export interface WitnessedAlert {
	/** The scene's id; undefined for what is not of this run. */
	readonly scene: string | undefined;
	readonly rule: string;
	readonly program: string;
	readonly atMs: number;
}

/** An agent beside the dashboard, with rules of its own: what it alerts on is counted by scene. */
export class Witness {
	readonly alerts: WitnessedAlert[] = [];
	/** What it said about itself; its last lines tell events and drops. */
	stderr = '';
	readonly #child: ChildProcessByStdio<null, Readable, Readable>;

	/** `mark`: what stands before the ids of this run's scenes. */
	constructor(
		command: readonly string[],
		configFile: string,
		private readonly mark: string,
	) {
		const [program, ...args] = [...command, 'agent', '-c', configFile];
		this.#child = spawn(program, args, {stdio: ['ignore', 'pipe', 'pipe']});
		this.#child.stderr.on('data', (chunk: Buffer) => {
			this.stderr += chunk.toString();
		});
		createInterface(this.#child.stdout).on('line', (line) => {
			if (line.startsWith('{')) this.#take(JSON.parse(line));
		});
	}

	/** How many alerts a scene had in a span of time. */
	count(scene: string, fromMs: number, toMs: number): number {
		return this.alerts.filter((alert) => alert.scene === scene && alert.atMs >= fromMs && alert.atMs < toMs).length;
	}

	/** As after a change of its rules file: it reads them again. */
	reload(): void {
		this.#child.kill('SIGHUP');
	}

	async close(): Promise<void> {
		if (this.#child.exitCode !== null) return;
		const ended = new Promise((resolve) => this.#child.once('exit', resolve));
		this.#child.kill('SIGINT');
		await ended;
	}

	#take({rule, time, output_fields: fields}: {rule: string; time: string; output_fields: Record<string, unknown>}): void {
		const {noise} = fields;
		const scene = typeof noise === 'string' && noise.startsWith(this.mark) ? noise.slice(this.mark.length) : undefined;
		this.alerts.push({scene, rule, program: String(fields['proc.name']), atMs: Date.parse(time)});
	}
}

/** The configuration of a witness: JSON alerts that tell the scene. */
export function witnessConfig(rulesFiles: readonly string[]): string {
	return [
		'rules_files:',
		...rulesFiles.map((file) => `  - ${file}`),
		'json_output: true',
		'stdout_output: {enabled: true}',
		'log_stderr: true',
		'append_output:',
		'  - extra_fields: [{noise: "%proc.env[NOISE]"}, proc.name]',
		'',
	].join('\n');
}
