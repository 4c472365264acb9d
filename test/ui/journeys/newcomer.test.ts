import {readFileSync} from 'node:fs';
import {afterEach, expect, test} from 'vitest';
import type {User} from '../../terminal/user.ts';
import {World} from './world.ts';

const world = new World();
afterEach(() => world.close());

const KEYS: Readonly<Record<string, string>> = {'↵': 'Enter', '␣': 'Space', '→': 'Right', Tab: 'Tab', Esc: 'Escape', '?': '?'};

/** Presses what the footer says for it: a newcomer knows no other way. */
function does(user: User, label: string | RegExp): User {
	return user.looks(async (lines, terminal) => {
		const items = lines.at(-1)!.trim().split(/ {2,}/);
		const item = items.find((text) => {
			const words = text.slice(text.indexOf(' ') + 1);
			return typeof label === 'string' ? words === label : label.test(words);
		});
		if (item === undefined) throw new Error(`the footer offers no ${label}: ${lines.at(-1)}`);
		const key = item.slice(0, item.indexOf(' '));
		terminal.press(KEYS[key] ?? key);
		await terminal.idle();
	});
}

test('the first hour without documentation: every next step stands on the screen', async () => {
	const user = world.tail();
	await user.sees(/▸ +12 .*backup-agent/, 'thief');
	await does(user, 'Open').sees('ANCESTRY');
	await does(user, 'Back').sees(/▸ +12 /);
	await does(user, 'Why').sees('Why it fired');
	await does(user, 'Back').sees(/▸ +12 /);
	await does(user, 'Whitelist').sees('TERMS', /silences 12 of/);
	await does(user, 'Place').sees('new macro');
	await does(user, 'Candidates').sees('narrow to wide');
	await does(user, 'Take').sees('TERMS');
	await does(user, 'Try it now').sees('trial', '● 1');
	world.logs({}, 3);
	world.logs({program: 'late-thief'});
	await user.sees('late-thief', /~ +12 /);
	await does(user, 'Help')
		.sees('type to search')
		.press('save: show', 'Enter')
		.sees('Save · ', /lines? added/);
	await does(user, 'Write').sees(/✓ +12 .*saved$/m);
	expect(readFileSync(world.at('local.yaml'), 'utf8')).toContain('backup-agent');
	await does(user, 'Help')
		.press('view: exceptions', 'Enter')
		.sees('STATE', /saved .*backup-agent/);
	user.terminal.press('q');
	expect((await user.terminal.exit).exitCode).toBe(0);
	expect(user.terminal.isRestored).toBe(true);
});
