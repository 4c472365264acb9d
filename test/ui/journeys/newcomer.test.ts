import {readFileSync} from 'node:fs';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {User} from '../../terminal/user.ts';
import {LOCAL, World} from './world.ts';

// The first hour of somebody who has read nothing: every key is taken from what stands on the screen at that moment.

let world: World;
beforeEach(() => {
	world = new World();
});
afterEach(() => world.close());

const KEYS: Readonly<Record<string, string>> = {'↵': 'Enter', '␣': 'Space', '→': 'Right', Tab: 'Tab', Esc: 'Escape', '?': '?'};
const press = (user: User, key: string): void => user.terminal.press(KEYS[key] ?? key);

/** Presses what the footer says for it. */
function does(user: User, label: string | RegExp): User {
	return user.looks(async (lines, terminal) => {
		const items = lines.at(-1)!.trim().split(/ {2,}/);
		const item = items.find((text) => {
			const words = text.slice(text.indexOf(' ') + 1);
			return typeof label === 'string' ? words === label : label.test(words);
		});
		if (item === undefined) throw new Error(`the footer offers no ${label}: ${lines.at(-1)}`);
		press(user, item.slice(0, item.indexOf(' ')));
		await terminal.idle();
	});
}

/** Presses the key that a sentence of the screen names: `(\S+) undoes`. */
function reads(user: User, sentence: RegExp): User {
	return user.sees(sentence).looks(async (lines, terminal) => {
		press(user, sentence.exec(lines.join('\n'))![1]);
		await terminal.idle();
	});
}

const localText = (): string => readFileSync(world.at('local.yaml'), 'utf8');

test('from the first noise to a silence that is kept: every next step stands on the screen', async () => {
	const user = world.tail();
	// The noisiest stands first and is selected.
	await user.sees(/▸ +12 .*backup-agent/, 'thief');
	await does(user, 'Open').sees('ANCESTRY', /proc\.name +backup-agent/);
	await does(user, 'Why').sees('Why it fired', /✓ fd\.name in \(sensitive_files\) +← \/etc\/shadow/);
	await does(user, 'Back').sees('ANCESTRY');
	await does(user, 'Back').sees(/▸ +12 /);

	// An exception: what it would silence is told before anything is done.
	await does(user, 'Whitelist').sees('TERMS', 'PREVIEW', /silences 12 of 2\d/, 'still alerts');
	await does(user, 'Place').sees('new macro');
	await does(user, 'Place').sees('exceptions');
	await does(user, 'Place').sees('hook macro user_known_reads');
	await does(user, 'Candidates').sees('narrow to wide', /silences +12 of/);
	await does(user, 'Take').sees('TERMS', /silences 12 of/);
	await does(user, 'Try it now').sees('trial', '● 1', /~ +12 /);
	expect(localText()).toBe(LOCAL);

	// The silence is seen: what is like it stays quiet, what is not still alerts.
	world.logs({}, 3);
	world.logs({program: 'late-thief'});
	await user.sees('late-thief', /~ +12 /);

	await does(user, /^Save \(1\)/).sees(/^ Save · .*local\.yaml/m, '# Local rules of this site', /\+ - macro: user_known_reads/);
	await does(user, 'Write').sees(/✓ +12 .* saved$/m);
	expect(localText()).toContain('backup-agent');

	// Where it went: the view whose name says so tells the file.
	const tab = user.terminal.lines[1].match(/(\d) Exceptions/)![1];
	await user.press(tab).sees(/^ \/.*local\.yaml {2}all changes are saved/m, /saved .*backup-agent/);

	// Second thoughts, and third ones.
	const list = user.terminal.lines[1].match(/(\d) Alerts/)![1];
	await user.press(list).sees(/▸/);
	await does(user, 'Undo').sees('undone: ', '● 1');
	await reads(user, /undone: [\s\S]*? (\S+)\s+brings it\s+back/)
		.sees('done again: ')
		.seesNo('● 1');

	// Another one, and leaving without a save: one is asked.
	await user.press('g');
	await user.looks((_lines, terminal) => terminal.press('j', 'j'));
	await does(user, 'Whitelist').sees('PREVIEW');
	await does(user, 'Try it now').sees('● 1');
	await does(user, 'Quit').sees('1 change of the rules not saved', 'quit without saving');
	await does(user, 'Back').seesNo('quit without saving').sees('● 1');
	await does(user, 'Quit').sees(/^ +(\S+) +quit without saving/m);
	const [, quits] = /^ +(\S+) +quit without saving/m.exec(user.terminal.text)!;
	user.terminal.press(quits);
	expect((await user.terminal.exit).exitCode).toBe(0);
	expect(user.terminal.isRestored).toBe(true);
	// What was saved holds, what was only tried is gone.
	expect(localText()).toContain('backup-agent');
	expect(localText().match(/proc\.name/g)).toHaveLength(1);
});

test('whoever presses what he knows from elsewhere is told where he is', async () => {
	const user = world.tail();
	await user.sees(/▸ +12 /, 'thief');
	await user.press('Escape').sees('there is nothing to leave: q quits');
	await user.press('t').sees('t does nothing in Alerts; in Processes: Show processes as a tree or a list');
	await user.press('F9').sees('F9 does nothing in Alerts: ? shows what does');
	await user.press('n').sees('nothing is searched for: / searches');
	await user.press('\x1b[200~cat /etc/shadow\x1b[201~').sees('no text is asked for here: / searches, \\ filters');
	await user.press('d').press('@').sees('Log of what was done').seesNo('does nothing');
});
