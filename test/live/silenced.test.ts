import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import type {Terminal} from '../terminal/terminal.ts';
import {liveObstacle, SHIPPED_RULES} from './requirements.ts';
import {leave, Scene} from './scene.ts';

const obstacle = liveObstacle();

/** A program that reads /etc/shadow five times a second, and dashboards over one local file and one state folder. */
function begin() {
	const scene = new Scene({rules: [SHIPPED_RULES], programs: ['backup-agent']});
	scene.loop('backup-agent');
	const dashboard = (): Terminal => scene.dashboard({cols: 220, rows: 50});
	return {dashboard, local: scene.local, program: scene.at('backup-agent')};
}

/** Only alerts of our program: other programs of the machine alert, too. */
async function showOnly(terminal: Terminal, program: string): Promise<void> {
	await terminal.until('COUNT');
	terminal.press('\\');
	await terminal.until('a condition, such as');
	terminal.press(`proc.exepath = ${program}`);
	terminal.press('Enter');
	await terminal.until(/▸.*backup-agent → \/etc\/shadow/);
}

/** Hits in the row of the Exceptions view. */
const hitsIn = (screen: string): number =>
	Number(/(?:trial|saved) +[\d,]+ +([\d,]+) +\S+ .*backup-agent/.exec(screen)?.[1].replaceAll(',', ''));

test('what an exception silences is counted and shown by its name, and the hits survive a restart', async ({skip}) => {
	skip(obstacle !== undefined, obstacle);
	const {dashboard, local, program} = begin();
	const first = dashboard();
	await showOnly(first, program);
	first.press('w');
	await first.until('Try it now');
	first.press('Enter');
	await first.until(/~ [\d,]+ silenced by exceptions {2}s shows them/);
	first.press('s');
	await first.until(/[▸ ]~ +[\d,]+ .*backup-agent → \/etc\/shadow.*trial/);
	await first.until(/silenced by +user_known_\S+:/);

	first.press('6');
	const before = hitsIn(await first.until(/trial +[\d,]+ +[1-9]\d* +\S+ .*backup-agent/));
	const more = new RegExp(`trial +[\\d,]+ +(?!${before} )[1-9]\\d* +\\S+ .*backup-agent`);
	expect(hitsIn(await first.until(more))).toBeGreaterThan(before);
	first.press('Enter');
	await first.until(/Silenced by \S+/);
	await first.until(/▸~ .*backup-agent/);
	first.press('Esc');
	await first.until(/▸ +trial .*backup-agent/);
	first.press('S');
	await first.until('lines added');
	first.press('Enter');
	await first.until('all changes are saved');
	const counted = hitsIn(await first.until(/saved +[\d,]+ +[1-9]\d* +\S+ .*backup-agent/));
	await leave(first);
	expect((await first.exit).exitCode).toBe(0);
	expect(readFileSync(local, 'utf8')).toContain('backup-agent');

	const second = dashboard();
	await second.until(/~ [\d,]+ silenced by exceptions/);
	second.press('6');
	await second.until((screen) => hitsIn(screen) > counted);
	await leave(second);
	expect((await second.exit).exitCode).toBe(0);
}, 240_000);
