import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import type {User} from '../../terminal/user.ts';
import {LOCAL, World} from './world.ts';

// Somebody who may only look: every key that would change rules or this machine says so, and changes nothing.

const SAYS = 'read-only: no rule is changed here';

let world: World;
let user: User;

beforeAll(async () => {
	world = new World();
	user = world.tail(['--read-only'], {cols: 118, rows: 30});
	await user.sees(/▸ +12 /, 'thief', 'read-only · ');
});
afterAll(() => world.close());
beforeEach(async () => {
	await user.home().sees(/▸ +12 /);
});

test.each([
	['S', []],
	['z', []],
	['Z', []],
	['D', []],
	['Enter', ['w']],
	['i', ['w']],
	['x', ['6']],
	['Delete', ['6']],
	['X', ['6']],
	['S', ['Enter']],
	['z', ['f']],
	['Z', ['@']],
])('%s after %s', async (key, before) => {
	await user.press(...before, key).sees(SAYS);
	expect(readFileSync(world.at('local.yaml'), 'utf8')).toBe(LOCAL);
});

test('the footer offers none of them', async () => {
	await user.press('w').looks((lines) => expect(lines.at(-1)).not.toContain('Try it now'));
	await user.press('Escape', '6').looks((lines) => expect(lines.at(-1)).not.toMatch(/Remove|Save|Undo/));
});

test('the actions of a rule are those that look', async () => {
	await user
		.press('5', 'a')
		.sees(/^ Actions · Rules {2}type to search/m)
		.seesNo('Disable the rule');
});

test('the help greys them, with the reason', async () => {
	await user.press('?', 'save: show').sees(`(${SAYS})`).press('Enter').sees(SAYS).seesNo('Save · ');
});

test('what looks still works: the form with its preview, why, filters, export', async () => {
	await user
		.press('w', 'Down', 'Space')
		.sees(/silences 15 of/)
		.press('Escape', 'f')
		.sees('Why it fired')
		.press('Escape');
	await user.press('+').sees('filter: ').press('Escape', 'Ctrl-S', 't').sees('exported the screen');
	expect(readdirSync(world.folder).some((name) => name.startsWith('falconer-alerts-'))).toBe(true);
});

test('no setting is saved, and nothing of the dashboard’s own state: filters and searches are kept for this run alone', async () => {
	await user.press(':', 'save settings', 'Enter').sees('read-only: no settings are saved here');
	await user.press('\\', 'proc.name = thief', 'Enter').sees('filter: proc.name = thief').press('Escape', '/', 'thief', 'Enter', 'Escape');
	await user
		.press('\\', 'Up')
		.sees(/filter +proc\.name = thief/)
		.press('Escape');
	const other = world.tail(['--read-only'], {cols: 118, rows: 30});
	await other
		.sees(/▸ +12 /)
		.press('\\', 'proc.name = kworker', 'Enter')
		.sees('filter: proc.name = kworker');
	other.terminal.press('q');
	expect((await other.terminal.exit).exitCode).toBe(0);
	expect(['state', 'config'].map((name) => existsSync(world.at(name)))).toEqual([false, false]);
});
