import {spawn} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {liveObstacle, SHIPPED_RULES} from './requirements.ts';
import {Scene} from './scene.ts';

const obstacle = liveObstacle();

/** Opens 900 files when it is told to, and when it is told again makes as many UDP connections. It starts no other process. */
const PROGRAM = `#!/bin/bash
read
for ((i = 0; i < 900; i++)); do : < /etc/hostname; done
echo opened
read
for ((i = 0; i < 900; i++)); do exec 3<> /dev/udp/127.0.0.1/9; exec 3>&-; done
echo connected
read
`;

const countOf = (screen: string, type: string): number =>
	Number(new RegExp(`^[ ▸]+${type} +([\\d.,]+)`, 'm').exec(screen)?.[1].replaceAll(',', '') ?? 0);

test('the heat map of a process shows what it does while it does it, by type, and nothing of others', async ({skip}) => {
	skip(obstacle !== undefined, obstacle);
	const scene = new Scene({rules: [SHIPPED_RULES]});
	writeFileSync(scene.at('xylophone'), PROGRAM, {mode: 0o755});
	const child = spawn(scene.at('xylophone'), {stdio: ['pipe', 'pipe', 'ignore']});
	const dashboard = scene.dashboard({cols: 140, rows: 50});
	await dashboard.until('rules are watching');
	const said = () => new Promise((resolve) => child.stdout.once('data', resolve));
	try {
		dashboard.tab('Processes');
		await dashboard.until(/[├└]─/);
		dashboard.press('/', 'xylophone');
		await dashboard.until(new RegExp(`▸ *${child.pid} `));
		dashboard.press('Enter');
		await dashboard.until(new RegExp(`▸ *${child.pid} `));
		dashboard.press('m');
		await dashboard.until(/Heat map · .*process/);
		let next = said();
		child.stdin.write('\n');
		await next;
		await dashboard.until((screen) => countOf(screen, 'openat') >= 900);
		expect(countOf(dashboard.text, 'openat')).toBeLessThan(990);
		expect(countOf(dashboard.text, 'connect')).toBe(0);
		next = said();
		child.stdin.write('\n');
		await next;
		const screen = await dashboard.until((text) => countOf(text, 'connect') >= 900);
		expect(countOf(screen, 'connect')).toBe(900);
		expect(screen).toMatch(/connect .*[░▒▓█]/);
		dashboard.press('Esc');
		await dashboard.until(/PID +USER/);
	} finally {
		child.kill('SIGKILL');
	}
}, 120_000);
