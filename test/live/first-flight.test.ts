import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {liveObstacle, SHARED, stockRulesObstacle} from './requirements.ts';
import {leave, Scene} from './scene.ts';

const obstacle = liveObstacle() ?? stockRulesObstacle();
const LOCAL = `# Local rules of this node. Owner: platform team.

- list: known_hosts_of_ours   # kept in order
  items: [a, b]
`;

const countOf = (screen: string) =>
	Number(/([\d,]+)\s+\S+\s+(?:\S+\s+)?W\s+Read sensitive.*backup-agent/.exec(screen)?.[1]?.replaceAll(',', '') ?? 0);

test('a noisy rule is silenced from the dashboard, tried, saved, and stays silent after a restart', async ({skip}) => {
	skip(obstacle !== undefined, obstacle);
	const scene = new Scene({rules: [path.join(SHARED, 'rules/falco_rules.yaml')], local: LOCAL, programs: ['backup-agent', 'thief']});
	const start = () => scene.dashboard({cols: 150, rows: 42});
	const thief = scene.at('thief');
	const dashboard = start();
	await dashboard.until('live eBPF');
	scene.loop('backup-agent');
	const first = countOf(await dashboard.until((screen) => countOf(screen) > 2));
	await dashboard.until((screen) => countOf(screen) > first + 2);

	dashboard.press('w');
	const sheet = await dashboard.until(/silences [\d,]+ of [\d,]+/);
	expect(sheet).toContain('user_known_read_sensitive_files_activities');
	expect(sheet).toMatch(/\[x\] proc\.name\s+=\s+backup-agent/);
	dashboard.press('Enter');
	await dashboard.until('trial');
	const silent = countOf(await dashboard.until(/backup-agent/));
	spawnSync(thief, ['/etc/shadow']);
	await dashboard.until('thief');
	expect(countOf(dashboard.text)).toBeLessThanOrEqual(silent + 2);

	dashboard.press('S');
	await dashboard.until('override');
	dashboard.press('Enter');
	await dashboard.until((screen) => !/● \d/.test(screen.split('\n')[0]));
	const saved = readFileSync(scene.local, 'utf8');
	expect(saved.startsWith(LOCAL)).toBe(true);
	expect(saved).toContain('backup-agent');
	await leave(dashboard);
	expect((await dashboard.exit).exitCode).toBe(0);
	expect(dashboard.isRestored).toBe(true);

	const again = start();
	await again.until('live eBPF');
	spawnSync(thief, ['/etc/shadow']);
	await again.until('thief');
	expect(again.text).not.toContain('backup-agent →');
}, 90_000);
