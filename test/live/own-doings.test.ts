import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {liveObstacle} from './requirements.ts';
import {Scene} from './scene.ts';

const obstacle = liveObstacle();

const RULES = `
- rule: Write below the scene
  desc: d
  condition: evt.type in (open, openat, openat2, creat) and evt.is_open_write = true and fd.name startswith FOLDER
  output: "%proc.name wrote %fd.name pid=%proc.pid"
  priority: ERROR
- macro: user_known_readers
  condition: (evt.num = 0)
- rule: Credential read
  desc: d
  condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow and proc.exepath startswith FOLDER and not user_known_readers
  output: "%proc.name"
  priority: WARNING
`;

const leftOut = (screen: string): number => Number(/own alerts left out +([\d,]+)/.exec(screen)?.[1].replaceAll(',', '') ?? -1);

test('what the dashboard itself writes alerts elsewhere, and is counted here; the same program run by anyone else alerts', async ({
	skip,
}) => {
	skip(obstacle !== undefined, obstacle);
	const scene = new Scene({rulesText: RULES, programs: ['backup-agent']});
	const agent = scene.agent();
	const dashboard = scene.dashboard({cols: 260});
	await dashboard.until('rules are watching');
	await agent.ready(() => spawnSync(scene.at('backup-agent'), ['/etc/shadow']));
	await dashboard.until('backup-agent → /etc/shadow');

	dashboard.press('w');
	await dashboard.until('TERMS');
	dashboard.press('Enter');
	await dashboard.until('trial');
	dashboard.press('S');
	await dashboard.until('Save · ');
	dashboard.press('Enter');
	await dashboard.until(/saved |✓.*saved/);
	expect(readFileSync(scene.local, 'utf8')).toContain('backup-agent');
	// The agent is another process: to it the save is an event like any other.
	const save = await agent.waitFor(
		({rule, output_fields}) => rule === 'Write below the scene' && output_fields['proc.pid'] === dashboard.pid,
		20_000,
	);
	expect(save.output).toContain('falco_rules.local.yaml');

	// The agent does not load the file by itself: that stands above the list, and takes no key that was meant for it.
	await dashboard.until(/NOT LOADED .*L says what can be done/);
	dashboard.press('1');
	await dashboard.until('COUNT');
	const impostor = `require('fs').writeFileSync(process.argv[1], '')`;
	spawnSync(process.execPath, ['-e', impostor, scene.at('impostor')], {argv0: 'node'});
	dashboard.press('r');
	const screen = await dashboard.until(/node wrote .*impostor/);
	expect(screen).not.toMatch(/falco_rules\.local/);
	dashboard.tab('System');
	expect(leftOut(await dashboard.until((text) => leftOut(text) > 0))).toBeGreaterThan(0);
}, 120_000);
