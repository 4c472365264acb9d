import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import type {User} from '../../terminal/user.ts';
import {World} from './world.ts';

// The same key as terminals send it: xterm, rxvt, the Linux console, tmux and screen, PuTTY, kitty; keypads in their
// application mode. What no terminal of theirs sends is answered, and nothing of it is typed.

let world: World;
let user: User;

beforeAll(async () => {
	world = new World();
	// The pieces of a key may come late where the machine is busy.
	user = world.tail([], {cols: 118, rows: 30, env: {ESCDELAY: '30000'}});
	await user.sees(/▸ +12 .*\n +6 .*\n +5 .*\n +3 /, 'thief');
});
afterAll(() => world.close());
beforeEach(async () => {
	await user.home().sees(/▸ +12 /);
});

const HELP = 'Help · Alerts';
const MENU = /^ Views +type/m;
const SECOND = /▸ +6 /;
const FIRST = /▸ +12 /;
const LAST = /▸ +1 .*thief/;

const encodings: readonly [name: string, wanted: string | RegExp, before: readonly string[], ...bytes: string[]][] = [
	['F1', HELP, [], '\x1bOP', '\x1b[11~', '\x1b[[A', '\x1b[P'],
	['F2', MENU, [], '\x1bOQ', '\x1b[12~', '\x1b[[B', '\x1b[Q'],
	['F3', 'type what to look for', [], '\x1bOR', '\x1b[13~', '\x1b[[C', '\x1b[R'],
	['F4', 'a condition, such as', [], '\x1bOS', '\x1b[14~', '\x1b[[D', '\x1b[S'],
	['F5', 'F5 does nothing in Alerts; in Processes: Show processes as a tree', [], '\x1b[15~', '\x1b[[E'],
	['F6', 'Sort by', [], '\x1b[17~'],
	['F7', 'Whitelist · Credential read', [], '\x1b[18~'],
	['F8', 'Actions · Alerts  type to search', [], '\x1b[19~'],
	['F9', 'F9 does nothing in Alerts: ? shows what does', [], '\x1b[20~'],
	['F11', 'F11 does nothing in Alerts', [], '\x1b[23~'],
	['F12', 'Heat map · ', [], '\x1b[24~'],
	['F1 with Shift', '⇧F1 does nothing', [], '\x1b[1;2P', '\x1b[11;2~'],
	['Home', FIRST, ['G'], '\x1b[H', '\x1bOH', '\x1b[1~', '\x1b[7~'],
	['End', LAST, [], '\x1b[F', '\x1bOF', '\x1b[4~', '\x1b[8~'],
	['PgUp', FIRST, ['G'], '\x1b[5~'],
	['PgDn', LAST, [], '\x1b[6~'],
	['Up', FIRST, ['j'], '\x1b[A', '\x1bOA', 'k', '\x10'],
	['Down', SECOND, [], '\x1b[B', '\x1bOB', 'j', '\x0e'],
	['Enter', 'ANCESTRY', [], '\r', '\n', '\x1bOM', '\x1b[13u'],
	['Tab', 'SILENCES', [], '\t', '\x1b[9u'],
	['Shift-Tab', 'SOURCE', [], '\x1b[Z', '\x1b[9;2u', '\x1b[27;2;9~'],
	['Esc', FIRST, ['?'], '\x1b[27u', '\x1b[27;1;27~'],
	['Backspace', FIRST, ['Enter'], '\x7f', '\x08', '\x1b[127u'],
	['Space', /^.?.?●/m, [], ' ', '\x1b[32u'],
	['Ctrl-S', 'Export Alerts', [], '\x13', '\x1b[115;5u', '\x1b[27;5;115~'],
	['Insert', 'Ins does nothing', [], '\x1b[2~'],
	['a letter with Alt', 'alt-x does nothing', [], '\x1bx'],
];

describe.each(encodings)('%s', (name, wanted, before, ...all) => {
	test.each(all.map((bytes) => [JSON.stringify(bytes), bytes]))('as %s', async (_shown, bytes) => {
		if (before.length > 0) await user.press(...before);
		await user.press(bytes);
		await user.sees(wanted instanceof RegExp ? wanted : (screen) => screen.toLowerCase().includes(wanted.toLowerCase()));
		if (name === 'Space') await user.press('U');
	});

	test('in pieces, as a slow link brings it', async () => {
		const bytes = all[0];
		if (before.length > 0) await user.press(...before);
		for (const byte of bytes) user.terminal.press(byte);
		await user.sees(wanted instanceof RegExp ? wanted : (screen) => screen.toLowerCase().includes(wanted.toLowerCase()));
		if (name === 'Space') await user.press('U');
	});
});

test('answers of the terminal, and reports nobody asked for, are no keys', async () => {
	const noise = [
		'\x1b[?1;2c',
		'\x1b]11;rgb:0000/0000/0000\x07',
		'\x1bP1+r544e=787465726d\x1b\\',
		'\x1b[I',
		'\x1b[O',
		'\x1b[M !!',
		'\x1b[?2026;2$y',
	];
	for (const bytes of noise) user.terminal.press(bytes);
	await user.looks((lines) => {
		expect(lines.at(-1)).toContain('? Help');
		expect(lines.join('\n')).toMatch(FIRST);
		expect(lines.join('\n')).not.toContain('does nothing');
	});
});
