import {spawn} from 'node:child_process';
import {copyFileSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';
import {Terminal, type TerminalOptions} from '../terminal/terminal.ts';
import {AgentProcess} from './agent-process.ts';

export interface SceneOptions {
	/** Paths of the rules files before the local one. */
	readonly rules?: readonly string[];
	/** Text of one more; FOLDER stands for the scene's folder. */
	readonly rulesText?: string;
	/** Text of the local rules file. */
	readonly local?: string;
	/** Lines of the configuration beside its rules files. */
	readonly config?: string;
	/** Copies of cat that read what a rule watches. */
	readonly programs?: readonly string[];
}

/** What a live test stands on: a folder with configuration, local rules and programs. All that is opened ends with the test. */
export class Scene {
	readonly folder = mkdtempSync(path.join(tmpdir(), 'falconer-live-'));
	readonly local = this.at('falco_rules.local.yaml');
	readonly config = this.at('falco.yaml');
	readonly #open: {close(): unknown}[] = [];

	constructor({rules = [], rulesText, local = '# ours\n', config = '', programs = []}: SceneOptions) {
		onTestFinished(() => this.#close());
		writeFileSync(this.local, local);
		if (rulesText !== undefined) writeFileSync(this.at('rules.yaml'), rulesText.replaceAll('FOLDER', this.folder));
		const files = [...rules, ...(rulesText === undefined ? [] : [this.at('rules.yaml')]), this.local];
		writeFileSync(this.config, `rules_files:\n${files.map((file) => `  - ${file}\n`).join('')}${config}`);
		for (const program of programs) copyFileSync('/bin/cat', this.at(program));
	}

	at(name: string): string {
		return path.join(this.folder, name);
	}

	/** The dashboard on live events, with a home, settings and state of its own. */
	dashboard({env, ...options}: TerminalOptions = {}, args: readonly string[] = []): Terminal {
		const own = {HOME: this.folder, XDG_CONFIG_HOME: this.at('config'), XDG_STATE_HOME: this.at('state')};
		const terminal = new Terminal(['-c', this.config, ...args], {...options, env: {...own, ...env}});
		this.#open.push(terminal);
		return terminal;
	}

	agent(args: readonly string[] = []): AgentProcess {
		const agent = new AgentProcess(['-c', this.config, '-o', 'stdout_output.enabled=true', ...args]);
		this.#open.push({close: () => agent.stop()});
		return agent;
	}

	/** A program reads a file five times a second until the test ends. */
	loop(program: string, file = '/etc/shadow'): void {
		const script = 'while :; do "$0" "$1" > /dev/null; read -t 0.2 < <(:) || true; sleep 0.2; done';
		const child = spawn('bash', ['-c', script, this.at(program), file], {stdio: 'ignore', detached: true});
		this.#open.push({close: () => child.pid && process.kill(-child.pid, 'SIGKILL')});
	}

	async #close(): Promise<void> {
		for (const thing of this.#open.splice(0).reverse()) await thing.close();
		rmSync(this.folder, {recursive: true, force: true});
	}
}

/** Leaves a dashboard that has nothing unsaved, whatever a Falco or an agent that runs here made of the save. */
export async function leave(terminal: Terminal): Promise<void> {
	terminal.press('q');
	await terminal.until(() => terminal.exited);
}
