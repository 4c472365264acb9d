import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {loadRules} from '../../src/rules/load.ts';
import {expiredExceptions, withoutExpired} from '../../src/tuning/expiry.ts';

const PROGRAM = path.resolve(import.meta.dirname, '../../bin/falconer');
const RULES = `
- list: shells
  items: [bash]
- macro: user_known_reads
  condition: (evt.num=0)
- rule: Reads
  desc: d
  condition: evt.type = openat and fd.name startswith /etc and not user_known_reads
  output: read %fd.name %proc.name
  priority: WARNING
- rule: Shells
  desc: d
  condition: evt.type = execve and not proc.pname in (shells)
  output: shell %proc.name
  priority: NOTICE
`;

let folder: string;
let log: string;
let rules: string;
let local: string;
const at = (name: string): string => path.join(folder, name);

function line(rule: string, second: number, fields: Record<string, unknown>): string {
	const time = `2026-11-22T10:00:${String(second).padStart(2, '0')}.000000001Z`;
	return JSON.stringify({
		rule,
		priority: rule === 'Reads' ? 'Warning' : 'Notice',
		source: 'syscall',
		hostname: 'n',
		time,
		output: `x: Warning read`,
		output_fields: fields,
	});
}

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'tune-'));
	[log, rules, local] = [at('log.json'), at('rules.yaml'), at('local.yaml')];
	writeFileSync(rules, RULES);
	const lines: string[] = [];
	for (let i = 0; i < 20; i++) {
		const file = i % 2 ? '/etc/shadow' : '/etc/gshadow';
		lines.push(
			line('Reads', i, {
				'evt.type': 'openat',
				'proc.name': 'backup',
				'proc.exepath': '/opt/backup',
				'fd.name': file,
				'container.id': 'host',
			}),
		);
	}
	lines.push(
		line('Reads', 30, {
			'evt.type': 'openat',
			'proc.name': 'evil\x1b]0;x\x07\u202e',
			'proc.exepath': '/tmp/e',
			'fd.name': '/etc/passwd',
			'container.id': 'abc',
		}),
	);
	lines.push(line('Shells', 31, {'evt.type': 'execve', 'proc.name': 'sh', 'proc.pname': 'jenkins', 'container.id': 'host'}));
	lines.push(line('Nobody knows me', 32, {'proc.name': 'x'}), '{"half', 'Falco version: 0.44.1');
	writeFileSync(log, `${lines.join('\n')}\n`);
});
afterAll(() => rmSync(folder, {recursive: true}));

const tune = (...args: string[]) =>
	spawnSync(PROGRAM, ['tune', log, '--headless', '-r', rules, '--local-rules', local, ...args], {
		encoding: 'utf8',
		env: {...process.env, USER: 'u'},
	});
const errorsWith = (text: string): number => {
	const catalogue = createFieldCatalogue();
	const files = [
		{name: 'rules.yaml', text: RULES},
		{name: 'local.yaml', text},
	];
	return loadRules(files, {catalogueOf: () => catalogue}).problems.filter(({severity}) => severity === 'error').length;
};

interface Report {
	readonly input: Record<string, unknown>;
	readonly unknownRules: string[];
	readonly missingFields: {rule: string; fields: string[]; appendToOutput: string}[];
	readonly noise: {rule: string; alerts: number; cumulative: number; new: boolean; candidates: number[]}[];
	readonly groups: {alerts: number}[];
	readonly candidates: {
		id: number;
		key: string;
		rule: string;
		condition: string;
		silences: {ofRule: number; alertsOfRule: number; containers: object[]};
		silenced: object[];
		stillAlerting: object[];
		places: {kind: string; title: string}[];
	}[];
}
const report = (...args: string[]): Report => JSON.parse(tune('--json', ...args).stdout) as Report;

describe('the report', () => {
	test('counts the input, ranks the noise and gives each cause its candidates', () => {
		const {input, unknownRules, noise, groups, candidates} = report();
		expect(input).toMatchObject({lines: 25, alerts: 23, bad: 1, other: 1, kept: 23});
		expect(unknownRules).toEqual(['Nobody knows me']);
		expect(noise[0]).toMatchObject({rule: 'Reads', alerts: 20, candidates: expect.arrayContaining([1])});
		expect(noise.at(-1)?.cumulative).toBe(1);
		expect(groups.reduce((sum, group) => sum + group.alerts, 0)).toBe(23);
		expect(candidates[0]).toMatchObject({
			id: 1,
			condition: 'proc.name = backup and fd.name in (/etc/gshadow, /etc/shadow) and proc.exepath = /opt/backup',
			silences: {ofRule: 20, alertsOfRule: 21, containers: [{name: 'host', alerts: 20}]},
			places: [{kind: 'hook', title: 'hook macro user_known_reads'}, {kind: 'new-macro'}, {kind: 'exception'}],
		});
		expect(candidates[0].silenced).toHaveLength(2);
		expect(candidates[0].stillAlerting).toHaveLength(1);
	});

	test('numbers candidates the same each time, and keys them the same for another log', () => {
		expect(tune('--json').stdout).toBe(tune('--json').stdout);
		const key = report().candidates[0].key;
		const other = at('other.json');
		writeFileSync(other, `${readFileSync(log, 'utf8').split('\n').slice(0, 2).join('\n')}\n`);
		const {stdout} = spawnSync(PROGRAM, ['tune', other, '--headless', '--json', '-r', rules, '--local-rules', local], {encoding: 'utf8'});
		expect((JSON.parse(stdout) as Report).candidates.map((candidate) => candidate.key)).toContain(key);
	});

	test('names what the log does not tell, and the output that would', () => {
		const {missingFields} = report();
		expect(missingFields.find(({rule}) => rule === 'Shells')).toMatchObject({
			fields: expect.arrayContaining(['proc.exepath']),
			appendToOutput: expect.stringContaining('proc_exepath=%proc.exepath'),
		});
	});

	test('for people, says what to append to the output of the rule that does not tell enough', () => {
		expect(tune().stdout).toMatch(
			/does not tell .*proc\.exepath.* of .*Shells.*\n +appended to the output of .*: .*proc_exepath=%proc\.exepath/,
		);
	});

	test('a log of alerts as text is answered with the setting that Falco needs', () => {
		const texts = at('texts.log');
		writeFileSync(texts, '12:00:01.000000001: Warning Sensitive file opened | file=/etc/shadow\n');
		const {stdout, status} = spawnSync(PROGRAM, ['tune', texts, '--headless', '-r', rules, '--local-rules', local], {encoding: 'utf8'});
		expect(stdout).toContain('json_output: true');
		expect(status).toBe(0);
	});

	test('marks what began later as new', () => {
		const {noise} = report('--since', '2026-11-22T10:00:25Z');
		expect(noise.map((one) => one.new)).toEqual([false, true, true, true]);
	});

	test('reads standard input', () => {
		const {stdout} = spawnSync(PROGRAM, ['tune', '-', '--headless', '--json', '-r', rules, '--local-rules', local], {
			encoding: 'utf8',
			input: readFileSync(log),
		});
		expect((JSON.parse(stdout) as Report).input.alerts).toBe(23);
	});

	test('for people and as JSON, lets no control byte of an event through', () => {
		for (const {stdout} of [tune(), tune('--json')]) {
			expect(stdout).toContain('evil');
			expect(stdout).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
		}
	});
});

describe('the command line', () => {
	const run = (...args: string[]) => spawnSync(PROGRAM, ['tune', ...args], {encoding: 'utf8'});

	test('--json needs no --headless: it has no screen', () => {
		const {stdout} = run(log, '--json', '-r', rules, '--local-rules', local);
		expect((JSON.parse(stdout) as Report).input.alerts).toBe(23);
	});

	test.each([
		['an unknown flag', ['--headless', '--nonsense'], /unknown option/],
		['a place there is not', ['--apply', '1', '--place', 'nowhere'], /hook, list/],
		['a number of causes that is none', ['--headless', '--top', '0'], /above 0/],
		['a version that is none', ['--apply', '1', '--falco-version', 'old'], /such as 0\.37/],
		['--write without --apply', ['--headless', '--write', 'x.yaml'], /--write needs --apply/],
		['a time that is none', ['--apply', '1', '--until', 'soon'], /--until 'soon'/],
		['an end that is over', ['--apply', '1', '--until', '2026-01-31'], /--until '2026-01-31' is over already/],
	])('%s exits with 2 and writes nothing to standard output', (_what, args, message) => {
		const {status, stdout, stderr} = run(log, '-r', rules, ...args);
		expect(status).toBe(2);
		expect(stdout).toBe('');
		expect(stderr).toMatch(message);
	});
});

describe('--apply', () => {
	test('prints the change as a patch, and writes nothing', () => {
		const {stdout, status} = tune('--apply', '1');
		expect(status).toBe(0);
		expect(stdout).toContain('+- macro: user_known_reads');
		expect(existsSync(local)).toBe(false);
	});

	test('writes what the screen would, with who, when and why, and nothing a second time', () => {
		const {key} = report().candidates[0];
		expect(tune('--apply', key, '--write', local, '--comment', 'ticket 7\n- rule: x').status).toBe(0);
		const text = readFileSync(local, 'utf8');
		expect(text).toContain(
			'# ticket 7\n# - rule: x\n- macro: user_known_reads\n  condition: (proc.name = backup and fd.name in (/etc/gshadow, /etc/shadow) and proc.exepath = /opt/backup)',
		);
		expect(text).toContain('silences 20 of 21 alerts of "Reads"');
		expect(errorsWith(text)).toBe(0);
		expect(tune('--apply', key, '--write', local).status).toBe(0);
		expect(readFileSync(local, 'utf8')).toBe(text);
	});

	test('takes every place, an older Falco, an end, and several at once', () => {
		const {candidates} = report();
		const byParent = candidates.find(({rule, condition}) => rule === 'Shells' && condition === 'proc.pname = jenkins');
		expect(byParent?.places.map(({kind}) => kind)).toContain('list');
		for (const place of ['hook', 'list', 'exception', 'new-macro']) {
			const id = place === 'list' ? byParent!.id : 1;
			const file = at(`${place}.yaml`);
			expect(tune('--apply', String(id), '--place', place, '--write', file, '--local-rules', file).status).toBe(0);
			expect(errorsWith(readFileSync(file, 'utf8'))).toBe(0);
		}
		const {stdout} = tune('--apply', String(byParent!.id), '--place', 'list', '--falco-version', '0.36.2');
		expect(stdout).toContain('+  append: true');
		const file = at('ending.yaml');
		expect(
			tune('--apply', `1,${byParent!.id}`, '--place', 'new-macro', '--until', '2h', '--write', file, '--local-rules', file).status,
		).toBe(0);
		const text = readFileSync(file, 'utf8');
		expect(expiredExceptions(text, Date.now() + 3 * 3_600_000)).toHaveLength(2);
		expect(expiredExceptions(text, Date.now())).toHaveLength(0);
	});

	test('an exception ends wherever it goes', () => {
		const {candidates} = report();
		const byParent = candidates.find(({condition}) => condition === 'proc.pname = jenkins')!;
		for (const place of ['list', 'exception', 'new-macro']) {
			const file = at(`until-${place}.yaml`);
			const flags = ['--place', place, '--until', '2h', '--write', file, '--local-rules', file];
			expect(tune('--apply', String(byParent.id), ...flags).status).toBe(0);
			const text = readFileSync(file, 'utf8');
			expect(text).toMatch(/^# falconer: until \d{4}-.*Z \([0-9a-f]{8}\)$/m);
			expect(withoutExpired(text, Date.now())).toBe(text);
			expect(withoutExpired(text, Date.now() + 3 * 3_600_000)).not.toMatch(/jenkins|until/);
		}
	});

	test('says by its exit code what went wrong, and leaves the file alone', () => {
		expect(tune('--apply', '99').status).toBe(3);
		expect(tune('--apply', '1', '--until', 'soon').status).toBe(2);
		expect(tune('--apply', '1', '--place', 'list').status).toBe(3);
		const broken = at('broken.yaml');
		writeFileSync(broken, '- macro: [\n');
		expect(tune('--apply', '1', '--write', broken).status).toBe(3);
		expect(readFileSync(broken, 'utf8')).toBe('- macro: [\n');
		expect(tune('--apply', '1', '--write', '/proc/nowhere/x.yaml').status).toBe(4);
		const notAFile = tune('--apply', '1', '--write', folder, '--local-rules', folder);
		expect(notAFile.status).toBe(1);
		expect(notAFile.stderr).toContain(`${folder}`);
		expect(notAFile.stderr).not.toContain('node:');
		expect(spawnSync(PROGRAM, ['tune', at('none'), '--headless', '-r', rules]).status).toBe(1);
		expect(spawnSync(PROGRAM, ['tune', log, '--headless', '-r', at('none')]).status).toBe(1);
	});
});
