import {spawnSync} from 'node:child_process';
import {chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';

const PROGRAM = path.resolve(import.meta.dirname, '../../bin/falconer');

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'rules-'));
});
afterAll(() => rmSync(folder, {recursive: true}));

function write(name: string, text: string): string {
	const file = path.join(folder, name);
	writeFileSync(file, text);
	return file;
}

const rules = (args: readonly string[], input = '') =>
	spawnSync(PROGRAM, ['rules', ...args], {
		cwd: folder,
		encoding: 'utf8',
		input,
		env: {...process.env, FORCE_COLOR: '1', NO_COLOR: undefined},
	});

const CLEAN = '- rule: r\n  desc: d\n  condition: evt.type=openat and proc.name=a\n  output: o %proc.name\n  priority: INFO\n';
const DOUBTFUL = CLEAN.replace('proc.name=a', 'evt.res=0');
const WRONG = CLEAN.replace('evt.type=openat', 'evt.type=opemat');

test('the exit status of check is 0, with --strict 1 for warnings, 1 for errors, 2 for a wrong command line', () => {
	const [clean, doubtful, wrong] = [write('clean.yaml', CLEAN), write('doubtful.yaml', DOUBTFUL), write('wrong.yaml', WRONG)];
	expect(rules(['check', clean])).toMatchObject({status: 0, stdout: 'no errors, no warnings, no notes in 1 file\n'});
	expect(rules(['check', doubtful]).status).toBe(0);
	expect(rules(['check', '--strict', doubtful]).status).toBe(1);
	expect(rules(['check', wrong]).status).toBe(1);
	expect(rules(['check', path.join(folder, 'missing.yaml')])).toMatchObject({
		status: 1,
		stdout: expect.stringContaining('LOAD_ERR_FILE_READ'),
	});
	expect(rules(['check']).status).toBe(2);
	expect(rules(['check', '--format', 'xml', clean]).status).toBe(2);
	expect(rules(['check', '--falco-version', '0.1', clean]).status).toBe(2);
});

test('check writes json and sarif', () => {
	const file = write('doubtful.yaml', DOUBTFUL);
	expect(JSON.parse(rules(['check', '--format', 'json', file]).stdout)).toMatchObject({summary: {errors: 0, warnings: 1, notes: 0}});
	const sarif = JSON.parse(rules(['check', '--format', 'sarif', 'doubtful.yaml']).stdout);
	expect(sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('doubtful.yaml');
});

test('colours go to a terminal only, unless asked for', () => {
	const file = write('doubtful.yaml', DOUBTFUL);
	expect(rules(['check', file]).stdout).not.toContain('\x1b');
	expect(rules(['check', '--color', 'always', file]).stdout).toContain('\x1b[33mwarning\x1b[0m');
});

test('an older Falco is what required_engine_version is compared with', () => {
	const file = write('newer.yaml', `- required_engine_version: 0.57.0\n\n${CLEAN}`);
	expect(rules(['check', '--falco-version', '0.42', file]).status).toBe(0);
	expect(rules(['check', '--falco-version', '0.41.3', file])).toMatchObject({
		status: 1,
		stdout: expect.stringContaining('Rules require engine version 0.57.0'),
	});
});

test('explain shows the rule, or what was probably meant', () => {
	const file = write('clean.yaml', CLEAN.replace('rule: r', 'rule: Open file'));
	expect(rules(['explain', 'Open file', '-r', file])).toMatchObject({status: 0, stdout: expect.stringContaining('Condition\n  all of')});
	expect(rules(['explain', 'Opne file', '-r', file])).toMatchObject({
		status: 1,
		stderr: expect.stringContaining("did you mean 'Open file'?"),
	});
});

test('fmt prints, checks and writes', () => {
	const untidy = CLEAN.replace('desc: d', 'desc:   d');
	const file = write('untidy.yaml', untidy);
	expect(rules(['fmt', file])).toMatchObject({status: 0, stdout: CLEAN});
	expect(rules(['fmt', '-'], untidy)).toMatchObject({status: 0, stdout: CLEAN});
	expect(rules(['fmt', '--check', file])).toMatchObject({status: 1, stdout: `${file}\n`});
	expect(readFileSync(file, 'utf8')).toBe(untidy);
	chmodSync(file, 0o640);
	expect(rules(['fmt', '--write', file])).toMatchObject({status: 0, stdout: ''});
	expect(readFileSync(file, 'utf8')).toBe(CLEAN);
	expect(statSync(file).mode & 0o777).toBe(0o640);
	expect(rules(['fmt', '--check', file])).toMatchObject({status: 0, stdout: ''});
	expect(rules(['fmt', '--check', '--write', file]).status).toBe(2);
});

test('fmt leaves alone what it cannot format and says why', () => {
	const file = write('broken.yaml', '- rule: "x\n');
	expect(rules(['fmt', '--write', file])).toMatchObject({status: 1, stderr: expect.stringContaining('left as it is')});
	expect(readFileSync(file, 'utf8')).toBe('- rule: "x\n');
});

test('schema prints the schema', () => {
	expect(JSON.parse(rules(['schema']).stdout)).toMatchObject({title: 'Falco rules file'});
});
