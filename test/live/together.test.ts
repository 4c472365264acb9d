import {spawnSync} from 'node:child_process';
import {expect, test} from 'vitest';
import type {Terminal} from '../terminal/terminal.ts';
import {liveObstacle} from './requirements.ts';
import {Scene} from './scene.ts';

const obstacle = liveObstacle();

const RULES = `
- rule: Credential read
  desc: d
  condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow and proc.exepath startswith FOLDER
  output: "%proc.name"
  priority: WARNING
`;
const READS = 300;

/** Over all groups: another parent makes another group. */
const countOf = (screen: string): number =>
	[...screen.matchAll(/([\d,]+) .*thief → /g)].reduce((sum, [, count]) => sum + Number(count.replaceAll(',', '')), 0);

/** A rate above zero in the header: thousands have a letter. */
const eventRate = (terminal: Terminal): boolean => /[1-9][\d.]*k? ev\/s/.test(terminal.lines[0]);

const hasLostNothing = (terminal: Terminal): boolean => /drops\s+0\b/.test(terminal.lines[0]);

test('two dashboards and an agent on one node each see every event, count the same and drop nothing', async ({skip}) => {
	skip(obstacle !== undefined, obstacle);
	const scene = new Scene({rulesText: RULES, programs: ['thief', 'probe']});
	const probe = (): void => void spawnSync(scene.at('probe'), ['/etc/shadow']);
	const agent = scene.agent();
	const dashboards = [scene.dashboard({cols: 160}), scene.dashboard({cols: 160})];
	for (const dashboard of dashboards) await dashboard.until('rules are watching');
	await agent.ready(probe);
	for (const dashboard of dashboards) await dashboard.until('probe → /etc/shadow');

	spawnSync('bash', ['-c', `for ((i = 0; i < ${READS}; i++)); do "$0" /etc/shadow > /dev/null; done`, scene.at('thief')]);
	for (const dashboard of dashboards) {
		await dashboard.until((screen) => countOf(screen) >= READS || !hasLostNothing(dashboard));
		skip(!hasLostNothing(dashboard), 'others flood this machine: what was lost on the way cannot be compared');
		expect(countOf(dashboard.text)).toBe(READS);
		await dashboard.until(() => eventRate(dashboard));
	}
	await expect.poll(() => agent.alerts.filter(({output}) => output.includes('thief')).length).toBe(READS);

	// When one leaves the others go on.
	dashboards[0].press('q');
	expect((await dashboards[0].exit).exitCode).toBe(0);
	spawnSync(scene.at('thief'), ['/etc/shadow']);
	await dashboards[1].until((screen) => countOf(screen) === READS + 1);
	await expect.poll(() => agent.alerts.filter(({output}) => output.includes('thief')).length).toBe(READS + 1);
});
