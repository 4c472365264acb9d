import {spawnSync} from 'node:child_process';
import {statSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openCapture} from '../../src/capture/reader.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {EVENT_TYPES} from '../../src/events/event-types.ts';
import {PROJECT} from '../live/agent-process.ts';
import {liveObstacle} from '../live/requirements.ts';
import {Terminal} from '../terminal/terminal.ts';

const FILE = path.join(PROJECT, 'recordings/first-look.scap');

test('the recording that comes with the program is small, and raises alerts of many of the shipped rules', () => {
	expect(statSync(FILE).size).toBeLessThan(400_000);
	const args = ['agent', '-r', 'rules', '-o', 'json_output=true', '-o', 'engine.kind=replay', '-o', `engine.replay.capture_file=${FILE}`];
	const {stdout} = spawnSync('bin/falconer', args, {cwd: PROJECT, encoding: 'utf8', maxBuffer: 2 ** 26});
	const rules = stdout
		.split('\n')
		.filter((line) => line.startsWith('{'))
		.map((line): string => JSON.parse(line).rule);
	expect(rules.length).toBeGreaterThan(100);
	expect(new Set(rules).size).toBeGreaterThanOrEqual(7);
});

test('it tells nothing of the machine it was made on', async () => {
	const capture = await openCapture(FILE);
	const {head} = capture;
	expect(head.machine.hostname).toBe('first-look');
	expect(head.users.map(({name}) => name).filter((name) => !['root', 'daemon', 'nobody'].includes(name))).toEqual([]);
	expect(head.interfaces.map(({name}) => name).filter((name) => name !== 'lo')).toEqual([]);
	const environment = new Set(head.threads.flatMap(({env}) => namesOf(env)));
	const cgroups = new Set(head.threads.map((thread) => thread.cgroups));
	const cursor = new EventCursor();
	let data = 0;
	while (await capture.fill()) {
		while (capture.next(cursor)) {
			EVENT_TYPES[cursor.type].params.forEach(({name, type}, i) => {
				if (name === 'env') for (const variable of namesOf(cursor.raw(i))) environment.add(variable);
				if (name === 'cgroups') cgroups.add(cursor.raw(i));
				if (name === 'data' && type === 'BYTEBUF') data += cursor.paramLength(i);
				if (cursor.raw(i).includes(PROJECT)) data++;
			});
		}
	}
	await capture.close();
	expect([...environment].filter((name) => !['PATH', 'DEMO', 'SHM', 'PWD', 'OLDPWD', 'SHLVL', '_'].includes(name))).toEqual([]);
	expect([...cgroups].filter((paths) => /=\/[^\0]/.test(paths))).toEqual([]);
	expect(data).toBe(0);
});

const namesOf = (env: string): string[] =>
	env
		.split('\0')
		.filter((variable) => variable !== '')
		.map((variable) => variable.split('=')[0]);

const needsSetpriv = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).error ? 'setpriv is not installed' : undefined;

const needsRoot = process.getuid?.() === 0 ? undefined : 'root may use bpf(2), others are refused for another reason';

test('the same where nothing is missing but the kernel refuses eBPF: a seccomp filter, a sandbox', async ({skip}) => {
	skip(needsRoot !== undefined || liveObstacle() !== undefined, needsRoot ?? liveObstacle());
	const EPERM = '1';
	const terminal = new Terminal(['test/live/fixtures/without-bpf.py', EPERM, 'bin/falconer', '-r', 'rules'], {
		command: 'python3',
		cols: 150,
	});
	await terminal.until('REPLAY  a recording, not this machine: The kernel takes no eBPF programs (EPERM)');
	await terminal.until('backup-agent → /etc/s');
	terminal.press('q');
	expect((await terminal.exit).exitCode).toBe(0);
});

test('where live events are impossible the dashboard opens on it, says why, and shows its alerts', async ({skip}) => {
	skip(needsSetpriv !== undefined, needsSetpriv);
	// Root without capabilities may not load eBPF programs; others may not anyway.
	const command = process.getuid?.() === 0 ? ['setpriv', '--inh-caps=-all', '--bounding-set=-all'] : ['env'];
	const terminal = new Terminal([...command.slice(1), 'bin/falconer', '-r', 'rules'], {command: command[0], cols: 150});
	await terminal.until('replay first-look.scap');
	await terminal.until('REPLAY  a recording, not this machine: This user may not load eBPF programs. Run as root');
	await terminal.until(/▶ .*0:\d\d \/ 1:\d\d {2}×1/);
	await terminal.until('backup-agent → /etc/s');
	terminal.press('q');
	expect((await terminal.exit).exitCode).toBe(0);
});
