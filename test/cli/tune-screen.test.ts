import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {Terminal} from '../terminal/terminal.ts';

// What a pipeline is told is what a person sees: the Noise view and the candidates of its rows, on a real terminal,
// against the report of `falconer tune --headless --json`, on one log.

const RULES = `
- macro: user_known_reads
  condition: (evt.num=0)
- macro: user_known_shells
  condition: (evt.num=0)
- rule: Reads
  desc: d
  condition: evt.type = openat and fd.name startswith /etc and not user_known_reads
  output: read %fd.name %proc.name
  priority: WARNING
- rule: Shells
  desc: d
  condition: evt.type = execve and not user_known_shells
  output: shell %proc.name
  priority: NOTICE
`;

interface Report {
	readonly noise: readonly {
		readonly rule: string;
		readonly condition: string;
		readonly alerts: number;
		readonly candidates: readonly number[];
	}[];
	readonly candidates: readonly {
		readonly id: number;
		readonly condition: string;
		readonly silences: {readonly ofRule: number; readonly total: number};
		readonly warnings: readonly unknown[];
	}[];
}

let folder: string;
let report: Report;
const at = (name: string): string => path.join(folder, name);

function logLine(second: number, rule: string, fields: Readonly<Record<string, string>>): string {
	const time = new Date(Date.UTC(2026, 10, 22, 10, 0, second)).toISOString();
	const priority = rule === 'Reads' ? 'Warning' : 'Notice';
	return JSON.stringify({rule, priority, source: 'syscall', hostname: 'n', time, output: 'x', output_fields: fields});
}

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'tune-screen-'));
	writeFileSync(at('rules.yaml'), RULES);
	const lines: string[] = [];
	for (let second = 0; second < 60; second++) {
		const own = {'evt.type': 'openat', 'container.id': 'host', 'proc.pname': 'cron'};
		const file = second % 2 === 0 ? '/etc/shadow' : '/etc/backup/keys';
		lines.push(logLine(second, 'Reads', {...own, 'proc.name': 'backup', 'proc.exepath': '/opt/backup/backup', 'fd.name': file}));
		if (second % 3 === 0)
			lines.push(logLine(second, 'Reads', {...own, 'proc.name': 'cat', 'proc.exepath': '/bin/cat', 'fd.name': '/etc/shadow'}));
		const shell = {
			'evt.type': 'execve',
			'proc.name': 'sh',
			'proc.exepath': '/bin/sh',
			'proc.pname': 'nginx',
			'proc.cmdline': `sh -c health ${second % 4}`,
		};
		if (second % 5 === 0)
			lines.push(logLine(second, 'Shells', {...shell, 'container.id': 'aa11bb22cc33', 'container.image.repository': 'web'}));
	}
	writeFileSync(at('log.json'), `${lines.join('\n')}\n`);
	const args = ['tune', at('log.json'), '--headless', '--json', '-r', at('rules.yaml'), '--local-rules', at('local.yaml')];
	report = JSON.parse(spawnSync('bin/falconer', args, {encoding: 'utf8'}).stdout) as Report;
});
afterAll(() => rmSync(folder, {recursive: true}));

const SHOWN = 20;

/** Rows of the list of candidates: what each silences, and its exception. */
function candidateRows(terminal: Terminal): {readonly condition: string; readonly ofRule: number}[] {
	return terminal.lines.flatMap((line) => {
		const [, ofRule, condition] = /^ [▸ ] +([\d,]+) +(?:–|[\d,]+) !? *\S.*?\S {2,}(\S.*)$/.exec(line) ?? [];
		return condition === undefined ? [] : [{condition, ofRule: Number(ofRule.replace(',', ''))}];
	});
}

test('the screen shows the noise and the candidates that the headless report has, with the same counts', async () => {
	expect(report.noise.length).toBeGreaterThan(2);
	const terminal = new Terminal(['tail', at('log.json'), '-r', at('rules.yaml'), '--local-rules', at('local.yaml')], {cols: 220, rows: 50});
	try {
		await terminal.until('backup');
		terminal.press('2');
		await terminal.until('would silence 80%');
		for (const [index, noise] of report.noise.entries()) {
			// Beside the detail of the row the end of a long condition is cut.
			const start = noise.condition.slice(0, SHOWN);
			const row = terminal.lines.find((line) => line.includes(start));
			expect(row, `${start}\n${terminal.text}`).toBeDefined();
			expect(row).toMatch(new RegExp(`^[ ▸]* ${noise.alerts} `));
			terminal.press('Home');
			for (let step = 0; step < index; step++) terminal.press('Down');
			await terminal.until((screen) => screen.split('\n').some((line) => line.includes('▸') && line.includes(start)));
			terminal.press('Enter');
			await terminal.until('TERMS');
			terminal.press('c');
			await terminal.until((screen) => screen.includes('RESTS ON') && !/^ [▸ ] +… /m.test(screen));
			const wanted = report.candidates
				.filter(({id}) => noise.candidates.includes(id))
				.map(({condition, silences}) => ({condition, ofRule: silences.ofRule}));
			const isOther = ({condition}: {readonly condition: string}): boolean => condition !== noise.condition;
			const byText = (a: {readonly condition: string}, b: {readonly condition: string}): number => (a.condition < b.condition ? -1 : 1);
			expect(candidateRows(terminal).filter(isOther).sort(byText)).toEqual(wanted.filter(isOther).sort(byText));
			expect(wanted.length).toBeGreaterThan(1);
			terminal.press('Escape');
			await terminal.until('TERMS');
			terminal.press('Escape');
			await terminal.until('would silence 80%');
		}
	} finally {
		await terminal.close();
	}
});
