import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {opens, rulesText, writeRecording} from '../engine/recording.ts';

const PROGRAM = path.resolve(import.meta.dirname, '../../bin/falconer');
const COUNT = 100_000;

let folder: string;
let short: string;
let long: string;
let config: string;
let rules: string;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'agent-'));
	short = path.join(folder, 'short.scap');
	long = path.join(folder, 'long.scap');
	await writeRecording(short, [opens('/etc/x'), opens('/etc/\x1b]0;x\x07')]);
	await writeRecording(
		long,
		Array.from({length: COUNT}, (_, i) => opens(`/file${i}`, 3, i)),
	);
	config = write('falco.yaml', 'stdout_output: {enabled: true}\n');
	rules = write('rules.yaml', rulesText({'Opened a file': 'evt.type=openat'}, 'file=%fd.name proc=%proc.name'));
});
afterAll(() => rmSync(folder, {recursive: true}));

function write(name: string, text: string): string {
	const file = path.join(folder, name);
	writeFileSync(file, text);
	return file;
}

const env = () => ({...process.env, TZ: 'UTC', FALCO_HOSTNAME: 'h'});
const agent = (...args: string[]) =>
	spawnSync(PROGRAM, ['agent', '-c', config, ...args], {encoding: 'utf8', maxBuffer: 2 ** 28, env: env()});
const replaying = (file: string) => ['-o', 'engine.kind=replay', '-o', `engine.replay.capture_file=${file}`];

describe('alerts', () => {
	test('as text: time, priority and output, no control bytes', () => {
		const {stdout, status} = agent('-r', rules, ...replaying(short));
		expect(stdout).toBe(
			'22:13:20.000000000: Informational file=/etc/x proc=name100\n22:13:20.000000000: Informational file=/etc/\ufffd]0;x\ufffd proc=name100\n',
		);
		expect(status).toBe(0);
	});

	test('as JSON with the properties that are asked for', () => {
		const {stdout} = agent('-r', rules, ...replaying(short), '-o', 'json_output=true', '-o', 'json_include_output_property=false');
		expect(JSON.parse(stdout.split('\n')[0])).toEqual({
			hostname: 'h',
			output_fields: {'evt.time': 1_700_000_000_000_000_000, 'fd.name': '/etc/x', 'proc.name': 'name100'},
			priority: 'Informational',
			rule: 'Opened a file',
			source: 'syscall',
			tags: [],
			time: '2023-11-14T22:13:20.000000000Z',
		});
	});

	test('to a file as well', () => {
		const file = path.join(folder, 'events.txt');
		const {stdout} = agent('-r', rules, ...replaying(short), '-o', 'file_output.enabled=true', '-o', `file_output.filename=${file}`);
		expect(readFileSync(file, 'utf8')).toBe(stdout);
	});

	test('-p adds to every output, old presets add nothing', () => {
		expect(agent('-r', rules, ...replaying(short), '-p', 'num=%evt.num').stdout).toContain('proc=name100 num=1\n');
		expect(agent('-r', rules, ...replaying(short), '-pc').stdout).toContain('proc=name100\n');
	});
});

describe('problems', () => {
	test('rules that do not load stop it with file, line, column, the line and a hint', () => {
		const bad = write('bad.yaml', rulesText({r: 'proc.nam=x'}));
		const {stderr, status, stdout} = agent('-r', bad, ...replaying(short));
		expect([status, stdout]).toEqual([1, '']);
		expect(stderr).toContain(`${bad}:3:`);
		expect(stderr).toContain('LOAD_ERR_COMPILE_CONDITION');
		expect(stderr).toContain('proc.nam=x');
		expect(stderr).toContain('proc.name');
	});

	test('a rules file that is not there, no rules at all, and a capture that is not there', () => {
		expect(agent('-r', '/no/such.yaml', ...replaying(short))).toMatchObject({status: 1, stderr: expect.stringContaining('/no/such.yaml')});
		expect(agent(...replaying(short))).toMatchObject({status: 1, stderr: expect.stringContaining('no rules files')});
		expect(agent('-r', rules, ...replaying('/no.scap'))).toMatchObject({status: 1, stderr: expect.stringContaining('/no.scap')});
	});

	test('a configuration with a wrong kind of engine', () => {
		expect(agent('-r', rules, '-o', 'engine.kind=ebpf')).toMatchObject({
			status: 1,
			stderr: expect.stringContaining('engine.kind: expected one of'),
		});
	});

	test('a flag that does not exist is refused with its name', () => {
		const {status, stderr} = agent('--no-such-flag');
		expect([status, stderr]).toEqual([1, expect.stringContaining('--no-such-flag')]);
	});

	test('an output that is not there yet is said once', () => {
		const {stderr, status} = agent('-r', rules, ...replaying(short), '-o', 'log_stderr=true', '-o', 'syslog_output.enabled=true');
		expect(stderr.match(/syslog_output is not available yet/g)).toHaveLength(1);
		expect(status).toBe(0);
	});
});

describe('questions', () => {
	test('a broken capture is used up to its fault, which is named on standard error, and fails', () => {
		const cut = path.join(folder, 'cut.scap');
		writeFileSync(cut, gunzipSync(readFileSync(short)).subarray(0, -20));
		const {stdout, stderr, status} = agent('-r', rules, ...replaying(cut));
		expect([status, stdout.split('\n').length]).toEqual([1, 2]);
		expect(stderr).toMatch(/cut\.scap: at byte \d+: the capture ends inside a block/);
	});

	test('-V checks files and says so by its exit status', () => {
		const bad = write('bad2.yaml', '- rule: x\n');
		expect(agent('-V', rules)).toMatchObject({status: 0, stdout: `${rules}: Ok\n`});
		expect(agent('-V', rules, '-V', bad)).toMatchObject({status: 1, stdout: expect.stringContaining(`${bad}: Invalid`)});
		expect(JSON.parse(agent('-V', '/no.yaml', '-o', 'json_output=true').stdout).falco_load_results[0].errors[0].code).toBe(
			'LOAD_ERR_FILE_READ',
		);
	});

	test('-L and -l describe rules', () => {
		expect(agent('-r', rules, '-L').stdout).toContain('Opened a file');
		const described = JSON.parse(agent('-r', rules, '-l', 'Opened a file', '-o', 'json_output=true').stdout);
		expect(described.rules[0].details.condition_fields).toEqual(['evt.type']);
		expect(agent('-r', rules, '-l', 'No such')).toMatchObject({status: 1, stderr: expect.stringContaining("'No such'")});
	});

	test('fields, events, versions and the ignored calls are listed', () => {
		expect(agent('--list', '-N').stdout.split('\n')).toEqual(expect.arrayContaining(['proc.name', 'fd.name', 'evt.type']));
		expect(agent('--list=syscall', '--format', 'json').stdout).toContain('"proc.name"');
		expect(agent('--list=nobody')).toMatchObject({status: 1, stderr: expect.stringContaining('nobody')});
		expect(agent('--list-events').stdout).toContain('< openat(FD fd');
		expect(agent('-i').stdout).toContain('pwritev');
		expect(JSON.parse(agent('--version', '-o', 'json_output=true').stdout)).toMatchObject({engine_version_semver: '0.62.0'});
	});

	test('--dry-run loads the rules and watches nothing', () => {
		expect(agent('-r', rules, ...replaying('/no.scap'), '--dry-run')).toMatchObject({status: 0, stdout: ''});
	});
});

/** An agent whose output the test takes when it likes. */
function start(...args: string[]): {child: ChildProcess; exit: Promise<number | null>; errors: () => string} {
	const child = spawn(PROGRAM, ['agent', '-c', config, ...args], {env: env(), stdio: ['ignore', 'pipe', 'pipe']});
	let errors = '';
	child.stderr?.on('data', (chunk) => {
		errors += chunk;
	});
	return {child, exit: new Promise((resolve) => child.once('exit', resolve)), errors: () => errors};
}

describe('the life of the process', () => {
	test('a slow reader of standard output gets every alert of a replay', async () => {
		const {child, exit} = start('-r', rules, ...replaying(long));
		let lines = 0;
		for await (const chunk of child.stdout!) lines += String(chunk).split('\n').length - 1;
		expect([await exit, lines]).toEqual([0, COUNT]);
	});

	test('a reader that goes away ends it quietly', () => {
		const {stdout, stderr} = spawnSync(
			'sh',
			['-c', `"$0" agent -c "$1" -r "$2" "$3" "$4" "$5" "$6" | head -n 1`, PROGRAM, config, rules, ...replaying(long)],
			{
				encoding: 'utf8',
				env: env(),
			},
		);
		expect([stdout.split('\n').length, stderr]).toEqual([2, '']);
	});

	test('SIGHUP takes other rules without a gap, and keeps the old ones when the new do not load', async () => {
		const changing = write('changing.yaml', rulesText({one: 'evt.type=openat'}, '%evt.num'));
		const {child, exit, errors} = start('-r', changing, ...replaying(long), '-o', 'json_output=true', '-o', 'log_stderr=true');
		const rulesSeen: string[] = [];
		const numbers: number[] = [];
		let rest = '';
		const take = (chunk: string) => {
			const lines = (rest + chunk).split('\n');
			rest = lines.pop() ?? '';
			for (const line of lines) {
				const alert = JSON.parse(line);
				if (rulesSeen.at(-1) !== alert.rule) rulesSeen.push(alert.rule);
				if (alert.source === 'syscall') numbers.push(alert.output_fields['evt.num']);
			}
		};
		const stdout = child.stdout!;
		stdout.setEncoding('utf8');
		await new Promise((resolve) => stdout.once('readable', resolve));
		// Nobody reads: the replay stands still in its middle.
		write('changing.yaml', rulesText({broken: 'no.such.field=1'}));
		child.kill('SIGHUP');
		await expect.poll(errors, {timeout: 40_000}).toContain('hot restart failure');
		write('changing.yaml', rulesText({two: 'evt.type=openat'}, '%evt.num'));
		child.kill('SIGHUP');
		await expect.poll(errors, {timeout: 40_000}).toContain('reloaded');
		for await (const chunk of stdout) take(chunk);
		expect(await exit).toBe(0);
		expect(rulesSeen).toEqual(['one', 'Falco internal: hot restart failure', 'one', 'two']);
		expect(numbers).toEqual(Array.from({length: COUNT}, (_, i) => i + 1));
	});

	test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it in order, also when nobody reads its output', async (signal) => {
		// Long lines: the pipe is full long before the first batch of alerts is written.
		const wide = write('wide.yaml', rulesText({wide: 'evt.type=openat'}, 'x'.repeat(4000)));
		const {child, exit, errors} = start('-r', wide, ...replaying(long), '-o', 'output_timeout=200');
		await new Promise((resolve) => child.stdout!.once('readable', resolve));
		child.kill(signal);
		expect(await exit).toBe(null);
		await expect.poll(errors).toMatch(/alerts lost/);
	});
});
