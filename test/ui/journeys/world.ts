import {appendFileSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {PROJECT} from '../../live/agent-process.ts';
import type {TerminalOptions} from '../../terminal/terminal.ts';
import {User} from '../../terminal/user.ts';

export const RULES = `# Rules of a small site.
- list: sensitive_files
  items: [/etc/shadow, /etc/gshadow]

- macro: open_read
  condition: (evt.type in (open, openat))

- macro: user_known_reads
  condition: (evt.num=0)

- rule: Credential read
  desc: A program read credentials.
  condition: open_read and fd.name in (sensitive_files) and not user_known_reads
  output: credentials read (file=%fd.name program=%proc.name)
  priority: WARNING
  tags: [host, credentials]

- rule: Shell below a server
  desc: A server started a shell.
  condition: evt.type = execve and proc.name in (sh, bash) and proc.pname in (nginx, httpd)
  output: shell below a server (shell=%proc.name server=%proc.pname)
  priority: NOTICE

- rule: Dropped binary
  desc: A program ran from a folder for temporary files.
  condition: evt.type = execve and proc.exepath startswith /tmp/
  output: dropped binary (program=%proc.exepath)
  priority: CRITICAL
`;

export const LOCAL = '# Local rules of this site. Owner: platform team.\n';

export interface LoggedAlert {
	readonly rule?: string;
	readonly priority?: string;
	readonly program?: string;
	readonly file?: string;
	readonly parent?: string;
	readonly container?: string;
}

/** A line of Falco's log. */
export function logLine({
	rule = 'Credential read',
	priority = 'Warning',
	program = 'backup-agent',
	file = '/etc/shadow',
	parent = 'cron',
	container,
}: LoggedAlert): string {
	const fields = {
		'evt.type': rule === 'Credential read' ? 'openat' : 'execve',
		'proc.name': program,
		'proc.exepath': rule === 'Dropped binary' ? `/tmp/${program}` : `/opt/${program}`,
		'proc.cmdline': `${program} --full`,
		'proc.pname': parent,
		'fd.name': file,
		'user.name': 'root',
		'container.id': container === undefined ? 'host' : 'aa11bb22cc33',
		...(container !== undefined && {'container.name': container}),
	};
	return `${JSON.stringify({rule, priority, source: 'syscall', hostname: 'site-1', time: new Date().toISOString(), output: `${rule} (${program})`, output_fields: fields})}\n`;
}

const times = (count: number, alert: LoggedAlert): string => logLine(alert).repeat(count);

/** Twelve reads of the backup, three of another file, six of the inventory, shells of a server, and two things that are none of it. */
const NOISE = [
	times(12, {}),
	times(3, {file: '/etc/gshadow'}),
	times(6, {program: 'inventory'}),
	times(5, {rule: 'Shell below a server', priority: 'Notice', program: 'sh', parent: 'nginx', container: 'web-7f9c'}),
	times(2, {rule: 'Dropped binary', priority: 'Critical', program: 'kworker', parent: 'sh', container: 'web-7f9c'}),
	times(1, {program: 'thief'}),
].join('');

/** A folder with the rules, the log and the local rules of a site, and the dashboard on them. */
export class World {
	readonly folder = mkdtempSync(path.join(tmpdir(), 'falconer-journey-'));
	readonly #users: User[] = [];

	constructor() {
		writeFileSync(this.at('rules.yaml'), RULES);
		writeFileSync(this.at('falco.json'), NOISE);
		writeFileSync(this.at('local.yaml'), LOCAL);
	}

	at(name: string): string {
		return path.join(this.folder, name);
	}

	/** Falco tells of another one. */
	logs(alert: LoggedAlert, count = 1): void {
		appendFileSync(this.at('falco.json'), times(count, alert));
	}

	/** The dashboard on Falco's log, as its user starts it. */
	tail(args: readonly string[] = [], options: TerminalOptions = {}): User {
		return this.start([...this.#tailArgs, ...args], options);
	}

	/** The same for a shell to start. */
	tailCommand(): string[] {
		return [path.join(PROJECT, 'bin/falconer'), ...this.#tailArgs];
	}

	get #tailArgs(): string[] {
		return ['tail', this.at('falco.json'), '-r', this.at('rules.yaml'), '--local-rules', this.at('local.yaml')];
	}

	/** The dashboard on the recording that comes with the program, read as fast as possible. */
	replay(args: readonly string[] = [], options: TerminalOptions = {}): User {
		const capture = path.join(PROJECT, 'recordings/first-look.scap');
		return this.start(['replay', capture, '-r', path.join(PROJECT, 'rules'), '--local-rules', this.at('local.yaml'), ...args], options);
	}

	start(args: readonly string[], options: TerminalOptions = {}): User {
		const {folder} = this;
		const env = {
			HOME: folder,
			XDG_CONFIG_HOME: this.at('config'),
			XDG_STATE_HOME: this.at('state'),
			DISPLAY: undefined,
			WAYLAND_DISPLAY: undefined,
			...options.env,
		};
		const user = User.start(args, {cols: 118, rows: 30, cwd: folder, ...options, env});
		this.#users.push(user);
		return user;
	}

	async close(): Promise<void> {
		for (const user of this.#users.splice(0)) await user.close();
		rmSync(this.folder, {recursive: true, force: true});
	}
}
