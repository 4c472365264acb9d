import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openCapture} from '../../src/capture/reader.ts';
import {readEvents} from '../capture/blocks.ts';
import {closes, opens, writeRecording} from '../engine/recording.ts';
import {PROJECT} from '../live/agent-process.ts';
import {Terminal} from '../terminal/terminal.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'falconer-streams-'));
const inFolder = (name: string) => path.join(folder, name);
const [source, rules, large] = [inFolder('source.scap'), inFolder('rules.yaml'), inFolder('large.scap')];

const EVENTS = Array.from({length: 20}, (_, i) => [opens(`/etc/${i}`, 3, i * 1000), closes(3, i * 1000 + 500)]).flat();
/** More than a pipe holds. */
const MANY = Array.from({length: 20_000}, (_, i) => [opens(`/file/${i}`), closes()]).flat();

beforeAll(async () => {
	await writeRecording(source, EVENTS);
	await writeRecording(large, MANY);
	writeFileSync(rules, '- rule: open\n  desc: d\n  condition: evt.type = openat\n  output: "%fd.name"\n  priority: INFO\n');
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** A line of bash: its status is that of the first program that failed. */
const bash = (script: string) => {
	const done = spawnSync('bash', ['-o', 'pipefail', '-c', script], {cwd: PROJECT, maxBuffer: 64 << 20});
	return {status: done.status, stdout: done.stdout, stderr: done.stderr.toString()};
};

async function eventsOf(file: string): Promise<{events: Buffer[]; sections: number}> {
	const capture = await openCapture(file);
	const events = await readEvents(capture);
	expect(capture.problem).toBeUndefined();
	return {events, sections: capture.section};
}

test.each(['', '-z'])('a capture goes through standard output and standard input %s', async (compressed) => {
	const record = 'bin/falconer record';
	const done = bash(`${record} -r ${source} -w - ${compressed} | ${record} -r - -w - | cat > ${inFolder('through.scap')}`);
	expect([done.status, done.stdout.length]).toEqual([0, 0]);
	expect(done.stderr).toContain('40 events');
	expect(done.stderr).toContain('uncompressed: standard output\nnothing dropped');
	expect((await eventsOf(inFolder('through.scap'))).events).toEqual(EVENTS);
});

test('a file as standard output, and a socket as standard input, are as good as pipes', async () => {
	expect(bash(`bin/falconer record -r ${source} -w - > ${inFolder('file.scap')}`).status).toBe(0);
	expect((await eventsOf(inFolder('file.scap'))).events).toEqual(EVENTS);
	// Node's pipes to children are sockets.
	const args = ['record', '-r', '-', '-w', inFolder('socket.scap')];
	const done = spawnSync('bin/falconer', args, {cwd: PROJECT, encoding: 'utf8', input: readFileSync(inFolder('file.scap'))});
	expect([done.status, done.stderr]).toEqual([0, expect.stringContaining('40 events')]);
	expect((await eventsOf(inFolder('socket.scap'))).events).toEqual(EVENTS);
});

test('the agent replays standard input', () => {
	const replay = `bin/falconer agent -c /dev/null -r ${rules} -o engine.kind=replay -o engine.replay.capture_file=- -o stdout_output.enabled=true`;
	const done = bash(`bin/falconer record -r ${source} -w - | ${replay}`);
	expect(done.stdout.toString().match(/\/etc\/\d+/g)).toHaveLength(20);
	expect(bash(`echo nothing | ${replay}`)).toMatchObject({status: 1, stderr: expect.stringContaining('standard input is not a capture')});
});

test('a reader that wants no more ends the recording, which is no fault', () => {
	const done = bash(`bin/falconer record -r ${large} -w - | head -c 100`);
	expect([done.status, done.stdout.length]).toEqual([0, 100]);
	expect(done.stderr).toContain('standard output was closed by its reader');
	expect(done.stderr).toContain('nothing dropped');
});

test('what standard output does not take is counted', () => {
	const done = bash(`bin/falconer record -r ${large} -w - > /dev/full`);
	expect(done).toMatchObject({status: 1, stderr: expect.stringMatching(/the disk is full: standard output[\s\S]*not_written [\d,]+\n/)});
});

test('sections of a capture stay sections, with the state of each', async () => {
	const two = inFolder('two.scap');
	writeFileSync(two, Buffer.concat([gunzipSync(readFileSync(source)), gunzipSync(readFileSync(large))]));
	const done = bash(`bin/falconer record -r ${two} -w ${inFolder('both.scap')} 'fd.name startswith /etc or evt.type = close'`);
	expect([done.status, done.stderr]).toEqual([0, expect.stringContaining('20,040 events and 20,000 for the state only')]);
	const both = await eventsOf(inFolder('both.scap'));
	expect(both.sections).toBe(2);
	expect(both.events).toEqual([...EVENTS, ...MANY]);
});

test('more files than one, and a terminal, are refused', async () => {
	expect(bash('bin/falconer record -w - -C 1 | cat')).toMatchObject({status: 1, stderr: expect.stringContaining('standard output is one')});
	for (const [args, answer] of [
		[['record', '-r', source, '-w', '-'], 'standard output is the terminal'],
		[['record', '-r', '-', '-w', inFolder('never.scap')], 'standard input is the terminal'],
		[['replay', '-'], 'standard input is the terminal'],
	] as const) {
		const terminal = new Terminal(args);
		await terminal.until(answer);
		expect(await terminal.exit).toMatchObject({exitCode: 1});
		expect(terminal.text).toContain('falconer record -w - | falconer replay -');
	}
});

test('the dashboard shows a capture from standard input, with keys from the terminal', async () => {
	const replay = `bin/falconer replay - --speed 0 -c /dev/null -r ${rules} --local-rules ${inFolder('none.yaml')}`;
	const terminal = new Terminal(['-c', `cat ${source} | ${replay}`], {command: 'sh'});
	try {
		await terminal.until('replay standard');
		await terminal.until((screen) => /\/etc\/19/.test(screen));
		terminal.press('q');
		expect(await terminal.exit).toMatchObject({exitCode: 0});
	} finally {
		await terminal.close();
	}
});
