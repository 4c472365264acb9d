import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {Terminal} from '../terminal/terminal.ts';
import {liveObstacle} from './requirements.ts';

const obstacle = liveObstacle();
const folder = mkdtempSync(path.join(tmpdir(), 'frp-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const write = (name: string, text: string): string => {
	const file = path.join(folder, name);
	writeFileSync(file, text);
	return file;
};
const rule = (name: string, condition: string) => `- rule: ${name}\n  desc: d\n  condition: ${condition}\n  output: o\n  priority: INFO\n`;

test('what is wrong with rules files is shown with its place and what was expected, and the rules that load are in use', async ({skip}) => {
	skip(obstacle !== undefined, obstacle);
	const files = [
		write('good.yaml', rule('Good rule', 'evt.type = openat and fd.name = /etc/shadow')),
		write('yaml.yaml', '- rule: broken\n  desc: "no end\n  condition: x\n'),
		write('field.yaml', rule('Bad field', 'evt.type = openat and proc.nmae = cat')),
	];
	const unreadable = path.join(folder, 'local.yaml');
	mkdirSync(unreadable);
	const config = write('falco.yaml', `rules_files: [${files.join(', ')}]\n`);
	const dashboard = new Terminal(['-c', config, '--local-rules', unreadable], {cols: 150, rows: 50});
	try {
		await dashboard.until(/3 errors in the rules files/);
		dashboard.tab('Rules');
		await dashboard.until('Good rule');
		dashboard.press('E');
		await dashboard.until('did you mean proc.name');
		await dashboard.until(/field\.yaml:3:\d+ {2}LOAD_ERR_COMPILE_CONDITION/);
		expect(dashboard.text).toMatch(/yaml\.yaml:\d+:\d+ {2}LOAD_ERR_YAML_PARSE/);
		expect(dashboard.text).toContain(`${unreadable}:1:1`);
		dashboard.press('Ctrl-C');
		await dashboard.exit;
		expect(dashboard.isRestored).toBe(true);
	} finally {
		await dashboard.close();
	}
}, 120_000);
