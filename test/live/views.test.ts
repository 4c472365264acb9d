import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {liveObstacle, SHIPPED_RULES} from './requirements.ts';
import {leave, Scene} from './scene.ts';

const obstacle = liveObstacle();

/** The shipped rules, an empty local file, and a program that reads /etc/shadow five times a second. */
function begin() {
	const scene = new Scene({rules: [SHIPPED_RULES], programs: ['backup-agent']});
	const dashboard = scene.dashboard({cols: 220, rows: 50});
	scene.loop('backup-agent');
	return {dashboard, local: scene.local};
}

test('noise, candidates, why it fired, the live tail, and a rule’s output changed in place', async ({skip}) => {
	skip(obstacle !== undefined, obstacle);
	const {dashboard, local} = begin();
	await dashboard.until(/backup-agent → \/etc\/shadow/);

	dashboard.press('2');
	await dashboard.until(/proc\.name = backup-agent and/);
	dashboard.press('Enter');
	await dashboard.until('TERMS');
	dashboard.press('c');
	await dashboard.until(/RESTS ON[\s\S]*silences +\d+ of[\s\S]*↵ Take/);
	dashboard.press('Enter');
	await dashboard.until(/TERMS[\s\S]*Try it now/);
	dashboard.press('Esc');
	await dashboard.until(/one exception a program/);

	dashboard.press('1');
	await dashboard.until(/▸.*backup-agent →/);
	dashboard.press('f');
	const tree = await dashboard.until('Why it fired');
	expect(tree).toMatch(/Why it fired · .*\n fires/);
	expect(tree).toMatch(/✓ fd\.name in \(sensitive_file_names\) {2}← \/etc\/shadow/);
	expect(tree).toMatch(/✓ not proc\.name in \(.*\) {2}← backup-agent/);
	dashboard.press('Esc');
	await dashboard.until('COUNT');

	dashboard.press('7');
	await dashboard.until('passed');
	dashboard.press('\\');
	await dashboard.until('events filter');
	dashboard.press('open_read and fd.name = /etc/shadow');
	dashboard.press('Enter');
	await dashboard.until(/▸.*backup-agent +openat .*name=\/etc\/shadow/);
	dashboard.press('Enter');
	await dashboard.until(/evt\.abspath +\/etc\/shadow/);
	dashboard.press('Esc');
	await dashboard.until('passed');

	dashboard.press('5');
	await dashboard.until(/▸ +[\d,]+ {2}W.*Credential file/);
	dashboard.press('a');
	await dashboard.until('Edit the output');
	dashboard.press('output');
	await dashboard.until(/▸ Edit the output/);
	dashboard.press('Enter');
	await dashboard.until(/preview .*backup-agent/);
	dashboard.press('\x15CKS %proc.name reads %fd.na');
	dashboard.press('Tab');
	await dashboard.until('preview  CKS backup-agent reads /etc/shadow');
	dashboard.press('Enter');
	await dashboard.until('another output');
	dashboard.press('1');
	await dashboard.until('COUNT');
	dashboard.press('r');
	await dashboard.until(/CKS backup-agent reads \/etc\/shadow/);
	dashboard.press('S');
	await dashboard.until(/\+ {3}output: .*CKS/);
	dashboard.press('Enter');
	await expect.poll(() => readFileSync(local, 'utf8')).toMatch(/^# ours\n[\s\S]*output: .*CKS %proc\.name reads %fd\.name/);
	await dashboard.until((screen) => !/● \d/.test(screen.split('\n')[0]));
	await leave(dashboard);
	expect((await dashboard.exit).exitCode).toBe(0);
	expect(dashboard.isRestored).toBe(true);
}, 120_000);
