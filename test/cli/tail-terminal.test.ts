import {appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {Terminal} from '../terminal/terminal.ts';

const RULES = `
- macro: user_known_reads
  condition: (evt.num=0)
- rule: Reads
  desc: d
  condition: evt.type = openat and fd.name startswith /etc and not user_known_reads
  output: read %fd.name %proc.name
  priority: WARNING
`;

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'tail-'));
	writeFileSync(path.join(folder, 'rules.yaml'), RULES);
});
afterAll(() => rmSync(folder, {recursive: true}));
const at = (name: string): string => path.join(folder, name);

const line = (program: string): string =>
	`${JSON.stringify({rule: 'Reads', priority: 'Warning', source: 'syscall', hostname: 'n', time: new Date().toISOString(), output: 'x: Warning read', output_fields: {'evt.type': 'openat', 'proc.name': program, 'proc.exepath': `/opt/${program}`, 'fd.name': '/etc/shadow', 'container.id': 'host'}})}\n`;

describe('falconer tail in a terminal', () => {
	test('shows what the file holds, and an exception tried there silences what follows', async () => {
		const [log, local] = [at('log.json'), at('local.yaml')];
		writeFileSync(log, line('first-agent'));
		const terminal = new Terminal(['tail', log, '-r', at('rules.yaml'), '--local-rules', local]);
		try {
			await terminal.until('first-agent');
			terminal.press('w');
			await terminal.until('user_known_reads');
			terminal.press('Enter');
			await terminal.until('trial');
			appendFileSync(log, `${line('first-agent')}{"broken\n${line('late-agent')}`);
			await terminal.until((screen) => /late-agent/.test(screen) && /first-agent/.test(screen));
			// The second alert of the first agent came before that of the late one, and was silenced.
			expect(terminal.lines.find((row) => row.includes('first-agent'))).toMatch(/^\W*1\s/);
			expect(existsSync(local)).toBe(false);
		} finally {
			await terminal.close();
		}
	});

	test('takes alerts from standard input and keys from the terminal', async () => {
		const log = at('piped.json');
		writeFileSync(log, line('piped-agent'));
		const terminal = new Terminal(
			['-c', `cat '${log}' | bin/falconer tail - -r '${at('rules.yaml')}' --local-rules '${at('none.yaml')}'`],
			{command: 'sh'},
		);
		await terminal.until('piped-agent');
		terminal.press('q');
		const {exitCode} = await terminal.exit;
		expect(exitCode).toBe(0);
		expect(readFileSync(log, 'utf8')).toContain('piped-agent');
	});
});
