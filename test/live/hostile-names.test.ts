import {spawnSync} from 'node:child_process';
import {copyFileSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {Terminal} from '../terminal/terminal.ts';
import {liveObstacle} from './requirements.ts';

const obstacle = liveObstacle();
const folder = mkdtempSync(path.join(tmpdir(), 'falconer-hostile-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const NAME = '\x1b]0;x\x07';
const SHOWN = '\\x1b]0;x\\x07';

test('a running program whose name is a terminal command does nothing to the terminal in any view', async ({skip}) => {
	skip(obstacle !== undefined, obstacle);
	const program = path.join(folder, NAME);
	copyFileSync('/bin/cat', program);
	const rules = path.join(folder, 'rules.yaml');
	writeFileSync(
		rules,
		`- rule: Shadow read\n  desc: d\n  condition: evt.type in (open, openat) and fd.name = /etc/shadow and proc.exepath startswith "${folder}"\n  output: "%proc.name read %fd.name"\n  priority: WARNING\n`,
	);
	const config = path.join(folder, 'falco.yaml');
	writeFileSync(config, `rules_files: [${rules}]\n`);
	const dashboard = new Terminal(['-c', config, '--local-rules', path.join(folder, 'local.yaml')], {cols: 150, rows: 40});
	try {
		await dashboard.until('rules are watching');
		expect(spawnSync(program, ['/etc/shadow']).status).toBe(0);
		await dashboard.until(SHOWN);
		dashboard.press('r');
		await dashboard.until(/\d\d:\d\d:\d\d.*Shadow read/);
		dashboard.press('Enter');
		await dashboard.until((screen) => screen.includes('ANCESTRY') && screen.includes(SHOWN));
		dashboard.press('w');
		await dashboard.until((screen) => screen.includes('TERMS') && screen.includes(SHOWN));
		dashboard.press('Enter');
		await dashboard.until('trial');
		dashboard.press('S');
		await dashboard.until('- macro:');
		dashboard.press('Ctrl-C');
		await dashboard.exit;
		expect(dashboard.raw).not.toContain('\x1b]');
		expect(dashboard.raw).not.toContain('\x07');
		expect(dashboard.isRestored).toBe(true);
	} finally {
		await dashboard.close();
	}
}, 120_000);
