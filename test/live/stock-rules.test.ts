import {execFile} from 'node:child_process';
import {copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {AgentProcess, type PrintedAlert} from './agent-process.ts';
import {MOST_LATE_MS, startIdleSleeper} from './idle-sleeper.ts';
import {liveObstacle, SHARED, stockRulesObstacle} from './requirements.ts';

const obstacle = liveObstacle() ?? stockRulesObstacle();
const folder = mkdtempSync(path.join(tmpdir(), 'falconer-live-'));
const shm = mkdtempSync('/dev/shm/falconer-live-');
const inFolder = (name: string) => path.join(folder, name);
const ALERT_BUDGET_MS = 1_000;
const ALERT_TIMEOUT_MS = 20_000;
const ATTEMPTS = 3;
let agent: AgentProcess;

beforeAll(async () => {
	if (obstacle) return;
	agent = new AgentProcess(['-r', path.join(SHARED, 'rules/falco_rules.yaml')]);
	await agent.ready();
}, 90_000);

afterAll(async () => {
	await agent?.stop();
	for (const used of [folder, shm]) rmSync(used, {recursive: true, force: true});
});

/** Beside what reads the alerts. */
const run = (command: string, ...args: string[]) => promisify(execFile)(command, args);
const python = async (code: string) => {
	const done = await run('python3', '-c', code);
	expect(done.stderr).toBe('');
};

/** What provokes each rule, as a person would by hand. */
const ACTIONS: readonly {rule: string; provoke: () => unknown; field: string; value: RegExp}[] = [
	{
		rule: 'Read sensitive file untrusted',
		provoke: () => {
			copyFileSync('/bin/cat', inFolder('backup-agent'));
			return run(inFolder('backup-agent'), '/etc/shadow');
		},
		field: 'proc.name',
		value: /^backup-agent$/,
	},
	{
		rule: 'Run shell untrusted',
		provoke: () => {
			writeFileSync(inFolder('httpd'), '#!/bin/bash\nsh -c "ls > /dev/null"\nexit 0\n', {mode: 0o755});
			return run(inFolder('httpd'));
		},
		field: 'proc.pname',
		value: /^httpd$/,
	},
	{
		rule: 'Execution from /dev/shm',
		provoke: () => {
			copyFileSync('/bin/true', path.join(shm, 'dropper'));
			return run(path.join(shm, 'dropper'));
		},
		field: 'proc.exepath',
		value: /^\/dev\/shm\/.*dropper$/,
	},
	{
		rule: 'Fileless execution via memfd_create',
		provoke: () => python('import os; f=os.memfd_create("x"); os.write(f, open("/bin/true","rb").read()); os.execve(f, ["x"], {})'),
		field: 'proc.exepath',
		value: /memfd:x/,
	},
	{
		rule: 'PTRACE attached to process',
		provoke: () =>
			python(
				'import ctypes,os,subprocess; p=subprocess.Popen(["sleep","60"]); c=ctypes.CDLL(None); c.ptrace(16,p.pid,0,0); os.waitpid(p.pid,2); c.ptrace(17,p.pid,0,0); p.kill(); p.wait()',
			),
		field: 'proc.name',
		value: /^python3/,
	},
	{
		rule: 'Create Symlink Over Sensitive Files',
		provoke: () => symlinkSync('/etc', inFolder('etc_link')),
		field: 'evt.arg.target',
		value: /^\/etc$/,
	},
	{
		rule: 'Clear Log Activities',
		provoke: async () => {
			writeFileSync(inFolder('syslog'), 'x');
			await run('truncate', '-s0', inFolder('syslog'));
			await run('sh', '-c', `: > ${inFolder('syslog')}`);
		},
		field: 'fd.name',
		value: /syslog$/,
	},
	{
		rule: 'Search Private Keys or Passwords',
		provoke: () => run('find', folder, '-maxdepth', '1', '-iname', 'id_rsa'),
		field: 'proc.cmdline',
		value: /^find .* -iname id_rsa$/,
	},
	{
		rule: 'Remove Bulk Data from Disk',
		provoke: () => {
			writeFileSync(inFolder('doomed'), 'x');
			return run('shred', '-u', inFolder('doomed'));
		},
		field: 'proc.name',
		value: /^shred$/,
	},
];

test.for(ACTIONS)('$rule is raised within a second', async ({rule, provoke, field, value}, {skip}) => {
	skip(obstacle !== undefined, obstacle);
	for (let attempt = 1; ; attempt++) {
		const endSleeper = startIdleSleeper();
		const from = agent.alerts.length;
		await provoke();
		const fits = (candidate: PrintedAlert) => candidate.rule === rule && value.test(String(candidate.output_fields[field]));
		const alert = await agent.waitFor(fits, ALERT_TIMEOUT_MS, from);
		const lateMs = await endSleeper();
		expect(alert.output).toContain(alert.priority);
		// From the event: a program may take longer to start where others keep the machine busy.
		const tookMs = performance.timeOrigin + alert.atMs - Date.parse(alert.time);
		if (tookMs < ALERT_BUDGET_MS) return;
		if (attempt < ATTEMPTS) continue;
		skip(lateMs > MOST_LATE_MS, `times cannot be judged here: an idle process woke ${lateMs.toFixed(0)} ms late`);
		throw new Error(`the alert came after ${tookMs.toFixed(0)} ms`);
	}
});
