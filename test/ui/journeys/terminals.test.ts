import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {User} from '../../terminal/user.ts';
import {World} from './world.ts';

// Terminals that are odd, slow or in a hurry: the right picture, or a clean exit.

let world: World;
beforeEach(() => {
	world = new World();
});
afterEach(() => world.close());

/** Everything has arrived and is in order. */
const FIRST = /▸ +12 [^\n]*\n +6 [^\n]*\n +5 [^\n]*\n +3 [^\n]*\n +2 [^\n]*\n +1 .*thief/;

/** In one line and no other. */
const once =
	(wanted: RegExp) =>
	(screen: string): boolean =>
		screen.split('\n').filter((line) => wanted.test(line)).length === 1;

async function leaves(user: User, code = 0): Promise<void> {
	user.terminal.press('q');
	expect((await user.terminal.exit).exitCode).toBe(code);
	expect(user.terminal.isRestored).toBe(true);
}

describe('the picture is right', () => {
	test.each<[string, Readonly<Record<string, string | undefined>>]>([
		['TERM is not set', {TERM: undefined}],
		['TERM is dumb', {TERM: 'dumb'}],
		['CI is set, though empty', {CI: ''}],
		['NO_COLOR is set', {NO_COLOR: '1', COLORTERM: 'truecolor'}],
	])('where %s', async (_name, env) => {
		const user = world.tail([], {env});
		await user
			.sees(FIRST, 'thief')
			.press('j')
			.sees(/▸ +6 /)
			.press('Enter')
			.sees('Credential read', /lines 1–|FIELDS/);
		if ('NO_COLOR' in env || env.TERM === 'dumb') expect(user.terminal.raw).not.toMatch(/\x1b\[[\d;]*[34]8;[25]/);
		await leaves(user);
	});

	test('after a megabyte was pasted: it is no command, what was too much is said, and keys work at once', async () => {
		const user = world.tail();
		await user.sees(FIRST).press('\\').sees('filter');
		user.terminal.press(`\x1b[200~${'q D w \x1b[31m proc.name = x \r\n'.repeat(45_000)}\x1b[201~`);
		await user
			.press('Ctrl-U', 'proc.name = thief', 'Enter')
			.sees('filter: proc.name = thief', /▸ +1 .*thief/)
			.seesNo('inventory');
		user.terminal.press(`\x1b[200~${'qqqqDDDDww\r'.repeat(90_000)}\x1b[201~`);
		await user.press('Escape').sees('inventory');
		await leaves(user);
	});

	test.each<[string, readonly string[], RegExp, RegExp]>([
		['in no view’s prompt', [], /▸ +12 /, /no text is asked for here/],
		['in the form', ['w'], /TERMS/, /no text is asked for here/],
		['for the value of a term', ['w', 'e'], /proc\.name =/, /proc\.name =[\s\S]*w D q[\s\S]*left out/],
		['in the command line', [':'], /^ : {2}type to search/m, /nothing fits what was typed/],
		['in the help', ['?'], /^ Help · /m, /nothing fits what was typed/],
		['in a search', ['/'], /type what to look for/, /w D q [\s\S]*too much was pasted: [\d,]+ bytes/],
		['in the diff', ['w', 'Enter', 'S'], /^ Save · /m, /no text is asked for here/],
		['in a question', ['Ctrl-S'], /^ Export /m, /no text is asked for here/],
	])('after a megabyte was pasted %s', async (_name, keys, shows, answer) => {
		const user = world.tail();
		await user.sees(FIRST);
		for (const key of keys) await user.press(key);
		await user.sees(shows);
		user.terminal.press(`\x1b[200~${'w D q \x1b[31m S \r\n'.repeat(60_000)}\x1b[201~`);
		await user
			.sees(answer)
			.press('Escape', 'Escape', 'Escape', 'Escape')
			.sees(/▸.{0,3} *12 /);
		// Nothing of it was a command.
		await user
			.press('@')
			.sees('Log of what was done')
			.seesNo(/exported|demo|saved/);
		user.terminal.press('Ctrl-C');
		expect((await user.terminal.exit).exitCode).toBe(130);
		expect(user.terminal.isRestored).toBe(true);
	});

	test('where the rest of a paste never comes, Ctrl-C is text and a signal ends it', async () => {
		const user = world.tail();
		await user.sees(FIRST).press('\\').sees('a condition');
		user.terminal.press('\x1b[200~proc.name = ');
		user.terminal.kill('SIGTERM');
		expect((await user.terminal.exit).exitCode).toBe(143);
		expect(user.terminal.isRestored).toBe(true);
	});

	test.each<[string, readonly string[], RegExp]>([
		['the form', ['w'], /^ Whitelist · Credential read/m],
		['a prompt', ['\\', 'proc.name = cron'], /filter +proc\.name = cron/],
		['the help', ['?'], /^ Help · /m],
		['a question', ['Ctrl-S'], /^ Export /m],
		['why', ['f'], /^ Why it fired/m],
		['the diff', ['w', 'Enter', 'S'], /^ Save · /m],
		['the heat map', ['m'], /^ Heat map/m],
	])('of %s after a storm of sizes, none among them', async (_name, keys, shows) => {
		const user = world.tail();
		await user.sees(FIRST);
		for (const key of keys) await user.press(key);
		await user.sees(shows);
		for (let step = 0; step < 60; step++) user.terminal.resize(10 + ((step * 37) % 200), 3 + ((step * 13) % 70));
		user.terminal.resize(118, 30);
		// Pictures of the sizes before may still come.
		await user.sees(/^ falconer /, once(/drops/), once(shows), (screen) => screen.split('\n')[29].trim() !== '');
		user.terminal.press('Ctrl-C');
		expect((await user.terminal.exit).exitCode).toBe(130);
	});

	test('of a question on the smallest card', async () => {
		const user = world.tail();
		await user.sees(FIRST).press('w', 'Enter').sees('● 1');
		user.terminal.resize(40, 8);
		await user.sees('needs 60×12', 'q quits').press('q').sees('1 change of the rules not saved', 'q quit without saving').press('Escape');
		await user.sees('needs 60×12');
		user.terminal.press('q', 'q');
		expect((await user.terminal.exit).exitCode).toBe(0);
	});

	test('after a storm of sizes', async () => {
		const user = world.tail();
		await user.sees(FIRST);
		for (let step = 0; step < 80; step++) user.terminal.resize(20 + ((step * 37) % 200), 5 + ((step * 13) % 70));
		user.terminal.resize(100, 24);
		// Pictures of the sizes before may still come.
		await user.sees(/^ falconer /, once(/^▸/), once(/drops/), (screen) => screen.split('\n')[23].includes('? Help'));
		await leaves(user);
	});

	test('where the terminal first has no size at all', async () => {
		const user = world.start(['-c', `stty rows 0 cols 0; exec "$0" "$@"`, ...world.tailCommand()], {command: 'sh', cols: 80, rows: 24});
		await user.sees(/▸ +12 /, 'drops');
		user.terminal.resize(110, 30);
		await user.sees((screen) => screen.split('\n')[29]?.includes('? Help') === true);
		await leaves(user);
	});

	test('where the reader is slower than the program: the newest frame is shown, nothing waits', async () => {
		const user = world.tail();
		await user.sees(FIRST);
		user.terminal.holdOutput();
		for (let at = 0; at < 40; at++) world.logs({program: `burst-${at}`}, 5);
		for (let press = 0; press < 300; press++) user.terminal.press('j', 'k', 'Tab', 'Shift-Tab');
		user.terminal.press('1', 'g', 'Enter');
		user.terminal.releaseOutput();
		await user
			.sees('ANCESTRY')
			.press('Escape')
			.sees(/▸ +12 /)
			.press('G')
			.sees(/▸ +\d+ /);
		await leaves(user);
	});
});

describe('the exit is clean', () => {
	test('by Ctrl-C from whatever is open', async () => {
		const user = world.tail();
		await user.sees(FIRST).press('w').sees('PREVIEW').press('e');
		user.terminal.press('Ctrl-C');
		expect((await user.terminal.exit).exitCode).toBe(130);
		expect(user.terminal.isRestored).toBe(true);
	});

	test('where there is no terminal: it says what it needs', async () => {
		const user = world.start(['-c', `"$0" "$@" </dev/null | cat; echo done`, ...world.tailCommand()], {command: 'sh'});
		await user.sees('needs a terminal', 'done');
		await user.terminal.exit;
	});
});
